import type { AccountMode } from '../accounts/account.ts';
import type { ProblemKind } from '../api/errors.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import type { Attention, MonitorLog, WatchSettings } from './attention.ts';
import type { Clock } from './clock.ts';
import type { Exchange } from './exchange.ts';
import type { Lease, LeaseFile } from './lease.ts';
import { HIDDEN_LEAST_MS, LONGEST_BACK_OFF_MS, type Rhythm, rhythmOf } from './schedule.ts';
import { Standing, faultOf } from './standing.ts';
import type { Next } from './status.ts';

export interface MonitorOptions {
  readonly mode: AccountMode;
  readonly store: WebhookStore;
  readonly exchange: Pick<Exchange, 'look' | 'settled'>;
  /** The right to read unasked, among all windows of this machine. */
  readonly polling: Pick<LeaseFile, 'tryAcquire'>;
  readonly attention: Attention;
  readonly settings: WatchSettings;
  readonly clock: Clock;
  readonly log: MonitorLog;
  /** Told when {@link Monitor.next} may have changed. */
  readonly onDidPlan?: () => void;
  /** How long a reading may take before another window reads instead, ms. */
  readonly leaseMs?: number;
  readonly hiddenLeastMs?: number;
}

/** A request with all its repetitions and waits for the rate limit ends before. */
const LEASE_MS = 180_000;
/** Until the next look at a right that another window holds: it mostly ends within a second. */
const SOON_MS = 5_000;

/**
 * Reads the webhooks of one account again and again, unasked, for as long as somebody may look. Of several windows only
 * one reads at a time; the others take over what it read.
 */
export class Monitor {
  readonly #options: Required<MonitorOptions>;
  readonly #standing: Standing;
  readonly #following: readonly { dispose(): void }[];
  #timer: { dispose(): void } | undefined;
  #next: Next = { kind: 'never', why: 'hidden' };
  #isReading = false;
  readonly #ending = new AbortController();
  /** Kept while this window waits after a fault, so that the others wait as well. */
  #lease: Lease | undefined;
  #seen: Pick<Attention, 'isFocused' | 'isVisible'>;
  #logged: ProblemKind | undefined;

  constructor(options: MonitorOptions) {
    this.#options = {
      leaseMs: LEASE_MS,
      hiddenLeastMs: HIDDEN_LEAST_MS,
      onDidPlan: () => undefined,
      ...options,
    };
    const { store, attention, settings, clock } = options;
    this.#standing = new Standing(clock);
    this.#seen = seenOf(attention);
    this.#following = [
      store.onDidChange(() => this.#note()),
      // A write that took effect shows that the key is good.
      store.onDidWrite(() => this.#accept()),
      attention.onDidChange(() => this.#attend()),
      settings.onDidChange(() => this.#plan()),
    ];
    this.#note();
    this.#plan();
  }

  /** When the account is read by itself the next time. */
  get next(): Next {
    return this.#next;
  }

  dispose(): void {
    this.#ending.abort();
    this.#timer?.dispose();
    this.#following.forEach((one) => one.dispose());
    this.#release();
  }

  #note(): void {
    const { store, settings } = this.#options;
    const news = this.#standing.note(store.state, settings.intervalMs);
    // A reading of its own ends when the others can see what came.
    if (news === 'read' && !this.#isReading) {
      this.#release();
    }
    if (news) {
      this.#plan();
    }
  }

  #accept(): void {
    if (this.#standing.isRejected) {
      this.#standing.accept();
      this.#release();
      this.#plan();
    }
  }

  /** Whoever comes back sees at once what other windows read meanwhile. */
  #attend(): void {
    const { attention, exchange } = this.#options;
    const before = this.#seen;
    this.#seen = seenOf(attention);
    const isBack = (attention.isFocused && !before.isFocused) || (attention.isVisible && !before.isVisible);
    if (isBack && attention.isFocused && !this.#standing.isRejected) {
      void exchange.look();
    }
    this.#plan();
  }

  #rhythm(): Rhythm {
    const { mode, store, settings, hiddenLeastMs } = this.#options;
    return rhythmOf({
      mode,
      intervalMs: settings.intervalMs,
      isTelling: settings.isTelling,
      ...this.#seen,
      isLoaded: store.state.kind === 'ready',
      isRejected: this.#standing.isRejected,
      hiddenLeastMs,
    });
  }

  #plan(): void {
    if (this.#ending.signal.aborted || this.#isReading) {
      return;
    }
    this.#timer?.dispose();
    const { clock, onDidPlan } = this.#options;
    const rhythm = this.#rhythm();
    if (rhythm.kind === 'every') {
      const wait = this.#standing.waitMs(rhythm.ms);
      this.#next = { kind: 'at', at: clock.now() + wait };
      this.#timer = clock.after(wait, () => void this.#run());
    } else {
      this.#next = rhythm;
      if (rhythm.why !== 'rejected') {
        // Another window may have better luck, and a person to see it.
        this.#release();
      }
    }
    onDidPlan();
  }

  async #run(): Promise<void> {
    this.#isReading = true;
    try {
      await this.#turn();
    } catch (error) {
      this.#options.log.error('The webhooks could not be read', error);
      this.#standing.fail(error, this.#options.settings.intervalMs);
    } finally {
      this.#isReading = false;
      this.#plan();
    }
  }

  async #turn(): Promise<void> {
    if (await this.#isFresh()) {
      return;
    }
    if (!(await this.#mayRead())) {
      this.#comeBackSoon();
      return;
    }
    try {
      if (!(await this.#isFresh())) {
        await this.#read();
      }
    } finally {
      await this.#leave();
    }
  }

  /** Whether no other window has the right to read. */
  async #mayRead(): Promise<boolean> {
    const { polling, leaseMs } = this.#options;
    if (await this.#lease?.renew(leaseMs)) {
      return true;
    }
    const acquired = await polling.tryAcquire(leaseMs);
    // Without a disk each window is alone.
    this.#lease = acquired.kind === 'held' ? acquired.lease : undefined;
    return acquired.kind !== 'busy';
  }

  #comeBackSoon(): void {
    const rhythm = this.#rhythm();
    const soon = rhythm.kind === 'every' ? Math.min(SOON_MS, rhythm.ms / 4) : SOON_MS;
    this.#standing.pause(soon * (0.5 + this.#options.clock.random() / 2));
  }

  /** Whether nothing has to be read: nobody looks, or another window read lately. */
  async #isFresh(): Promise<boolean> {
    const view = await this.#options.exchange.look();
    const rhythm = this.#rhythm();
    if (this.#ending.signal.aborted || rhythm.kind === 'never') {
      return true;
    }
    const loadedAt = view?.list?.loadedAt;
    const age = loadedAt === undefined ? Infinity : this.#options.clock.now() - loadedAt;
    // A list of the future was read before the clock was set back.
    if (loadedAt === undefined || age < 0 || age >= rhythm.ms) {
      return false;
    }
    this.#standing.settle(loadedAt);
    return true;
  }

  async #read(): Promise<void> {
    const { store, exchange, clock, log } = this.#options;
    await store.load({ priority: 'background', signal: this.#ending.signal });
    this.#standing.settle(clock.now());
    const fault = faultOf(store.state);
    if (fault && fault.problem.kind !== this.#logged) {
      log.warn('An automatic refresh failed; the next ones are not told until that changes', fault);
    } else if (!fault && this.#logged) {
      log.info('Automatic refreshes work again.');
    }
    this.#logged = fault?.problem.kind;
    // Others may read as soon as they can see what came.
    await exchange.settled();
  }

  /**
   * Lets other windows read; after a fault not before this one has tried again, since each counts its own faults only.
   */
  async #leave(): Promise<void> {
    if (this.#ending.signal.aborted || !this.#standing.isFaulty) {
      this.#release();
    } else {
      const wait = this.#standing.isRejected ? LONGEST_BACK_OFF_MS : this.#standing.waitMs(0);
      await this.#lease?.renew(wait + this.#options.leaseMs);
    }
  }

  #release(): void {
    void this.#lease?.release();
    this.#lease = undefined;
  }
}

function seenOf({ isFocused, isVisible }: Attention): Pick<Attention, 'isFocused' | 'isVisible'> {
  return { isFocused, isVisible };
}
