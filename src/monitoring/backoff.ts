import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';

import { LettrError, type ProblemKind } from '../api/errors.ts';
import { type Clock, type Moment, momentOf, msSince } from '../platform/clock.ts';
import { readText, replaceFile } from '../platform/files.ts';

/** What the wait starts from while automatic refreshes are off; ms. */
const USUAL_INTERVAL_MS = 60_000;
const LONGEST_BACK_OFF_MS = 30 * 60_000;
/** The longest wait that is believed, whether Lettr asks for it or another window's file says so; ms. */
const LONGEST_MS = 60 * 60_000;
const MOST_FAULTS = 1_000;

/** Problems that stay until a person changes the key or the address. */
const REJECTIONS: ReadonlySet<ProblemKind> = new Set([
  'unauthorized',
  'noKey',
  'keyGone',
  'keyUnreadable',
  'badAddress',
]);

const SharedWait = v.object({
  /** Unix ms at which the wait began. */
  at: v.number(),
  ms: v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_MS)),
  /** How many reads failed in a row, in whichever windows. */
  faults: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_FAULTS)),
});

/** The wait after failed reads. The windows of this machine share it through one small file. */
export class Backoff {
  readonly #path: string;
  readonly #clock: Clock;
  #wait: { readonly since: Moment; readonly ms: number } | undefined;
  #faults = 0;
  #isRejected = false;
  #sharing: Promise<unknown> = Promise.resolve();

  /** @param folder the account's; need not exist. */
  constructor(folder: string, clock: Clock) {
    this.#path = join(folder, 'backoff.json');
    this.#clock = clock;
  }

  /** Whether the key or the address can't work before a person changes something. */
  get isRejected(): boolean {
    return this.#isRejected;
  }

  /** What is left of the wait, ms; 0 when there is none. */
  get leftMs(): number {
    return this.#wait ? Math.max(0, this.#wait.ms - msSince(this.#clock, this.#wait.since)) : 0;
  }

  /**
   * A read failed.
   *
   * @param error anything.
   * @param intervalMs how often the list is read when all is well.
   */
  fail(error: unknown, intervalMs = USUAL_INTERVAL_MS): void {
    const problem = error instanceof LettrError ? error.problem : undefined;
    const asked = (error instanceof LettrError && error.waitMs) || 0;
    this.#faults = Math.min(this.#faults + 1, MOST_FAULTS);
    this.#isRejected = problem !== undefined && REJECTIONS.has(problem.kind);
    const ms = Math.max(
      Math.min(asked, LONGEST_MS),
      backOffMs(this.#faults, intervalMs, this.#clock.random()),
    );
    this.#wait = { since: momentOf(this.#clock), ms };
    const text = JSON.stringify({
      at: this.#clock.now(),
      ms: this.#isRejected ? LONGEST_BACK_OFF_MS : Math.min(ms, LONGEST_MS),
      faults: this.#faults,
    });
    this.#share(() => replaceFile(this.#path, text));
  }

  /** Lettr did something for this key, here or in another window: whatever was wrong is over. */
  accept(): void {
    this.#faults = 0;
    this.#isRejected = false;
    this.#wait = undefined;
  }

  /** Lets the other windows read as well. */
  acceptForAll(): void {
    this.accept();
    this.#share(() => rm(this.#path, { force: true, recursive: true }));
  }

  /** Takes over the wait of another window, if there is one. */
  async join(): Promise<void> {
    await this.#sharing;
    try {
      const { at, ms, faults } = v.parse(SharedWait, JSON.parse((await readText(this.#path)) ?? ''));
      const ago = this.#clock.now() - at;
      // A wait that begins in the future was written before the clock was set back.
      if (ago >= 0 && ms - ago > this.leftMs) {
        this.#faults = Math.max(this.#faults, faults);
        this.#wait = { since: momentOf(this.#clock, ago), ms };
      }
    } catch {
      // No wait, or none that can be read.
    }
  }

  /** Resolves when the other windows can see what was noted. */
  async settled(): Promise<void> {
    await this.#sharing;
  }

  /** A window that can't share its waits keeps them for itself. */
  #share(work: () => Promise<unknown>): void {
    this.#sharing = this.#sharing.then(work).catch(() => undefined);
  }
}

/**
 * How long to wait after `faults` failed reads in a row, in ms: twice as long each time, up to about half an hour, with
 * up to half of it added by chance so that machines don't come back together. Never less than the interval.
 *
 * @param random at least 0, less than 1.
 */
export function backOffMs(faults: number, intervalMs: number, random: number): number {
  const doubled = intervalMs * 2 ** Math.min(faults - 1, 20);
  const longest = Math.max(LONGEST_BACK_OFF_MS, intervalMs);
  return Math.min(doubled * (1 + random / 2), longest * (1 + random / 10));
}
