import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';

import { LettrError, type ProblemKind } from '../api/errors.ts';
import { readText, replaceFile } from '../platform/files.ts';
import type { StoreChange, StoreState } from '../webhooks/state.ts';
import type { Clock } from './clock.ts';

/** What a back-off starts from while automatic refreshes are off. */
const USUAL_INTERVAL_MS = 60_000;
const LONGEST_BACK_OFF_MS = 30 * 60_000;
/** The longest wait that is believed, whether Lettr asks for it or another window's file; ms. */
const LONGEST_MS = 60 * 60_000;
/** Clocks of files may differ a little from that of the process. */
const AHEAD_MS = 1_000;

/** These stay as they are until a person changes something. */
const REJECTIONS: ReadonlySet<ProblemKind> = new Set(['unauthorized', 'noKey', 'badAddress']);

const SharedWait = v.object({
  /** Unix ms at which the wait began. */
  at: v.number(),
  ms: v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_MS)),
  /** How many readings failed one after the other, in whichever windows. */
  faults: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
});

/**
 * What the readings so far, good and bad, mean for the next one. Waits after faults hold for all windows of this
 * machine: they share them through one small file.
 */
export class Backoff {
  readonly #path: string;
  readonly #clock: Clock;
  /** In the clock's `elapsed`: when the last reading ended, in whichever window, and until when nothing is read. */
  #settledAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #faults = 0;
  #noted: { readonly error: LettrError | undefined; readonly loadedAt: number } = {
    error: undefined,
    loadedAt: 0,
  };
  #isRejected = false;
  #sharing: Promise<unknown> = Promise.resolve();

  /** @param folder the account's; need not exist. */
  constructor(folder: string, clock: Clock) {
    this.#path = join(folder, 'backoff.json');
    this.#clock = clock;
  }

  /** Whether the key or the address cannot work before a person changes something. */
  get isRejected(): boolean {
    return this.#isRejected;
  }

  /** Whether this window waits after a fault. */
  get isPaused(): boolean {
    return this.#isRejected || this.#pausedUntil > this.#clock.elapsed();
  }

  /**
   * Notes what the state of a store says about its last reading.
   *
   * @param cause whether it was this window that read.
   * @param intervalMs how often it is read when all is well; `undefined` when it is not read by itself.
   * @returns what is new.
   */
  note(
    state: StoreState,
    cause: StoreChange['cause'],
    intervalMs: number | undefined,
  ): 'read' | 'fault' | undefined {
    const error = faultOf(state);
    if (error) {
      // The fault stays in the state while single webhooks change.
      if (error === this.#noted.error) {
        return undefined;
      }
      this.#noted = { ...this.#noted, error };
      this.fail(error, intervalMs);
      return 'fault';
    }
    if (state.kind !== 'ready' || state.loadedAt === this.#noted.loadedAt) {
      return undefined;
    }
    this.#noted = { error, loadedAt: state.loadedAt };
    this.settle(Math.max(0, this.#clock.now() - state.loadedAt));
    if (cause === 'read') {
      this.acceptForAll();
    } else {
      this.accept();
    }
    return 'read';
  }

  /** A reading failed; `error` may be anything. */
  fail(error: unknown, intervalMs = USUAL_INTERVAL_MS): void {
    const problem = error instanceof LettrError ? error.problem : undefined;
    this.#faults += 1;
    this.#isRejected = problem !== undefined && REJECTIONS.has(problem.kind);
    const told = (error instanceof LettrError && error.waitMs) || 0;
    const wait = Math.max(
      Math.min(told, LONGEST_MS),
      backOffMs(this.#faults, intervalMs, this.#clock.random()),
    );
    this.settle(0);
    this.pause(wait);
    this.#share(this.#isRejected ? LONGEST_BACK_OFF_MS : Math.min(wait, LONGEST_MS));
  }

  /** Something that Lettr did for this key: whatever was wrong is over. */
  accept(): void {
    this.#faults = 0;
    this.#isRejected = false;
    this.#pausedUntil = Number.NEGATIVE_INFINITY;
  }

  /** Lets the other windows read as well. */
  acceptForAll(): void {
    this.accept();
    this.#enqueue(() => rm(this.#path, { force: true, recursive: true }));
  }

  /** Nothing is read for so long, ms. */
  pause(ms: number): void {
    this.#pausedUntil = this.#clock.elapsed() + ms;
  }

  /** A reading ended so long ago (ms), here or in another window. */
  settle(ago: number): void {
    this.#settledAt = Math.max(this.#settledAt, this.#clock.elapsed() - ago);
  }

  /** How long to wait for the next reading in a rhythm of `ms`, ms. */
  waitMs(ms: number): number {
    const elapsed = this.#clock.elapsed();
    return Math.max(this.#settledAt + ms - elapsed, this.#pausedUntil - elapsed, 0);
  }

  /** For how long the windows of this machine wait after the last fault of any of them, ms; 0 when they do not. */
  async sharedWaitMs(): Promise<number> {
    await this.#sharing;
    try {
      const { at, ms, faults } = v.parse(SharedWait, JSON.parse((await readText(this.#path)) ?? ''));
      const now = this.#clock.now();
      // A wait that begins in the future was written before the clock was set back.
      if (at > now + AHEAD_MS) {
        return 0;
      }
      this.#faults = Math.max(this.#faults, faults);
      return Math.max(0, at + ms - now);
    } catch {
      return 0;
    }
  }

  /** Resolves when the other windows can see what was noted. */
  async settled(): Promise<void> {
    await this.#sharing;
  }

  #share(ms: number): void {
    const text = JSON.stringify({ at: this.#clock.now(), ms, faults: Math.min(this.#faults, 1_000) });
    this.#enqueue(() => replaceFile(this.#path, text));
  }

  /** A window that cannot share its waits keeps them for itself. */
  #enqueue(work: () => Promise<unknown>): void {
    this.#sharing = this.#sharing.then(work).catch(() => undefined);
  }
}

/** Why the last reading failed; `undefined` when it did not. */
export function faultOf(state: StoreState): LettrError | undefined {
  switch (state.kind) {
    case 'failed':
      return state.error;
    case 'ready':
      return state.problem;
    default:
      return undefined;
  }
}

/**
 * How long to wait after `faults` failed readings in a row, in ms: twice as long each time, up to about half an hour,
 * with up to half of it added by chance so that machines do not come back together. Never less than the interval.
 *
 * @param random at least 0, less than 1.
 */
export function backOffMs(faults: number, intervalMs: number, random: number): number {
  const doubled = intervalMs * 2 ** Math.min(faults - 1, 20);
  const longest = Math.max(LONGEST_BACK_OFF_MS, intervalMs);
  return Math.min(doubled * (1 + random / 2), longest * (1 + random / 10));
}
