import { LettrError, type ProblemKind } from '../api/errors.ts';
import type { StoreState } from '../webhooks/state.ts';
import type { Clock } from './clock.ts';
import { backOffMs } from './schedule.ts';

/** What a back-off starts from while automatic refreshes are off. */
const USUAL_INTERVAL_MS = 60_000;

/** These stay as they are until a person changes something. */
const REJECTIONS: ReadonlySet<ProblemKind> = new Set(['unauthorized', 'noKey', 'badAddress']);

/** What the readings so far, good and bad, mean for the next one. */
export class Standing {
  readonly #clock: Clock;
  /** Unix ms at which the last reading ended, in whichever window. */
  #settledAt = 0;
  #pause = { from: 0, ms: 0 };
  #faults = 0;
  #noted: { readonly error: LettrError | undefined; readonly loadedAt: number } = {
    error: undefined,
    loadedAt: 0,
  };
  #isRejected = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the key or the address cannot work before a person changes something. */
  get isRejected(): boolean {
    return this.#isRejected;
  }

  /** Whether the last reading failed, and nothing succeeded since. */
  get isFaulty(): boolean {
    return this.#faults > 0;
  }

  /**
   * Notes what the state of a store says about its last reading.
   *
   * @param intervalMs how often it is read when all is well; `undefined` when it is not read by itself.
   * @returns what is new.
   */
  note(state: StoreState, intervalMs: number | undefined): 'read' | 'fault' | undefined {
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
    this.settle(state.loadedAt);
    this.accept();
    return 'read';
  }

  /** A reading failed; `error` may be anything. */
  fail(error: unknown, intervalMs = USUAL_INTERVAL_MS): void {
    const now = this.#clock.now();
    const problem = error instanceof LettrError ? error.problem : undefined;
    this.#faults += 1;
    this.#isRejected = problem !== undefined && REJECTIONS.has(problem.kind);
    const told = (error instanceof LettrError && error.waitMs) || 0;
    this.pause(Math.max(told, backOffMs(this.#faults, intervalMs, this.#clock.random())));
    this.settle(now);
  }

  /** Something that Lettr did for this key: whatever was wrong is over. */
  accept(): void {
    this.#faults = 0;
    this.#isRejected = false;
    this.#pause = { from: 0, ms: 0 };
  }

  /** Nothing is read for so long, ms. */
  pause(ms: number): void {
    this.#pause = { from: this.#clock.now(), ms };
  }

  /** A reading ended at this time (Unix ms), here or in another window. */
  settle(at: number): void {
    this.#settledAt = Math.max(this.#settledAt, at);
  }

  /** How long to wait for the next reading in a rhythm of `ms`, ms. */
  waitMs(ms: number): number {
    const now = this.#clock.now();
    // A clock that was set back must not stop the readings until it has caught up.
    this.#settledAt = Math.min(this.#settledAt, now);
    this.#pause = { ...this.#pause, from: Math.min(this.#pause.from, now) };
    return Math.max(this.#settledAt + ms - now, this.#pause.from + this.#pause.ms - now, 0);
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
