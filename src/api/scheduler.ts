import PQueue from 'p-queue';

/** Lettr allows 3 requests a second for a team; the extra 50 ms absorb differences in travel time. */
const REQUESTS = 3;
const INTERVAL_MS = 1_050;

export type CallPriority = 'person' | 'background';

interface Place {
  readonly priority: CallPriority;
  readonly signal: AbortSignal | undefined;
}

/**
 * The order in which the requests of one team leave: at most three in any second, one write at a time, a person's
 * request before a background one.
 */
export class Scheduler {
  readonly #slots = new PQueue({ interval: INTERVAL_MS, intervalCap: REQUESTS, strict: true });
  readonly #writes = new PQueue({ concurrency: 1 });
  #resumeAt = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Runs one whole write, retries included, while no other one runs. Rejects with the signal's reason when cancelled in the queue. */
  write<T>(task: () => Promise<T>, place: Place): Promise<T> {
    return this.#writes.add(task, options(place));
  }

  /** Runs one request as soon as the rate allows. Rejects with the signal's reason when cancelled in the queue. */
  slot<T>(task: () => Promise<T>, place: Place): Promise<T> {
    return this.#slots.add(task, options(place));
  }

  /** Sends nothing for `ms`; the server said that the team's allowance is used up. */
  pause(ms: number): void {
    const resumeAt = Date.now() + ms;
    if (resumeAt <= this.#resumeAt) {
      return;
    }
    this.#resumeAt = resumeAt;
    this.#slots.pause();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#slots.start(), ms);
    // A pause alone must not keep the process alive.
    this.#timer.unref();
  }
}

/** One scheduler for each origin and team; for each key until its team is known. */
export class Schedulers {
  readonly #byName = new Map<string, Scheduler>();

  for(origin: string, owner: string): Scheduler {
    const name = `${origin} ${owner}`;
    const known = this.#byName.get(name);
    if (known) {
      return known;
    }
    const made = new Scheduler();
    this.#byName.set(name, made);
    return made;
  }
}

function options({ priority, signal }: Place): { priority: number; signal?: AbortSignal } {
  return { priority: priority === 'person' ? 1 : 0, ...(signal && { signal }) };
}
