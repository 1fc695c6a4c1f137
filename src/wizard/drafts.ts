/** A form that outlives its wizard. */
export interface Draft<F> {
  readonly form: F;
  /** The id of the step that was on screen last; `undefined` before the first one. */
  step?: string | undefined;
}

/**
 * What was typed into wizards, from the first letter on and for as long as the window lives: whatever ends a wizard, the
 * next one begins where it was left. Credentials are among it, so it is never written anywhere.
 */
export class Drafts<D> {
  readonly #kept = new Map<string, D>();

  get(key: string): D | undefined {
    return this.#kept.get(key);
  }

  keep(key: string, draft: D): void {
    this.#kept.set(key, draft);
  }

  drop(key: string): void {
    this.#kept.delete(key);
  }
}
