import type { AccountMode } from '../accounts/account.ts';
import type { LettrError, ProblemKind } from '../api/errors.ts';
import type { SandboxQuota } from '../api/types.ts';
import { type Clock, type Moment, momentOf, msSince } from '../platform/clock.ts';
import type { Disposable } from '../platform/emitter.ts';
import type { Log } from '../platform/vscode/log.ts';
import type { Settings } from '../platform/vscode/settings.ts';
import type { StoreChange, StoreState } from '../webhooks/state.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import { Backoff } from './backoff.ts';
import { type IdleReason, type NextRefresh, quotaReason, rhythmOf } from './rhythm.ts';

/** Whether a person can see what is read. */
export interface Attention {
  readonly isFocused: boolean;
  readonly isVisible: boolean;
  onDidChange(listener: () => void): Disposable;
}

/** The settings that decide when to read. */
export type MonitoringSettings = Pick<Settings, 'refreshInterval' | 'notifications' | 'onDidChangeWatching'>;

export interface PollerOptions {
  readonly mode: AccountMode;
  readonly store: WebhookStore;
  /** The account's folder, in which windows share how long they wait after a fault; need not exist. */
  readonly folder: string;
  /** Takes over what other windows read. Never rejects. */
  readonly look: () => Promise<void>;
  /** Resolves when the other windows can see what this one read. */
  readonly shared: () => Promise<void>;
  readonly quota: () => SandboxQuota | undefined;
  readonly attention: Attention;
  readonly settings: MonitoringSettings;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Called when {@link Poller.next} may have changed. */
  readonly onDidPlan: () => void;
}

/**
 * Reads the list of one account at regular intervals while its window has the focus. Before each read it looks at the
 * list that all windows share, and takes that over when it is fresh.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #backoff: Backoff;
  readonly #subscriptions: readonly Disposable[];
  readonly #ending = new AbortController();
  #timer: Disposable | undefined;
  #next: NextRefresh = { kind: 'never', why: 'hidden' };
  /** The read that is under way, with the look before it. */
  #turn: Promise<void> | undefined;
  /** When the list that this window knows came, or failed to come. */
  #readAt: Moment;
  #fault: LettrError | undefined;
  /** The kind of fault that was logged last. */
  #logged: ProblemKind | undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
    const { store, folder, attention, settings, clock } = options;
    this.#backoff = new Backoff(folder, clock);
    this.#readAt = momentOf(clock, Infinity);
    this.#subscriptions = [
      store.onDidChange(({ cause }) => this.#note(cause)),
      // A write that took effect shows that the key is good.
      store.onDidWrite(() => this.#accept()),
      attention.onDidChange(() => this.#attend()),
      settings.onDidChangeWatching(() => this.plan()),
    ];
    this.#note('list');
  }

  /** When the list is read by itself next. */
  get next(): NextRefresh {
    return this.#next;
  }

  /** Whether anything may be read unasked: no wait after a fault, and enough of a sandbox's day is left. */
  get mayRead(): boolean {
    const { mode, quota } = this.#options;
    return !this.#backoff.isRejected && this.#backoff.leftMs === 0 && !quotaReason(mode, quota());
  }

  /** Decides anew when to read. */
  plan(): void {
    if (this.#ending.signal.aborted || this.#turn) {
      return;
    }
    this.#timer?.dispose();
    const { clock, onDidPlan } = this.#options;
    const rhythm = this.#rhythm();
    if (typeof rhythm === 'number') {
      const wait = this.#waitMs(rhythm);
      this.#next = { kind: 'at', at: clock.now() + wait };
      this.#timer = clock.after(wait, () => void this.#run());
    } else {
      this.#next = { kind: 'never', why: rhythm };
    }
    onDidPlan();
  }

  dispose(): void {
    this.#ending.abort();
    this.#timer?.dispose();
    this.#subscriptions.forEach((one) => one.dispose());
  }

  /** Resolves when what was begun is done and on disk. */
  async settled(): Promise<void> {
    await this.#turn;
    await this.#backoff.settled();
  }

  get #intervalMs(): number | undefined {
    const { refreshInterval } = this.#options.settings;
    return refreshInterval === undefined ? undefined : refreshInterval * 1000;
  }

  /** Notes a list that came, or failed to come; webhooks that are read or written by themselves make none fresh. */
  #note(cause: StoreChange['cause']): void {
    const { store, clock } = this.#options;
    const { state } = store;
    const fault = faultOf(state);
    if (cause === 'list' && fault) {
      // A reading that was cancelled leaves the fault of before.
      if (fault !== this.#fault) {
        this.#fault = fault;
        this.#readAt = momentOf(clock);
        this.#backoff.fail(fault, this.#intervalMs);
      }
    } else if (cause === 'list' && state.kind === 'ready') {
      this.#readAt = momentOf(clock, Math.max(0, clock.now() - state.loadedAt));
      this.#backoff.acceptForAll();
    } else if (cause === 'shared' && state.kind === 'ready' && this.#isFresh(state.loadedAt)) {
      this.#readAt = momentOf(clock, Math.max(0, clock.now() - state.loadedAt));
      this.#backoff.accept();
    }
    this.plan();
  }

  /** @param loadedAt of a list that another window read, Unix ms. */
  #isFresh(loadedAt: number): boolean {
    const { now } = this.#readAt;
    return loadedAt > now || now > this.#options.clock.now();
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
    if (attention.isFocused) {
      void look();
    }
    this.plan();
  }

  #rhythm(): number | IdleReason {
    const { mode, store, quota, settings, attention } = this.#options;
    return rhythmOf({
      mode,
      quota: quota(),
      intervalMs: this.#intervalMs,
      isNotifying: settings.notifications === 'failures',
      isFocused: attention.isFocused,
      isVisible: attention.isVisible,
      isLoaded: store.state.kind === 'ready',
      isRejected: this.#backoff.isRejected,
    });
  }

  /** How long to wait for the next read, ms; at most 0 when it is due. */
  #waitMs(intervalMs: number): number {
    return Math.max(intervalMs - msSince(this.#options.clock, this.#readAt), this.#backoff.leftMs, 0);
  }

  async #run(): Promise<void> {
    this.#turn = this.#readWhenDue();
    await this.#turn;
    this.#turn = undefined;
    this.plan();
  }

  async #readWhenDue(): Promise<void> {
    const { look, log } = this.#options;
    try {
      await look();
      await this.#backoff.join();
      const rhythm = this.#rhythm();
      const isDue = typeof rhythm === 'number' && this.#waitMs(rhythm) === 0;
      if (isDue && !this.#ending.signal.aborted) {
        await this.#read();
      }
    } catch (error) {
      log.error("The webhooks couldn't be read", error);
      this.#backoff.fail(error, this.#intervalMs);
    }
  }

  async #read(): Promise<void> {
    const { store, shared, log, clock } = this.#options;
    await store.load({ priority: 'background', signal: this.#ending.signal });
    // Also when the person cancelled it: the next one comes an interval later.
    this.#readAt = momentOf(clock);
    const fault = faultOf(store.state);
    if (fault && fault.problem.kind !== this.#logged) {
      log.warn('An automatic refresh failed; further failures of this kind are not logged', fault);
    } else if (!fault && this.#logged) {
      log.info('Automatic refreshes work again');
    }
    this.#logged = fault?.problem.kind;
    await shared();
  }
}

/** Why the last read failed; `undefined` when it didn't. */
function faultOf(state: StoreState): LettrError | undefined {
  switch (state.kind) {
    case 'failed':
      return state.error;
    case 'ready':
      return state.problem;
    default:
      return undefined;
  }
}
