/** After five rejected keys within five minutes Lettr may block a team for a quarter of an hour. */
const WINDOW_MS = 5 * 60_000;

/**
 * Remembers which keys Lettr rejected. Nothing is sent any more for such a key until it is replaced or a person asks
 * to try again. Keys stay in memory.
 */
export class KeyLatch {
  readonly #rejected = new Set<string>();
  #rejections: number[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  isClosed(key: string): boolean {
    return this.#rejected.has(key);
  }

  /** Notes that Lettr answered 401. */
  close(key: string): void {
    this.#rejected.add(key);
    this.#rejections.push(this.#now());
  }

  /** A person asked to try this key again. */
  release(key: string): void {
    this.#rejected.delete(key);
  }

  /** How many keys were rejected within the last five minutes. */
  recentRejections(): number {
    const since = this.#now() - WINDOW_MS;
    this.#rejections = this.#rejections.filter((at) => at > since);
    return this.#rejections.length;
  }
}
