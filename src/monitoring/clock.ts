/** Time and chance, given from outside so that tests decide both. */
export interface Clock {
  /** Unix ms; may jump. Only for what is shown, and for what is compared with times of files and of Lettr. */
  now(): number;
  /** Ms since some moment; never jumps. Whatever waits counts in it. */
  elapsed(): number;
  /** At least 0, less than 1. */
  random(): number;
  /** Runs `work` once in `ms`, unless the result is disposed of before. */
  after(ms: number, work: () => void): { dispose(): void };
}

/** Node fires a timer at once that is longer than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The clock of this machine. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  random: Math.random,
  after: (ms, work) => {
    const timer = setTimeout(work, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS)).unref();
    return { dispose: () => clearTimeout(timer) };
  },
};
