import { type Ground, startGround } from '../arena.ts';

/** A piece of work that needs a ground of its own. */
export interface Job {
  readonly work: (ground: Ground) => Promise<void>;
  /** Settles as `work` does. */
  readonly done: Promise<void>;
  start(ground: Ground): Promise<void>;
}

/** Much of a cell is waiting for timeouts and limits, so several go on at once. */
const AT_ONCE = 10;

export function job(work: (ground: Ground) => Promise<void>): Job {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Whoever waits for it comes later.
  promise.catch(() => undefined);
  return { work, done: promise, start: (ground) => work(ground).then(resolve, reject) };
}

/** Runs all jobs, in their order and several at once. Never rejects for a job. */
export async function runAll(jobs: readonly Job[]): Promise<void> {
  const waiting = [...jobs];
  const lane = async (): Promise<void> => {
    const ground = await startGround();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await next.start(ground);
    }
    await ground.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
