import type { Disposable } from './emitter.ts';

/** Time and chance, given from outside so that tests decide both. */
export interface Clock {
  /** Unix ms; may jump. Only for what is shown, and for what is compared with times of files and of Lettr. */
  now(): number;
  /** Ms since some moment; never jumps, but stands still while the machine sleeps. */
  elapsed(): number;
  /** At least 0, less than 1. */
  random(): number;
  /** Runs `work` once `ms` have passed as {@link msSince} counts them, unless the result is disposed of before. */
  after(ms: number, work: () => void): Disposable;
}

/** A moment in both times of a clock. */
export type Moment = Readonly<Record<'now' | 'elapsed', number>>;

type Time = Pick<Clock, 'now' | 'elapsed'>;

/** How late a timer may be after the machine was asleep, ms. */
const GLANCE_MS = 5_000;

/** @param ago ms before now. */
export function momentOf(time: Time, ago = 0): Moment {
  return { now: time.now() - ago, elapsed: time.elapsed() - ago };
}

/**
 * How long ago a moment was, in ms. Only `now` goes on while the machine sleeps, and only `elapsed` does when somebody
 * sets the clock back, so the longer of both counts.
 */
export function msSince(time: Time, moment: Moment): number {
  return Math.max(time.now() - moment.now, time.elapsed() - moment.elapsed);
}

/**
 * Runs `work` once `ms` have passed. Timers of Node stand still while the machine sleeps, and fire at once when they are
 * longer than 25 days; a look at the time every few seconds helps against both. Keeps no process alive.
 */
export function runAfter(time: Time, ms: number, work: () => void): Disposable {
  const start = momentOf(time);
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = ms - msSince(time, start);
    timer = setTimeout(left > GLANCE_MS ? wait : work, Math.min(Math.max(left, 0), GLANCE_MS)).unref();
  };
  wait();
  return { dispose: () => clearTimeout(timer) };
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  random: Math.random,
  after: (ms, work) => runAfter(systemClock, ms, work),
};
