import { keepKnown } from './known.ts';

/** What VS Code shows, or keeps, of an account's webhooks beyond their state at Lettr. */
export class Painted {
  /** When webhooks were disabled in VS Code, as their rows say; Unix ms. */
  readonly #disabledAt = new Map<string, number>();
  /** Those of which there is more than the row: what is below it, or its hover. */
  readonly #opened = new Set<string>();

  /** The row was made, and says when the webhook was disabled in VS Code. */
  note(id: string, disabledAt: number | undefined): void {
    if (disabledAt === undefined) {
      this.#disabledAt.delete(id);
    } else {
      this.#disabledAt.set(id, disabledAt);
    }
  }

  /** What is below the row, or its hover, was made. */
  open(id: string): void {
    this.#opened.add(id);
  }

  /** Whether another history shows: most of it is below the rows, which are mostly closed. */
  showsHistory(id: string, disabledAt: number | undefined): boolean {
    return this.#opened.has(id) || this.#disabledAt.get(id) !== disabledAt;
  }

  /** Forgets the webhooks that are gone. */
  keep(webhooks: ReadonlyMap<string, unknown>): void {
    keepKnown(this.#disabledAt, webhooks);
    keepKnown(this.#opened, webhooks);
  }
}
