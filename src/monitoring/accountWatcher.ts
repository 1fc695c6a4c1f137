import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Account } from '../accounts/account.ts';
import type { SandboxQuotas } from '../accounts/sandboxQuotas.ts';
import type { Webhook } from '../api/types.ts';
import type { Clock } from '../platform/clock.ts';
import type { Disposable } from '../platform/emitter.ts';
import { codeOf } from '../platform/files.ts';
import type { Log } from '../platform/vscode/log.ts';
import type { Histories } from '../webhooks/history.ts';
import type { SharedList, StoreWrite } from '../webhooks/state.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import { changesAtFirstSight, changesBetween } from './changes.ts';
import { FollowUp } from './followUp.ts';
import { HistoryLog, type LoggedChange } from './historyLog.ts';
import { Announcements, type Incident, incidentOf } from './incidents.ts';
import { type Attention, type MonitoringSettings, Poller } from './poller.ts';
import type { NextRefresh } from './rhythm.ts';
import { SharedListFile, folderName } from './sharedList.ts';

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
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Notifies the person; each incident comes once, in one window of this machine. */
  readonly announce: (incidents: readonly Incident[]) => void;
  /** Called when {@link AccountWatcher.next} may have changed. */
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
  readonly #disposables: readonly Disposable[];
  #isDisposed = false;
  /** What all windows know, as far as this one could read it or read it itself. */
  #known: SharedList | undefined;
  #isFirst = true;
  /** Faults of the disk that were logged, and aren't again before something was written. */
  readonly #faults = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  constructor(options: AccountWatcherOptions) {
    const { account, fingerprint, store, root, quotas, clock } = options;
    const folder = join(root, folderName(account, fingerprint));
    this.#options = options;
    this.account = account;
    this.store = store;
    this.#startedAt = clock.now();
    this.#file = new SharedListFile(folder, fingerprint);
    this.#historyLog = new HistoryLog(folder, () => clock.now());
    this.#shareList();
    store.writes.forEach((write) => this.#shareWrite(write));
    void this.#enqueue(() => this.#tidy());
    this.#announcements = new Announcements({
      ...options,
      folder,
      incidents: async () => {
        await this.#enqueue(() => this.#learn());
        return this.#incidents();
      },
      onFault: (error) => this.#noteFault(error),
    });
    const poller = (this.#poller = new Poller({
      ...options,
      mode: account.mode,
      folder,
      quota: () => quotas.of(account.id),
      look: () => this.#look(),
      shared: async () => this.#work,
    }));
    const followUp = new FollowUp({
      store,
      clock,
      mayRead: () => poller.mayRead,
      onRead: (...seen) => this.#shareSeen(...seen),
    });
    this.#disposables = [
      store.onDidChange(({ cause }) => cause === 'list' && this.#shareList()),
      store.onDidWrite((write) => this.#shareWrite(write)),
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

  async #tidy(): Promise<void> {
    this.#publish(await this.#historyLog.read());
    const { unreadable } = this.#historyLog;
    if (unreadable > 0) {
      this.#options.log.warn(`${unreadable} lines of the history couldn't be read; they stay where they are`);
    }
    await this.#historyLog.tidy((id) => this.#known?.webhooks.has(id) ?? true);
  }

  /** Shows at once what another window reads or writes. Where the system reports no events, a look at focus does. */
  #watchFolder(folder: string): Disposable {
    const { clock } = this.#options;
    let watcher: FSWatcher | undefined;
    let timer: Disposable | undefined;
    void this.#enqueue(async () => {
      try {
        // A window that knows no list yet has written nothing, and must not miss what another one writes.
        await mkdir(folder, { recursive: true });
        watcher = watch(folder, { persistent: false }, (_, name) => {
          if (name === null || /^(?:list|history)-[\w.-]*\.jsonl?$/.test(name)) {
            timer?.dispose();
            timer = clock.after(FILE_EVENTS_MS, () => void this.#look());
          }
        });
        watcher.on('error', () => watcher?.close());
      } catch {
        // The disk can't be written to, or this machine has no more watchers.
      }
    });
    return {
      dispose: () => {
        watcher?.close();
        timer?.dispose();
      },
    };
  }

  /** Takes over what other windows wrote, and shows it. */
  #look(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#learn();
      this.#show();
    });
  }

  /** Takes over what other windows wrote. What can't be read now is no reason to keep back what is new here. */
  async #learn(): Promise<void> {
    try {
      const list = await this.#file.read();
      // A list that is ahead was read before the clock was set back, and is older than it says.
      const latest = this.#options.clock.now() + AHEAD_MS;
      const knownAt = this.#known?.asOf ?? 0;
      if (list && list.asOf <= latest && (list.asOf >= knownAt || knownAt > latest)) {
        this.#known = list;
      } else if (this.#known && list && knownAt <= latest) {
        // Another window that read at the same time, but earlier, wrote later.
        await this.#file.write(this.#known);
      }
      this.#publish(await this.#historyLog.read());
    } catch (error) {
      this.#noteFault(error);
    }
  }

  /** The list that the store has read. */
  #shareList(): void {
    const { state } = this.store;
    if (state.kind !== 'ready') {
      return;
    }
    const { webhooks, unreadable, askedAt, loadedAt } = state;
    void this.#enqueue(async () => {
      await new Promise<void>((resolve) => void this.#options.clock.after(WRITE_DELAY_MS, resolve));
      await this.#learn();
      const before = this.#known;
      if (this.#isKnown(before, askedAt)) {
        this.#show();
        return;
      }
      const changes = [...webhooks.values()].flatMap((webhook) =>
        this.#changesOf(before?.webhooks.get(webhook.id), webhook, loadedAt),
      );
      await this.#share({ webhooks, unreadable, askedAt, loadedAt, asOf: askedAt }, changes);
    });
  }

  #shareWrite({ id, patch, before, after, at }: StoreWrite): void {
    void this.#enqueue(async () => {
      await this.#learn();
      const list = this.#known;
      // A list that shows the write already took it for somebody else's; in the history, who did it wins.
      const changes = after ? this.#changesOf(before ?? list?.webhooks.get(id), after, at, patch) : [];
      const isInList = !list || (list.askedAt >= at && list.askedAt <= this.#options.clock.now());
      await this.#share(isInList ? list : withWebhook(list, id, after, at), changes);
    });
  }

  /** A webhook that was read by itself, asked for at `at` (Unix ms); `undefined` when it is gone. */
  #shareSeen(id: string, webhook: Webhook | undefined, at: number): void {
    void this.#enqueue(async () => {
      await this.#learn();
      const list = this.#known;
      if (!list || this.#isKnown(list, at)) {
        return;
      }
      const changes = webhook ? this.#changesOf(list.webhooks.get(id), webhook, at) : [];
      await this.#share(withWebhook(list, id, webhook, at), changes);
    });
  }

  /** Whether a list is newer than what was asked for at `at` (Unix ms). One from the future tells of another clock. */
  #isKnown(list: SharedList | undefined, at: number): boolean {
    return list !== undefined && list.asOf >= at && list.asOf <= this.#options.clock.now();
  }

  #changesOf(
    before: Webhook | undefined,
    after: Webhook,
    at: number,
    patch?: StoreWrite['patch'],
  ): readonly LoggedChange[] {
    const changes = before
      ? changesBetween(before, after, at, patch)
      : changesAtFirstSight(after, this.#historyLog.of(after.id), at);
    return changes.map((change) => ({ webhookId: after.id, change }));
  }

  /** First the history, then the list: after a crash between them, the same changes are found again, and count once. */
  async #share(list: SharedList | undefined, changes: readonly LoggedChange[]): Promise<void> {
    this.#known = list;
    let ids: readonly string[] = changes.map(({ webhookId }) => webhookId);
    try {
      if (changes.length > 0) {
        ids = await this.#historyLog.append(changes);
      }
      if (list) {
        await this.#file.write(list);
      }
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
    if (list && (this.store.state.kind === 'ready' || list.asOf >= this.#startedAt)) {
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
}

/** The list after one webhook of it was read or written at `at` (Unix ms). How fresh the others are stays as it was. */
function withWebhook(list: SharedList, id: string, webhook: Webhook | undefined, at: number): SharedList {
  const webhooks = new Map(list.webhooks);
  if (webhook) {
    webhooks.set(id, webhook);
  } else {
    webhooks.delete(id);
  }
  return { ...list, webhooks, asOf: Math.max(list.asOf, at) };
}
