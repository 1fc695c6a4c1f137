/**
 * What was typed into wizards that were left, for as long as the window lives. Credentials are among it, so it is
 * never written anywhere.
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
