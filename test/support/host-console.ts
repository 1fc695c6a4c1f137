import { format } from 'node:util';

/** Starts every line that tests print, so that the runner tells them from what VS Code itself logs. Invisible. */
export const TEST_LINE = '\u2063';

/** Makes the extension host's console print finished, marked text: VS Code forwards `%s` and values unformatted. */
export function markConsole(): void {
  const { console } = globalThis;
  const log = (...args: unknown[]): void => console.log(TEST_LINE + format(...args));
  // VS Code's console takes no new methods, so the object is replaced.
  globalThis.console = { ...console, log, info: log, warn: log, error: log, debug: log };
}
