import type { Account } from '../accounts/account.ts';
import type { Webhook } from '../api/types.ts';
import type { Histories } from '../webhooks/history.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import type { MonitorLog } from './attention.ts';
import type { Clock } from './clock.ts';
import { type News, seenWrite } from './early.ts';
import type { Incident } from './incidents.ts';
import type { Publication, SharedList } from './publication.ts';
import type { AccountRecord, RecordView } from './record.ts';

export interface ExchangeOptions {
  readonly account: Account;
  readonly store: WebhookStore;
  readonly record: Pick<AccountRecord, 'read' | 'publish' | 'claimAnnouncements'>;
  readonly histories: Pick<Histories, 'set'>;
  readonly clock: Clock;
  /** Whether failures are told in notifications. */
  readonly isTelling: () => boolean;
  /** Tells the person; each incident comes once, in one window of this machine. */
  readonly announce: (incidents: readonly Incident[]) => void;
  readonly log: MonitorLog;
  readonly claimDelayMs?: number;
  /** How long a list waits before it is written, so that the screen comes first. */
  readonly restMs?: number;
  /** What came to the store before. */
  readonly early?: readonly News[];
}

/** A write of another window may still be on its way into the record, and with it why something was disabled. */
const CLAIM_DELAY_MS = 700;

/**
 * Between a store and what all windows of this machine know of its account: whatever this window reads and writes goes
 * into the record, and what the record knows better comes back.
 */
export class Exchange {
  readonly #options: Required<Omit<ExchangeOptions, 'early'>>;
  readonly #following: readonly { dispose(): void }[];
  /** Incidents that are not told here: those at the first list, and those that came while notifications were off. */
  readonly #silent = new Set<string>();
  readonly #startedAt: number;
  #isFirst = true;
  #isOver = false;
  /** Unix ms of the last list that went into the record. */
  #published = 0;
  #fault: string | undefined;
  #claiming: { dispose(): void } | undefined;
  #work: Promise<unknown> = Promise.resolve();

  constructor({ early = [], ...options }: ExchangeOptions) {
    const { store } = options;
    this.#startedAt = options.clock.now();
    this.#options = { claimDelayMs: CLAIM_DELAY_MS, restMs: 0, ...options };
    this.#following = [
      store.onDidChange(({ cause }) => cause === 'read' && this.#publishRead()),
      store.onDidWrite((write) => this.#tell(seenWrite(store, write, options.clock.now()))),
    ];
    if (early[0]?.kind === 'write') {
      // What was written is told to whoever knows a list.
      this.#publishRead();
    }
    early.forEach((news) => this.#tell(news));
    this.#publishRead();
  }

  /** Takes over what other windows learnt. @returns the record as it then is. */
  async look(): Promise<RecordView | undefined> {
    return this.#take(() => this.#options.record.read());
  }

  /** Tells the others of one webhook that was read by itself; `undefined` when it is gone. `askedAt` is Unix ms. */
  publishSingle(id: string, webhook: Webhook | undefined, askedAt: number): void {
    void this.#publish({ kind: 'single', id, webhook, askedAt });
  }

  /** Resolves when everything that was begun is on disk. */
  async settled(): Promise<void> {
    await this.#work;
  }

  dispose(): void {
    this.#isOver = true;
    this.#claiming?.dispose();
    this.#following.forEach((one) => one.dispose());
  }

  #publishRead(): void {
    const { state } = this.#options.store;
    if (state.kind === 'ready') {
      this.#publishList(state);
    }
  }

  #publishList({ webhooks, askedAt, loadedAt }: SharedList): void {
    // A webhook that was read by itself leaves the time of the list as it was.
    if (loadedAt !== this.#published) {
      this.#published = loadedAt;
      void this.#take(async () => {
        await this.#rest();
        return this.#options.record.publish({ kind: 'list', webhooks, askedAt, loadedAt });
      });
    }
  }

  /** Tells the others what came here, and what the person here did. */
  #tell(news: News): void {
    if (news.kind === 'list') {
      this.#publishList(news);
    } else {
      void this.#publish(news);
    }
  }

  #rest(): Promise<void> {
    const { clock, restMs } = this.#options;
    return new Promise((resolve) => void (restMs > 0 ? clock.after(restMs, resolve) : resolve()));
  }

  #publish(publication: Publication): Promise<unknown> {
    return this.#take(() => this.#options.record.publish(publication));
  }

  /** One after the other, so that an older view never covers a newer one. */
  #take(work: () => Promise<RecordView>): Promise<RecordView | undefined> {
    const taken = this.#work
      .then(async () => {
        if (this.#isOver) {
          return undefined;
        }
        const view = await work();
        this.#apply(view);
        return view;
      })
      .catch((error: unknown) => {
        this.#options.log.error('What is known of webhooks could not be shared', error);
        return undefined;
      });
    this.#work = taken;
    return taken;
  }

  #apply(view: RecordView): void {
    if (this.#isOver) {
      return;
    }
    const { account, store, histories, clock, isTelling, claimDelayMs } = this.#options;
    this.#noteFault(view);
    histories.set(account.id, view.histories, view.changedHistories);
    // Where nothing could be read, what an earlier session read is no news.
    if (view.list && (store.state.kind === 'ready' || view.list.askedAt >= this.#startedAt)) {
      store.adopt(view.list.webhooks, view.list);
    }
    const untold = view.incidents.filter(({ id, isAnnounced }) => !isAnnounced && !this.#silent.has(id));
    if (this.#isFirst || !isTelling()) {
      untold.forEach(({ id }) => this.#silent.add(id));
      this.#isFirst &&= store.state.kind !== 'ready';
    } else if (untold.length > 0) {
      this.#claiming ??= clock.after(claimDelayMs, () => void this.#claim());
    }
  }

  async #claim(): Promise<void> {
    const { record, isTelling, announce } = this.#options;
    this.#claiming = undefined;
    if (!isTelling()) {
      return;
    }
    let claimed: readonly Incident[] = [];
    await this.#take(async () => {
      const claim = await record.claimAnnouncements(this.#silent);
      claimed = claim.claimed;
      return claim;
    });
    if (claimed.length > 0) {
      announce(claimed);
    }
  }

  /** Once when it begins; the record goes on in memory. */
  #noteFault({ fault }: RecordView): void {
    if (fault && fault.kind !== this.#fault) {
      const cause = fault.kind === 'disk' ? fault.error : fault.kind;
      this.#options.log.warn('What is known of webhooks could not be shared with other windows', cause);
    }
    this.#fault = fault?.kind;
  }
}
