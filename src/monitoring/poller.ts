import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { AccountMode } from '../accounts/account.ts';
import type { ProblemKind } from '../api/errors.ts';
import type { SandboxQuota } from '../api/types.ts';
import { createOnce } from '../platform/files.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import { Backoff, faultOf } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { SharedList } from './sharedList.ts';

/** Whether a person can see what is read. */
export interface Attention {
  readonly isFocused: boolean;
  readonly isVisible: boolean;
  onDidChange(listener: () => void): { dispose(): void };
}

/** The settings that decide when to read. */
export interface MonitoringSettings {
  /** `undefined` when automatic refreshes are off. */
  readonly intervalMs: number | undefined;
  /** Whether failures are told in notifications. */
  readonly isNotifying: boolean;
  onDidChange(listener: () => void): { dispose(): void };
}

/** Where monitoring tells what it does unasked; a `Log` is one. */
export interface MonitoringLog {
  info(message: string): void;
  warn(message: string, cause?: unknown): void;
  error(message: string, cause?: unknown): void;
}

/** Why nothing is read by itself. */
export type IdleReason = 'off' | 'quotaUnknown' | 'quotaLow' | 'rejected' | 'unfocused' | 'hidden';

/** When an account is read by itself the next time; `at` is Unix ms. */
export type NextRefresh =
  { readonly kind: 'at'; readonly at: number } | { readonly kind: 'never'; readonly why: IdleReason };

/** How often an account is read by itself. */
export type Rhythm =
  { readonly kind: 'every'; readonly ms: number } | { readonly kind: 'never'; readonly why: IdleReason };

/** What decides the rhythm. */
export interface Circumstances {
  readonly mode: AccountMode;
  /** Of a sandbox key; `undefined` before an answer told it. */
  readonly quota: SandboxQuota | undefined;
  /** `undefined` when automatic refreshes are off. */
  readonly intervalMs: number | undefined;
  /** Whether failures are told in notifications, for which a hidden view is kept up to date as well. */
  readonly isNotifying: boolean;
  readonly isFocused: boolean;
  readonly isVisible: boolean;
  /** Whether this window has read the list. */
  readonly isLoaded: boolean;
  /** Whether the key or the address cannot work before a person changes something. */
  readonly isRejected: boolean;
  /** The shortest time between two readings for a hidden view; {@link HIDDEN_LEAST_MS} in the product. */
  readonly hiddenLeastMs: number;
}

/** A hidden view is read this many times more rarely, */
const HIDDEN_FACTOR = 5;
/** and not more often than this, since the team shares 3 requests a second. */
export const HIDDEN_LEAST_MS = 300_000;
/** A sandbox key has 2,000 requests a day: it is read at half the pace, */
const SANDBOX_FACTOR = 2;
/** and the last part of the day is left to the person. */
const SANDBOX_RESERVE = 1 / 4;
/** A request with its repetitions mostly ends before; ms. */
const TURN_MS = 30_000;
/** Until the next look at a list that another window is reading; it mostly comes within a second. */
const SOON_MS = 5_000;
/** A wait that another window asked for is looked up again after so long. */
const LOOK_AGAIN_MS = 60_000;
/** Clocks of files may differ a little from that of the process. */
const AHEAD_MS = 1_000;

export function rhythmOf(now: Circumstances): Rhythm {
  if (now.intervalMs === undefined) {
    return { kind: 'never', why: 'off' };
  }
  if (now.isRejected) {
    return { kind: 'never', why: 'rejected' };
  }
  if (now.mode === 'sandbox' && !now.quota) {
    return { kind: 'never', why: 'quotaUnknown' };
  }
  if (now.quota && now.quota.day.remaining <= now.quota.day.limit * SANDBOX_RESERVE) {
    return { kind: 'never', why: 'quotaLow' };
  }
  if (!now.isFocused) {
    return { kind: 'never', why: 'unfocused' };
  }
  const ms = now.mode === 'sandbox' ? SANDBOX_FACTOR * now.intervalMs : now.intervalMs;
  if (now.isVisible) {
    return { kind: 'every', ms };
  }
  return now.isLoaded && now.isNotifying
    ? { kind: 'every', ms: Math.max(HIDDEN_FACTOR * ms, now.hiddenLeastMs) }
    : { kind: 'never', why: 'hidden' };
}

export interface PollerOptions {
  readonly mode: AccountMode;
  readonly store: WebhookStore;
  /** The account's folder, in which windows say who reads; need not exist. */
  readonly folder: string;
  /** Takes over what other windows read. @returns the list that they all know; never rejects. */
  readonly look: () => Promise<Pick<SharedList, 'askedAt' | 'loadedAt'> | undefined>;
  /** Resolves when the other windows can see what this one read. */
  readonly shared: () => Promise<void>;
  readonly quota: () => SandboxQuota | undefined;
  readonly attention: Attention;
  readonly settings: MonitoringSettings;
  readonly clock: Clock;
  readonly log: MonitoringLog;
  /** Told when {@link Poller.next} may have changed. */
  readonly onDidPlan?: () => void;
  readonly hiddenLeastMs?: number;
  /** How long one reading may take at most, before another window reads instead; ms. */
  readonly turnMs?: number;
}

/**
 * Reads the webhooks of one account again and again, unasked, while its window has the focus. Before it reads it looks
 * at the list that all windows share, and takes that over when it is fresh.
 */
export class Poller {
  readonly #options: Required<PollerOptions>;
  readonly #backoff: Backoff;
  readonly #subscriptions: readonly { dispose(): void }[];
  readonly #ending = new AbortController();
  #timer: { dispose(): void } | undefined;
  #next: NextRefresh = { kind: 'never', why: 'hidden' };
  #isReading = false;
  #seen: Pick<Attention, 'isFocused' | 'isVisible'>;
  /** The shared list that was met last, and when it came, in the clock's `elapsed`. */
  #met = { askedAt: Number.NaN, at: 0 };
  #logged: ProblemKind | undefined;

  constructor(options: PollerOptions) {
    this.#options = {
      hiddenLeastMs: HIDDEN_LEAST_MS,
      turnMs: TURN_MS,
      onDidPlan: () => undefined,
      ...options,
    };
    const { store, folder, attention, settings, clock } = options;
    this.#backoff = new Backoff(folder, clock);
    this.#seen = seenOf(attention);
    this.#subscriptions = [
      store.onDidChange(({ cause }) => this.#note(cause)),
      // A write that took effect shows that the key is good.
      store.onDidWrite(() => this.#accept()),
      attention.onDidChange(() => this.#attend()),
      settings.onDidChange(() => this.plan()),
    ];
    this.#note('read');
    this.plan();
  }

  /** When the account is read by itself the next time. */
  get next(): NextRefresh {
    return this.#next;
  }

  /** Whether something may be read unasked at all: Lettr asked for no pause, and enough of a sandbox's day is left. */
  get mayRead(): boolean {
    const { mode } = this.#options;
    const rhythm = this.#rhythm();
    const isSpent = rhythm.kind === 'never' && (rhythm.why === 'quotaLow' || rhythm.why === 'quotaUnknown');
    return !this.#backoff.isPaused && !(mode === 'sandbox' && isSpent);
  }

  /** Decides anew when to read. */
  plan(): void {
    if (this.#ending.signal.aborted || this.#isReading) {
      return;
    }
    this.#timer?.dispose();
    const { clock, onDidPlan } = this.#options;
    const rhythm = this.#rhythm();
    if (rhythm.kind === 'every') {
      const wait = this.#backoff.waitMs(rhythm.ms);
      this.#next = { kind: 'at', at: clock.now() + wait };
      this.#timer = clock.after(wait, () => void this.#run());
    } else {
      this.#next = rhythm;
    }
    onDidPlan();
  }

  dispose(): void {
    this.#ending.abort();
    this.#timer?.dispose();
    this.#subscriptions.forEach((one) => one.dispose());
  }

  /** Resolves when nothing more is written. */
  async settled(): Promise<void> {
    await this.#backoff.settled();
  }

  #note(cause: 'read' | 'write' | 'shared'): void {
    const { store, settings } = this.#options;
    if (this.#backoff.note(store.state, cause, settings.intervalMs)) {
      this.plan();
    }
  }

  #accept(): void {
    if (this.#backoff.isRejected) {
      this.#backoff.acceptForAll();
      this.plan();
    }
  }

  /** Whoever comes back sees at once what other windows read meanwhile. */
  #attend(): void {
    const { attention, look } = this.#options;
    const before = this.#seen;
    this.#seen = seenOf(attention);
    const isBack = (attention.isFocused && !before.isFocused) || (attention.isVisible && !before.isVisible);
    if (isBack && attention.isFocused && !this.#backoff.isRejected) {
      void look();
    }
    this.plan();
  }

  #rhythm(): Rhythm {
    const { mode, store, quota, settings, hiddenLeastMs } = this.#options;
    return rhythmOf({
      mode,
      quota: quota(),
      intervalMs: settings.intervalMs,
      isNotifying: settings.isNotifying,
      ...this.#seen,
      isLoaded: store.state.kind === 'ready',
      isRejected: this.#backoff.isRejected,
      hiddenLeastMs,
    });
  }

  async #run(): Promise<void> {
    this.#isReading = true;
    try {
      await this.#turn();
    } catch (error) {
      this.#options.log.error('The webhooks could not be read', error);
      this.#backoff.fail(error, this.#options.settings.intervalMs);
    } finally {
      this.#isReading = false;
      this.plan();
    }
  }

  async #turn(): Promise<void> {
    const list = await this.#options.look();
    const rhythm = this.#rhythm();
    if (this.#ending.signal.aborted || rhythm.kind === 'never') {
      return;
    }
    const age = list ? this.#ageOf(list) : Infinity;
    if (age < rhythm.ms) {
      this.#backoff.settle(age);
      return;
    }
    if (await this.#isPausedByOthers()) {
      return;
    }
    const { clock, folder, turnMs } = this.#options;
    const since = list?.askedAt ?? 0;
    const turn = `reading-${since}-${Math.floor((clock.now() - since) / Math.max(rhythm.ms, turnMs))}`;
    if (!(await this.#isMine(turn))) {
      const soon = Math.min(SOON_MS, rhythm.ms / 4);
      this.#backoff.pause(soon * (0.5 + clock.random() / 2));
      return;
    }
    // The reading of another window may have failed just now.
    const isRead = !(await this.#isPausedByOthers()) && (await this.#read());
    if (!isRead) {
      // The wait after the fault holds for all, and whoever comes first after it reads.
      await this.#backoff.settled();
      await rm(join(folder, turn), { force: true }).catch(() => undefined);
    }
  }

  async #isPausedByOthers(): Promise<boolean> {
    const wait = await this.#backoff.sharedWaitMs();
    if (wait > 0) {
      this.#backoff.pause(Math.min(wait, LOOK_AGAIN_MS));
    }
    return wait > 0;
  }

  /**
   * How old a list is, ms. The clock decides how old it was when it was met here, and counts on while the machine sleeps;
   * set back, it cannot make the list young again.
   */
  #ageOf({ askedAt, loadedAt }: Pick<SharedList, 'askedAt' | 'loadedAt'>): number {
    const { clock } = this.#options;
    const [age, elapsed] = [clock.now() - loadedAt, clock.elapsed()];
    if (this.#met.askedAt !== askedAt) {
      this.#met = { askedAt, at: elapsed - (age < -AHEAD_MS ? Infinity : Math.max(age, 0)) };
    }
    return Math.max(age, elapsed - this.#met.at);
  }

  /**
   * Whether it is this window that reads: of all those that find the same list too old, the one that makes a file first.
   * When that one ends before it has read, another one reads an interval later.
   */
  async #isMine(turn: string): Promise<boolean> {
    const { folder } = this.#options;
    try {
      if (!(await createOnce(join(folder, turn)))) {
        return false;
      }
      const old = (await readdir(folder)).filter((file) => file.startsWith('reading-') && file !== turn);
      // One that cannot be removed is in nobody's way.
      await Promise.allSettled(old.map((file) => rm(join(folder, file), { recursive: true })));
    } catch {
      // Without a disk each window is alone.
    }
    return true;
  }

  /** Whether the list could be read. */
  async #read(): Promise<boolean> {
    const { store, shared, log } = this.#options;
    await store.load({ priority: 'background', signal: this.#ending.signal });
    this.#backoff.settle(0);
    const fault = faultOf(store.state);
    if (fault && fault.problem.kind !== this.#logged) {
      log.warn('An automatic refresh failed; further failures of this kind are not logged', fault);
    } else if (!fault && this.#logged) {
      log.info('Automatic refreshes work again');
    }
    this.#logged = fault?.problem.kind;
    // The next look has to find what came.
    await shared();
    return !fault;
  }
}

function seenOf({ isFocused, isVisible }: Attention): Pick<Attention, 'isFocused' | 'isVisible'> {
  return { isFocused, isVisible };
}
