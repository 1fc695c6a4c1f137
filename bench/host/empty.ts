/** Does nothing: what VS Code itself does for an extension is all that is measured of it. */
export function activate(): void {}
