import { keepKnown } from './known.ts';

/** What VS Code shows, or keeps, of an account's webhooks beyond their state at Lettr. */
export class Painted {
  /** Since when the failing webhooks fail, as their rows say; Unix ms. */
  readonly #since = new Map<string, number>();
  /** Those of which there is more than the row: what is below it, or its hover. */
  readonly #opened = new Set<string>();

  /** The row was made, and says since when the webhook fails. */
  note(id: string, since: number | undefined): void {
    if (since === undefined) {
      this.#since.delete(id);
    } else {
      this.#since.set(id, since);
    }
  }

  /** What is below the row, or its hover, was made. */
  open(id: string): void {
    this.#opened.add(id);
  }

  /** Whether another history shows: most of it is below the rows, which are mostly closed. */
  showsHistory(id: string, since: number | undefined): boolean {
    return this.#opened.has(id) || this.#since.get(id) !== since;
  }

  /** Forgets the webhooks that are gone. */
  keep(webhooks: ReadonlyMap<string, unknown>): void {
    keepKnown(this.#since, webhooks);
    keepKnown(this.#opened, webhooks);
  }
}
