import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

import type { Account } from '../accounts/account.ts';
import type { Webhook, WebhookPatch } from '../api/types.ts';
import { codeOf } from '../platform/files.ts';
import type { Histories } from '../webhooks/history.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import { Announcements } from './announcements.ts';
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
  /** Of its key; see `Accounts.fingerprint`. */
  readonly fingerprint: string;
  readonly store: WebhookStore;
  readonly histories: Pick<Histories, 'set'>;
  /** The folder of all accounts; need not exist. */
  readonly root: string;
  readonly attention: Attention;
  readonly settings: MonitoringSettings;
  readonly quotas: Pick<SandboxQuotas, 'of' | 'onDidChange'>;
  readonly clock: Clock;
  readonly log: MonitoringLog;
  /** What came to the store before. */
  readonly startupNews: readonly StoreNews[];
  /** Notifies the person; each incident comes once, in one window of this machine. */
  readonly announce: (incidents: readonly Incident[]) => void;
  readonly onDidPlan: () => void;
}

/** Rows come on screen first: while a long list is written, the extension host can't answer VS Code. */
const WRITE_DELAY_MS = 250;
/** Other windows write in several steps; ms. */
const FILE_EVENTS_MS = 50;
/** Times of files may be ahead of the process's clock by so much, ms. */
const AHEAD_MS = 1_000;

/**
 * Everything that happens by itself for one account in this window. What the window reads and writes goes into the
 * account's folder, and what other windows put there comes into the store, the history and, once, into a notification.
 */
export class AccountWatcher {
  readonly account: Account;
  readonly store: WebhookStore;
  readonly #options: AccountWatcherOptions;
  readonly #startedAt: number;
  readonly #file: SharedListFile;
  readonly #historyLog: HistoryLog;
  readonly #announcements: Announcements;
  readonly #poller: Poller;
  readonly #disposables: readonly { dispose(): void }[];
  #isDisposed = false;
  /** What all windows know, as far as this one could read it or read it itself. */
  #known: SharedList | undefined;
  /** Unix ms of the last list of this window that was shared. */
  #sharedAt = 0;
  #isFirst = true;
  /** Faults of the disk that were logged, and aren't again before something was written. */
  readonly #faults = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  constructor(options: AccountWatcherOptions) {
    const { account, fingerprint, store, root, quotas, clock, startupNews } = options;
    const folder = join(root, folderName(account, fingerprint));
    this.#options = options;
    this.account = account;
    this.store = store;
    this.#startedAt = clock.now();
    this.#file = new SharedListFile(folder, fingerprint);
    this.#historyLog = new HistoryLog(folder, () => clock.now());
    const subscriptions = [
      store.onDidChange(({ cause }) => cause === 'read' && this.#shareRead()),
      store.onDidWrite((write) => this.#shareNews(writeNews(store, write, clock.now()))),
    ];
    if (startupNews[0]?.kind === 'write') {
      // Who wrote can only be told when there is a list to compare with.
      this.#shareRead();
    }
    startupNews.forEach((one) => this.#shareNews(one));
    this.#shareRead();
    void this.#enqueue(() => this.#tidy());
    this.#announcements = this.#createAnnouncements(folder);
    const poller = (this.#poller = this.#createPoller(folder));
    const followUp = new FollowUp({
      store,
      clock,
      mayRead: () => poller.mayRead,
      onRead: (id, webhook, askedAt) => void this.#enqueue(() => this.#shareOne(id, webhook, askedAt)),
    });
    startupNews.forEach((one) => one.kind === 'write' && followUp.note(one.write));
    this.#disposables = [
      ...subscriptions,
      poller,
      followUp,
      this.#announcements,
      quotas.onDidChange((id) => id === account.id && poller.plan()),
      this.#watchFolder(folder),
    ];
  }

  get next(): NextRefresh {
    return this.#poller.next;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#disposables.forEach((one) => one.dispose());
    this.#options.histories.set(this.account.id, new Map(), []);
  }

  /** Resolves when everything that was begun is on disk; after {@link dispose} nothing more is written then. */
  async settled(): Promise<void> {
    await this.#work;
    await this.#poller.settled();
    await this.#announcements.settled();
  }

  #createAnnouncements(folder: string): Announcements {
    return new Announcements({
      ...this.#options,
      folder,
      incidents: async () => {
        await this.#enqueue(() => this.#learn());
        return this.#incidents();
      },
      onFault: (error) => this.#noteFault(error),
    });
  }

  #createPoller(folder: string): Poller {
    const { account, quotas } = this.#options;
    return new Poller({
      ...this.#options,
      mode: account.mode,
      folder,
      quota: () => quotas.of(account.id),
      look: () => this.#enqueue(() => this.#look()),
      shared: async () => this.#work,
    });
  }

  /** Shows at once what another window reads or writes. Where the system reports no events, a look at focus does. */
  #watchFolder(folder: string): { dispose(): void } {
    const { clock } = this.#options;
    let watcher: FSWatcher | undefined;
    let timer: { dispose(): void } | undefined;
    // The folder exists once something was written.
    void this.#enqueue(async () => {
      try {
        watcher = watch(folder, { persistent: false }, (_, name) => {
          if (name === null || /^(?:list|history)-[\w.-]*\.jsonl?$/.test(name)) {
            timer?.dispose();
            timer = clock.after(FILE_EVENTS_MS, () => void this.#enqueue(() => this.#look()));
          }
        });
        watcher.on('error', () => watcher?.close());
      } catch {
        // No folder, or no more watchers on this machine.
      }
    });
    return {
      dispose: () => {
        watcher?.close();
        timer?.dispose();
      },
    };
  }

  #shareRead(): void {
    const list = listOf(this.store);
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
        await new Promise<void>((resolve) => void this.#options.clock.after(WRITE_DELAY_MS, resolve));
        await this.#shareList(news.list);
      });
    }
  }

  /** Does work with the folder, one after the other. Never rejects: what this window knows goes on in memory. */
  #enqueue(work: () => Promise<unknown>): Promise<void> {
    this.#work = this.#work.then(async () => {
      try {
        await (this.#isDisposed ? undefined : work());
      } catch (error) {
        this.#noteFault(error);
      }
    });
    return this.#work;
  }

  #noteFault(error: unknown): void {
    const fault = codeOf(error) ?? String(error);
    if (!this.#faults.has(fault)) {
      this.#faults.add(fault);
      this.#options.log.warn(`Webhooks and their history couldn't be shared with other windows: ${fault}`);
    }
  }

  /** Takes over what other windows wrote, and shows it. */
  async #look(): Promise<void> {
    await this.#learn();
    this.#show();
  }

  /** Takes over what other windows wrote. What can't be read now is no reason to keep back what is new here. */
  async #learn(): Promise<void> {
    try {
      const list = await this.#file.read();
      // A list that is ahead was read before the clock was set back, and is older than it says.
      const latest = this.#options.clock.now() + AHEAD_MS;
      const knownAt = this.#known?.askedAt ?? 0;
      if (list && list.askedAt <= latest && (list.askedAt >= knownAt || knownAt > latest)) {
        this.#known = list;
      }
      this.#publish(await this.#historyLog.read());
    } catch (error) {
      this.#noteFault(error);
    }
  }

  async #shareList(list: SharedList): Promise<void> {
    await this.#learn();
    const before = this.#known;
    if (before && before.askedAt >= list.askedAt && before.askedAt <= this.#options.clock.now()) {
      this.#show();
      return;
    }
    const changes = [...list.webhooks].flatMap(([id, webhook]) =>
      this.#changesOf(before?.webhooks.get(id), webhook, list.loadedAt),
    );
    await this.#share(list, changes);
  }

  /** Of one webhook that was read or written by itself at `at` (Unix ms); `undefined` when it is gone. */
  async #shareOne(id: string, webhook: Webhook | undefined, at: number, patch?: WebhookPatch): Promise<void> {
    await this.#learn();
    const before = this.#known;
    if (!before) {
      return;
    }
    const isNews = before.askedAt < at || before.askedAt > this.#options.clock.now();
    if (!isNews && patch === undefined) {
      return;
    }
    // A list that is newer than a write has its outcome already, and took it for somebody else's.
    const mine = attributedHere(this.#historyLog.of(id), patch ?? {}, at).map((change) => ({
      webhookId: id,
      change,
    }));
    if (!isNews) {
      await this.#share(before, mine);
      return;
    }
    const changes = webhook ? this.#changesOf(before.webhooks.get(id), webhook, at, patch) : [];
    const webhooks = new Map(before.webhooks);
    if (webhook) {
      webhooks.set(id, webhook);
    } else {
      webhooks.delete(id);
    }
    await this.#share({ ...before, webhooks, askedAt: at, loadedAt: at }, [...mine, ...changes]);
  }

  #changesOf(
    before: Webhook | undefined,
    after: Webhook,
    at: number,
    patch?: WebhookPatch,
  ): readonly LoggedChange[] {
    const changes = before
      ? changesBetween(before, after, at, (field) => patch?.[field] !== undefined)
      : changesAtFirstSight(after, this.#historyLog.of(after.id), at);
    return changes.map((change) => ({ webhookId: after.id, change }));
  }

  /** First the history, then the list: after a crash between them, the same changes are found again, and count once. */
  async #share(list: SharedList, changes: readonly LoggedChange[]): Promise<void> {
    this.#known = list;
    let ids: readonly string[] = changes.map(({ webhookId }) => webhookId);
    try {
      if (changes.length > 0) {
        ids = await this.#historyLog.append(changes);
      }
      await this.#file.write(list);
      this.#faults.clear();
    } catch (error) {
      this.#noteFault(error);
    }
    this.#publish(ids);
    this.#show();
  }

  /** @param ids the webhooks whose history changed. */
  #publish(ids: readonly string[]): void {
    if (!this.#isDisposed) {
      this.#options.histories.set(this.account.id, this.#historyLog.histories, ids);
    }
  }

  /** Shows what is known, and announces what is new in it. */
  #show(): void {
    if (this.#isDisposed) {
      return;
    }
    const list = this.#known;
    // Where nothing could be read, what an earlier session read is no news.
    if (list && (this.store.state.kind === 'ready' || list.askedAt >= this.#startedAt)) {
      this.store.adopt(list);
    }
    if (this.#isFirst) {
      this.#announcements.skip(this.#incidents());
      this.#isFirst = this.store.state.kind !== 'ready';
    } else {
      this.#announcements.note(this.#incidents());
    }
  }

  #incidents(): readonly Incident[] {
    const webhooks = [...(this.#known?.webhooks.values() ?? [])];
    return webhooks.flatMap((webhook) => incidentOf(webhook, this.#historyLog.of(webhook.id)) ?? []);
  }

  async #tidy(): Promise<void> {
    this.#publish(await this.#historyLog.read());
    const { unreadable } = this.#historyLog;
    if (unreadable > 0) {
      this.#options.log.warn(`${unreadable} lines of the history couldn't be read; they stay where they are`);
    }
    await this.#historyLog.tidy((id) => this.#known?.webhooks.has(id) ?? true);
  }
}
