import { createHash } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Webhook, WebhookPatch } from '../api/types.ts';
import { codeOf, createOnce } from '../platform/files.ts';
import type { Histories } from '../webhooks/history.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import { attributedHere, changesAtFirstSight, changesBetween } from './changes.ts';
import type { Clock } from './clock.ts';
import { FollowUp } from './followUp.ts';
import { HistoryLog, type LoggedChange } from './historyLog.ts';
import { type Incident, incidentOf } from './incidents.ts';
import {
  type Attention,
  type MonitoringLog,
  type MonitoringSettings,
  type NextRefresh,
  Poller,
} from './poller.ts';
import type { SandboxQuotas } from './sandboxQuotas.ts';
import { type SharedList, SharedListFile, folderName } from './sharedList.ts';
import { type StoreNews, listOf, writeNews } from './startupBuffer.ts';

export interface AccountWatcherOptions {
  readonly account: Account;
  readonly store: WebhookStore;
  readonly accounts: Pick<Accounts, 'fingerprint'>;
  readonly histories: Pick<Histories, 'set'>;
  /** The folder of all accounts; need not exist. */
  readonly root: string;
  readonly attention: Attention;
  readonly settings: MonitoringSettings;
  readonly quotas: Pick<SandboxQuotas, 'of' | 'onDidChange'>;
  readonly clock: Clock;
  readonly log: MonitoringLog;
  /** Takes what came to the store before. */
  readonly startupNews: () => readonly StoreNews[];
  /** Tells the person; each incident comes once, in one window of this machine. */
  readonly announce: (incidents: readonly Incident[]) => void;
  readonly onDidPlan: () => void;
  /** How long a list waits before it is written, so that the screen comes first; ms. */
  readonly restMs?: number;
  readonly claimDelayMs?: number;
  readonly hiddenLeastMs?: number;
  readonly turnMs?: number;
}

/** While a long list is written, the extension host cannot answer VS Code, which asks for the rows that changed. */
const REST_MS = 250;
/** A write of another window may still be on its way into the history, and with it why something was disabled. */
const CLAIM_DELAY_MS = 700;
/** The window that the person looks at tells first; the others only when it does not. */
const UNFOCUSED_DELAY_MS = 2_000;
/** What other windows write comes in several steps. */
const FILE_EVENTS_MS = 50;
/** Clocks of files may differ a little from that of the process. */
const AHEAD_MS = 1_000;

/**
 * Everything that is done unasked for one account of this window. What the window reads and writes goes into the
 * account's folder, and what other windows put there comes into the store, the history and, once, into a notification.
 */
export class AccountWatcher {
  readonly #options: AccountWatcherOptions & Required<Pick<AccountWatcherOptions, 'restMs' | 'claimDelayMs'>>;
  readonly #ending = new AbortController();
  readonly #startedAt: number;
  readonly #started: Promise<void>;
  #disposables: readonly { dispose(): void }[] = [];
  #poller: Poller | undefined;
  #folder = '';
  #file: SharedListFile | undefined;
  #historyLog: HistoryLog | undefined;
  /** What all windows know, as far as this one could read or tell it. */
  #known: SharedList | undefined;
  /** Unix ms of the last list of this window that was shared. */
  #sharedAt = 0;
  /** Incidents that are told already, or shall not be told here, by ID and kind. */
  readonly #settledIncidents = new Set<string>();
  readonly #announced = new Set<string>();
  #isFirst = true;
  #claiming: { dispose(): void } | undefined;
  /** Faults of the disk that were logged, and not again before something was written. */
  readonly #faults = new Set<string>();
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: AccountWatcherOptions) {
    this.#options = { restMs: REST_MS, claimDelayMs: CLAIM_DELAY_MS, ...options };
    this.#startedAt = options.clock.now();
    this.#started = this.#start()
      .catch((error: unknown) => options.log.error('An account could not be watched', error))
      // Whoever could not begin keeps nothing either.
      .finally(() => void options.startupNews());
  }

  get account(): Account {
    return this.#options.account;
  }

  get store(): WebhookStore {
    return this.#options.store;
  }

  get next(): NextRefresh {
    return this.#poller?.next ?? { kind: 'never', why: 'hidden' };
  }

  /** The account's folder; empty before it is known. */
  get folder(): string {
    return this.#folder;
  }

  dispose(): void {
    this.#ending.abort();
    this.#claiming?.dispose();
    this.#disposables.forEach((one) => one.dispose());
    this.#options.histories.set(this.account.id, new Map(), []);
  }

  /** Resolves when everything that was begun is on disk; after {@link dispose} nothing more is written then. */
  async settled(): Promise<void> {
    await this.#started;
    await this.#work;
    await this.#poller?.settled();
  }

  async #start(): Promise<void> {
    const { account, store, accounts, root, clock, quotas } = this.#options;
    const fingerprint = await accounts.fingerprint(account);
    if (fingerprint === undefined || this.#ending.signal.aborted) {
      return;
    }
    const folder = join(root, folderName(account, fingerprint));
    this.#folder = folder;
    this.#file = new SharedListFile(folder, fingerprint);
    this.#historyLog = new HistoryLog(folder, () => clock.now());
    const news = this.#options.startupNews();
    const subscriptions = [
      store.onDidChange(({ cause }) => cause === 'read' && this.#shareRead()),
      store.onDidWrite((write) => this.#shareNews(writeNews(store, write, clock.now()))),
    ];
    if (news[0]?.kind === 'write') {
      // What was written is told to whoever knows a list.
      this.#shareRead();
    }
    news.forEach((one) => this.#shareNews(one));
    this.#shareRead();
    void this.#enqueue(() => this.#tidy());
    const poller = (this.#poller = this.#createPoller());
    const followUp = new FollowUp({
      store,
      clock,
      mayRead: () => poller.mayRead,
      onRead: (id, webhook, askedAt) => void this.#enqueue(() => this.#shareOne(id, webhook, askedAt)),
    });
    const quotaChange = quotas.onDidChange((id) => id === account.id && poller.plan());
    this.#disposables = [...subscriptions, poller, followUp, quotaChange, this.#watchFolder()];
    for (const one of news) {
      if (one.kind === 'write') {
        followUp.note(one.write);
      }
    }
    this.#options.onDidPlan();
  }

  #createPoller(): Poller {
    const { account, quotas } = this.#options;
    return new Poller({
      ...this.#options,
      mode: account.mode,
      folder: this.#folder,
      quota: () => quotas.of(account.id),
      look: async () => {
        await this.#enqueue(() => this.#look());
        return this.#known;
      },
      shared: async () => void (await this.#work),
    });
  }

  /** Shows at once what another window reads or writes. Where the system tells no events, a look at focus does. */
  #watchFolder(): { dispose(): void } {
    const { clock } = this.#options;
    let watcher: FSWatcher | undefined;
    let timer: { dispose(): void } | undefined;
    void this.#enqueue(() => {
      const onEvent = (_: string, name: string | null): void => {
        if (name === null || /^(?:list|history)-[\w.-]*\.jsonl?$/.test(name)) {
          timer?.dispose();
          timer = clock.after(FILE_EVENTS_MS, () => void this.#enqueue(() => this.#look()));
        }
      };
      try {
        watcher = watch(this.#folder, { persistent: false }, onEvent);
        watcher.on('error', () => watcher?.close());
      } catch {
        // No folder, or no more watchers on this machine.
      }
      return Promise.resolve();
    });
    return {
      dispose: () => {
        watcher?.close();
        timer?.dispose();
      },
    };
  }

  #shareRead(): void {
    const list = listOf(this.#options.store);
    if (list) {
      this.#shareNews({ kind: 'list', list });
    }
  }

  #shareNews(news: StoreNews): void {
    if (news.kind === 'write') {
      const { write, webhook, at } = news;
      const patch = write.kind === 'update' ? write.patch : {};
      const after = write.kind === 'delete' ? undefined : webhook;
      void this.#enqueue(() => this.#shareOne(write.id, after, at, patch));
    } else if (news.list.loadedAt !== this.#sharedAt) {
      // A webhook that was read by itself leaves the time of the list as it was.
      this.#sharedAt = news.list.loadedAt;
      void this.#enqueue(async () => {
        await this.#rest();
        await this.#shareList(news.list);
      });
    }
  }

  #rest(): Promise<void> {
    const { clock, restMs } = this.#options;
    return new Promise((resolve) => void (restMs > 0 ? clock.after(restMs, resolve) : resolve()));
  }

  /**
   * Work with the folder, one after the other. A fault is logged when it begins; what this window knows goes on in
   * memory.
   */
  #enqueue(work: () => Promise<unknown>): Promise<void> {
    const done = this.#work
      .then(async () => {
        if (!this.#ending.signal.aborted) {
          await work();
        }
      })
      .catch((error: unknown) => this.#noteFault(error));
    this.#work = done;
    return done;
  }

  #noteFault(error: unknown): void {
    const fault = codeOf(error) ?? String(error);
    if (!this.#faults.has(fault)) {
      this.#faults.add(fault);
      this.#options.log.warn(`What is known of webhooks could not be shared with other windows: ${fault}`);
    }
  }

  /** Takes over what other windows wrote. */
  async #look(): Promise<void> {
    const ids = await this.#learn();
    this.#apply(ids);
  }

  /** @returns the webhooks whose history is another now. */
  async #learn(): Promise<readonly string[]> {
    const list = await this.#file?.read();
    // A list that is ahead was read before the clock was set back, and is older than it says.
    const latest = this.#options.clock.now() + AHEAD_MS;
    const knownAt = this.#known?.askedAt ?? 0;
    if (list && list.askedAt <= latest && (list.askedAt >= knownAt || knownAt > latest)) {
      this.#known = list;
    }
    return (await this.#historyLog?.read()) ?? [];
  }

  async #shareList(list: SharedList): Promise<void> {
    await this.#learnForgivingly();
    const before = this.#known;
    const isOld = before && before.askedAt >= list.askedAt && before.askedAt <= this.#options.clock.now();
    if (isOld) {
      this.#apply([]);
      return;
    }
    const ids = new Set([...(before?.webhooks.keys() ?? []), ...list.webhooks.keys()]);
    const changes = [...ids].flatMap((id) =>
      this.#changesOf(id, before?.webhooks.get(id), list.webhooks.get(id), list.loadedAt),
    );
    await this.#share(list, changes);
  }

  /** Of one webhook that was read or written by itself at `at` (Unix ms); `undefined` when it is gone. */
  async #shareOne(id: string, webhook: Webhook | undefined, at: number, patch?: WebhookPatch): Promise<void> {
    await this.#learnForgivingly();
    const before = this.#known;
    if (!before) {
      return;
    }
    const isNews = before.askedAt < at || before.askedAt > this.#options.clock.now();
    if (!isNews && patch === undefined) {
      return;
    }
    const known = before.webhooks.get(id);
    // A list that is newer than a write has its outcome already, and took it for somebody else's.
    const mine = attributedHere(this.#historyLog?.of(id) ?? [], patch ?? {}, at);
    const changes = isNews ? this.#changesOf(id, known, webhook, at, patch) : [];
    const webhooks = new Map(before.webhooks);
    if (webhook) {
      webhooks.set(id, webhook);
    } else {
      webhooks.delete(id);
    }
    const list = isNews ? { ...before, webhooks, askedAt: at, loadedAt: at } : before;
    await this.#share(list, [...mine.map((change) => ({ webhookId: id, change })), ...changes]);
  }

  /** What cannot be read now is no reason not to tell what is new. */
  async #learnForgivingly(): Promise<void> {
    try {
      const ids = await this.#learn();
      this.#publishHistories(ids);
    } catch (error) {
      this.#noteFault(error);
    }
  }

  #changesOf(
    id: string,
    before: Webhook | undefined,
    after: Webhook | undefined,
    at: number,
    patch?: WebhookPatch,
  ): readonly LoggedChange[] {
    if (!after || before === after) {
      return [];
    }
    const changes = before
      ? changesBetween(before, after, at, (field) => patch?.[field] !== undefined)
      : changesAtFirstSight(after, this.#historyLog?.of(id) ?? [], at);
    return changes.map((change) => ({ webhookId: id, change }));
  }

  /** First the history, then the list: after a crash between them, the same changes are found again, and count once. */
  async #share(list: SharedList, changes: readonly LoggedChange[]): Promise<void> {
    this.#known = list;
    try {
      if (changes.length > 0) {
        this.#publishHistories((await this.#historyLog?.append(changes)) ?? []);
      }
      await this.#file?.write(list);
      this.#faults.clear();
    } finally {
      this.#apply(changes.map(({ webhookId }) => webhookId));
    }
  }

  #publishHistories(ids: readonly string[]): void {
    const { account, histories } = this.#options;
    if (this.#historyLog && !this.#ending.signal.aborted) {
      histories.set(account.id, this.#historyLog.histories, ids);
    }
  }

  /** Shows what is known, and tells what is new in it. */
  #apply(ids: readonly string[]): void {
    if (this.#ending.signal.aborted) {
      return;
    }
    const { store, clock, attention, settings, claimDelayMs } = this.#options;
    this.#publishHistories(ids);
    const list = this.#known;
    // Where nothing could be read, what an earlier session read is no news.
    if (list && (store.state.kind === 'ready' || list.askedAt >= this.#startedAt)) {
      store.adopt(list);
    }
    const untold = this.#untold();
    if (this.#isFirst || !settings.isNotifying) {
      untold.forEach((one) => this.#settledIncidents.add(keyOf(one)));
      this.#isFirst &&= store.state.kind !== 'ready';
    } else if (untold.length > 0) {
      const delay = attention.isFocused ? claimDelayMs : claimDelayMs + UNFOCUSED_DELAY_MS;
      this.#claiming ??= clock.after(delay, () => {
        this.#claiming = undefined;
        void this.#enqueue(() => this.#claim());
      });
    }
  }

  #untold(): readonly Incident[] {
    const incidents: Incident[] = [];
    for (const [id, webhook] of this.#known?.webhooks ?? []) {
      const incident = incidentOf(webhook, this.#historyLog?.of(id) ?? []);
      if (incident && !this.#settledIncidents.has(keyOf(incident))) {
        incidents.push(incident);
      }
    }
    return incidents;
  }

  /** Tells what no other window tells: whoever makes an incident's marker does. */
  async #claim(): Promise<void> {
    await this.#learnForgivingly();
    if (!this.#options.settings.isNotifying) {
      return;
    }
    const mine: Incident[] = [];
    for (const incident of this.#untold()) {
      this.#settledIncidents.add(keyOf(incident));
      if (!this.#announced.has(incident.id) && (await this.#isMine(incident))) {
        mine.push(incident);
      }
      this.#announced.add(incident.id);
    }
    if (mine.length > 0 && !this.#ending.signal.aborted) {
      this.#options.announce(mine);
    }
  }

  async #isMine({ id }: Incident): Promise<boolean> {
    const name = createHash('sha256').update(id).digest('hex').slice(0, 32);
    try {
      return await createOnce(join(this.#folder, `told-${name}`));
    } catch (error) {
      // Without a disk each window is alone.
      this.#noteFault(error);
      return true;
    }
  }

  async #tidy(): Promise<void> {
    const { log } = this.#options;
    this.#publishHistories((await this.#historyLog?.read()) ?? []);
    if (this.#historyLog && this.#historyLog.unreadable > 0) {
      log.warn(
        `${this.#historyLog.unreadable} lines of the history could not be read; they stay where they are`,
      );
    }
    await this.#historyLog?.tidy((id) => this.#known?.webhooks.has(id) ?? true);
  }
}

function keyOf({ id, kind }: Incident): string {
  return `${kind}/${id}`;
}
