/** After five rejected keys within five minutes Lettr may block a team for a quarter of an hour. */
const WINDOW_MS = 5 * 60_000;

/**
 * The keys that Lettr rejected. Nothing is sent any more for such a key until it is replaced or a person asks to try
 * again. Keys stay in memory.
 */
export class RejectedKeys {
  readonly #keys = new Set<string>();
  #rejections: number[] = [];
  readonly #now: () => number;

  /** @param now ms of a clock that nobody can set. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Notes that Lettr answered 401. */
  add(key: string): void {
    this.#keys.add(key);
    this.#rejections.push(this.#now());
  }

  /** A person asked to try this key again. */
  release(key: string): void {
    this.#keys.delete(key);
  }

  /** How many times a key was rejected within the last five minutes. */
  recentRejections(): number {
    const since = this.#now() - WINDOW_MS;
    this.#rejections = this.#rejections.filter((at) => at > since);
    return this.#rejections.length;
  }
}
