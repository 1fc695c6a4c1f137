import type { CallOptions, Wait } from '../api/types.ts';

/** One request at a time: whoever asks while it is under way shares it, and is told of its waits. */
export class SingleFlight<T> {
  readonly #read: (options: CallOptions) => Promise<T>;
  readonly #waiting = new Set<(wait: Wait) => void>();
  #current: Promise<T> | undefined;

  constructor(read: (options: CallOptions) => Promise<T>) {
    this.#read = read;
  }

  get isUnderWay(): boolean {
    return this.#current !== undefined;
  }

  /** The request that is under way, or one that begins with these options. */
  join(options: CallOptions): Promise<T> {
    if (options.onWait) {
      this.#waiting.add(options.onWait);
    }
    const onWait = (wait: Wait): void => this.#waiting.forEach((tell) => tell(wait));
    this.#current ??= this.#read({ ...options, onWait }).finally(() => {
      this.#current = undefined;
      this.#waiting.clear();
    });
    return this.#current;
  }
}
