/** Lettr's limits, as requests in a second: for a team, and for a sandbox key, which has its own. */
export const TEAM_RATE = 3;
export const SANDBOX_RATE = 20;
/** A second, and 50 ms that absorb differences in travel time. */
const SPAN_MS = 1_050;

export type CallPriority = 'person' | 'background';

export interface Place {
  readonly priority: CallPriority;
  readonly signal: AbortSignal | undefined;
  /** How long it may wait in the queue, in ms; pauses that the server asked for don't count. */
  readonly limitMs: number;
}

/** It was not the request's turn within its time limit; nothing was sent. */
export class QueueTimeout extends Error {
  override readonly name = 'QueueTimeout';
}

/**
 * The order in which the requests of one team or sandbox key leave: not more than its rate in any second, one write at a
 * time, a person's request before a background one. All waiting is measured with a monotonic clock: somebody may set the
 * computer's clock.
 */
export class Scheduler {
  readonly #rate: number;
  readonly #slots = new Queue();
  readonly #writes = new Queue();
  /** When the last requests left, oldest first; not more than the rate. */
  #departures: number[] = [];
  #isWriting = false;
  #resumeAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(rate: number) {
    this.#rate = rate;
  }

  /**
   * Runs one whole write, retries included, while no other one runs.
   *
   * @throws what `task` throws, the signal's reason when cancelled in the queue, or {@link QueueTimeout}.
   */
  async write<T>(task: () => Promise<T>, place: Place): Promise<T> {
    const turn = this.#writes.join(this.#pausedPlace(place));
    this.#advance();
    await turn;
    try {
      return await task();
    } finally {
      this.#isWriting = false;
      this.#advance();
    }
  }

  /**
   * Runs one request as soon as the rate allows. `task` gets what is left of its time limit, in ms.
   *
   * @throws what `task` throws, the signal's reason when cancelled in the queue, or {@link QueueTimeout}.
   */
  async slot<T>(task: (leftMs: number) => Promise<T>, place: Place): Promise<T> {
    const turn = this.#slots.join(this.#pausedPlace(place));
    this.#advance();
    return task(await turn);
  }

  /** Sends nothing for `ms`, because the server asked for it. */
  pause(ms: number): void {
    const now = performance.now();
    const added = now + ms - Math.max(this.#resumeAt, now);
    if (added > 0) {
      this.#resumeAt = now + ms;
      this.#slots.extend(added);
      this.#writes.extend(added);
      this.#advance();
    }
  }

  /** Lets go whatever may go now, and looks again when that can change by itself. */
  #advance(): void {
    const now = performance.now();
    this.#slots.expire(now);
    this.#writes.expire(now);
    while (!this.#isWriting && this.#writes.next(now)) {
      this.#isWriting = true;
    }
    while (this.#freeAt(now) <= now && this.#slots.next(now)) {
      this.#departures = [...this.#departures, now].slice(-this.#rate);
    }
    clearTimeout(this.#timer);
    const expiresAt = Math.min(this.#slots.expiresAt, this.#writes.expiresAt);
    const at = this.#slots.isEmpty ? expiresAt : Math.min(this.#freeAt(now), expiresAt);
    if (at !== Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(() => this.#advance(), Math.max(0, Math.ceil(at - now)));
    }
  }

  /** A pause that goes on doesn't count either for those that come during it. */
  #pausedPlace(place: Place): Place {
    return { ...place, limitMs: place.limitMs + Math.max(0, this.#resumeAt - performance.now()) };
  }

  /** When the next request may leave. */
  #freeAt(now: number): number {
    const oldest = this.#departures.length < this.#rate ? undefined : this.#departures[0];
    return Math.max(this.#resumeAt, oldest === undefined ? now : oldest + SPAN_MS);
  }
}

/** Those that wait for their turn, in its order. */
class Queue {
  #waiting: Waiting[] = [];

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** When the first of them has waited for too long; `Infinity` when nobody waits. */
  get expiresAt(): number {
    return Math.min(...this.#waiting.map((one) => one.expiresAt));
  }

  /** Resolves at its turn to what is left of the time limit, in ms. */
  async join({ priority, signal, limitMs }: Place): Promise<number> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const one: Waiting = { priority, expiresAt: performance.now() + limitMs, resolve, reject };
    const cancel = (): void => {
      this.#waiting = this.#waiting.filter((other) => other !== one);
      reject(signal?.reason);
    };
    const behind = this.#waiting.findIndex(
      (other) => priority === 'person' && other.priority === 'background',
    );
    this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, one);
    signal?.addEventListener('abort', cancel, { once: true });
    return promise.finally(() => signal?.removeEventListener('abort', cancel));
  }

  /** Turns away those that have waited too long. */
  expire(now: number): void {
    const late = this.#waiting.filter(({ expiresAt }) => expiresAt <= now);
    if (late.length > 0) {
      this.#waiting = this.#waiting.filter(({ expiresAt }) => expiresAt > now);
      late.forEach(({ reject }) => reject(new QueueTimeout()));
    }
  }

  /** Lets the next one go; `false` when nobody waits. */
  next(now: number): boolean {
    const one = this.#waiting.shift();
    one?.resolve(one.expiresAt - now);
    return one !== undefined;
  }

  /** Gives everybody `ms` more. */
  extend(ms: number): void {
    this.#waiting.forEach((one) => {
      one.expiresAt += ms;
    });
  }
}

interface Waiting {
  readonly priority: CallPriority;
  /** On the monotonic clock. */
  expiresAt: number;
  readonly resolve: (leftMs: number) => void;
  readonly reject: (reason: unknown) => void;
}

/** One scheduler for each origin and owner of a rate limit: a team, a sandbox key, or a key whose team isn't known yet. */
export class Schedulers {
  readonly #byName = new Map<string, Scheduler>();

  for(origin: string, owner: string, rate: number): Scheduler {
    const name = `${origin} ${owner}`;
    const known = this.#byName.get(name);
    if (known) {
      return known;
    }
    const made = new Scheduler(rate);
    this.#byName.set(name, made);
    return made;
  }
}
