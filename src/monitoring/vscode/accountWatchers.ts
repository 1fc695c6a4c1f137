import { join } from 'node:path';

import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { SandboxQuotas } from '../../accounts/sandboxQuotas.ts';
import type { Webhook } from '../../api/types.ts';
import { systemClock } from '../../platform/clock.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import { View } from '../../platform/ids.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { Log } from '../../platform/vscode/log.ts';
import { isFailing } from '../../webhooks/health.ts';
import type { Histories } from '../../webhooks/history.ts';
import type { WebhookStore } from '../../webhooks/store.ts';
import { webhookKey } from '../../webhooks/webhookKey.ts';
import { AccountWatcher } from '../accountWatcher.ts';
import type { Attention } from '../poller.ts';
import { forgetFolder, forgetUnused } from '../retention.ts';
import { folderName } from '../sharedList.ts';
import { type AccountStatus, statusContent } from '../status.ts';
import { Notifications, type NotificationsDeps, pickAndExplain } from './notifications.ts';
import { StatusBar } from './statusBar.ts';

export interface AccountWatchersDeps extends NotificationsDeps {
  readonly histories: Histories;
  readonly quotas: SandboxQuotas;
  readonly view: { readonly isVisible: boolean; readonly onDidChangeVisibility: vscode.Event<void> };
  /** The folder of all accounts; need not exist. */
  readonly root: string;
  readonly log: Log;
}

interface WatchedAccount {
  readonly store: WebhookStore;
  /** Begins once the account's key is known. */
  watcher?: AccountWatcher;
}

/** Watches every account whose webhooks were asked for in this window. */
export class AccountWatchers implements vscode.Disposable {
  readonly #deps: AccountWatchersDeps;
  readonly #disposables = new DisposableStore();
  readonly #notifications: Notifications;
  readonly #statusBar = this.#disposables.add(new StatusBar(() => this.#openFailing()));
  readonly #attention: Attention;
  /** By the account's ID. */
  readonly #watched = new Map<string, WatchedAccount>();
  /** What watchers that ended may still be writing. */
  #endings: Promise<unknown> = Promise.resolve();

  /** Removes what belongs to accounts that aren't used any more, then starts. */
  static async begin(deps: AccountWatchersDeps): Promise<AccountWatchers> {
    await forgetUnused(deps.root, Date.now()).catch((error: unknown) =>
      deps.log.warn("What was kept of unused accounts couldn't be deleted", error),
    );
    return new AccountWatchers(deps);
  }

  private constructor(deps: AccountWatchersDeps) {
    const { accounts, stores, settings, quotas } = deps;
    this.#deps = deps;
    this.#attention = attentionOf(deps);
    this.#notifications = this.#disposables.add(new Notifications(deps));
    this.#disposables.add(stores.onDidChange(() => this.#follow()));
    this.#disposables.add(stores.onDidForget(() => this.#follow()));
    this.#disposables.add(accounts.onDidChange(() => this.#follow()));
    this.#disposables.add(settings.onDidChangeWatching(() => this.#paint()));
    this.#disposables.add(quotas.onDidChange(() => this.#paint()));
    this.#follow();
  }

  /** Stops watching an account that was removed, and deletes what was kept of it. */
  async forget(accountId: string): Promise<void> {
    this.#end(accountId);
    // What is being written would create the folder again.
    await this.#endings;
    const folder = join(this.#deps.root, folderName({ id: accountId, source: 'stored' }, ''));
    await forgetFolder(folder).catch((error: unknown) =>
      this.#deps.log.warn("What was kept of a removed account couldn't be deleted", error),
    );
  }

  dispose(): void {
    [...this.#watched.keys()].forEach((id) => this.#end(id));
    this.#disposables.dispose();
  }

  /**
   * Watches the accounts that there are and whose lists were read. A list may have been read before monitoring started,
   * and even before its account was known.
   */
  #follow(): void {
    const { accounts, stores } = this.#deps;
    const ids = new Set(accounts.all.map(({ id }) => id));
    for (const [id, { store }] of this.#watched) {
      if (!ids.has(id) || stores.known(id) !== store) {
        this.#end(id);
      }
    }
    for (const account of accounts.all) {
      const store = stores.known(account.id);
      const isRead = store?.state.kind === 'ready' || store?.state.kind === 'failed';
      if (store && isRead && !this.#watched.has(account.id)) {
        this.#watch(account, store).catch((error: unknown) =>
          this.#deps.log.error("An account couldn't be watched", error),
        );
      }
    }
    this.#paint();
  }

  async #watch(account: Account, store: WebhookStore): Promise<void> {
    const watched: WatchedAccount = { store };
    this.#watched.set(account.id, watched);
    const fingerprint = await this.#deps.accounts.fingerprint(account);
    if (fingerprint === undefined || this.#watched.get(account.id) !== watched) {
      return;
    }
    watched.watcher = new AccountWatcher({
      ...this.#deps,
      account,
      fingerprint,
      store,
      attention: this.#attention,
      clock: systemClock,
      announce: (incidents) => this.#notifications.add(account, incidents),
      onDidPlan: () => this.#paint(),
    });
    this.#paint();
  }

  #end(id: string): void {
    const watcher = this.#watched.get(id)?.watcher;
    this.#watched.delete(id);
    if (watcher) {
      watcher.dispose();
      this.#endings = Promise.all([this.#endings, watcher.settled()]);
    }
  }

  #paint(): void {
    const { settings } = this.#deps;
    this.#statusBar.show(statusContent(this.#statuses(), settings.statusBar, uiLanguage()));
  }

  #statuses(): readonly AccountStatus[] {
    return [...this.#watched.values()].flatMap(({ watcher }) => (watcher ? this.#statusOf(watcher) : []));
  }

  #statusOf({ account, store, next }: AccountWatcher): AccountStatus {
    const { accounts, quotas } = this.#deps;
    const { state } = store;
    return {
      // It may have another name by now.
      account: accounts.all.find(({ id }) => id === account.id) ?? account,
      failing: [...store.webhooks.values()].filter(isFailing).toSorted(byName),
      loadedAt: state.kind === 'ready' ? state.loadedAt : undefined,
      isOutdated: state.kind === 'ready' && state.problem !== undefined,
      next,
      quota: quotas.of(account.id),
    };
  }

  /** Lists what fails, and opens the reason; with nothing to list, the view. */
  async #openFailing(): Promise<void> {
    const rows = this.#statuses().flatMap(({ account, failing }) =>
      failing.map(({ id, name }) => ({ account, id, name, kind: 'failing' as const })),
    );
    const webhooks = new Map(rows.map((row) => [webhookKey(row.account, row.id), row]));
    await (webhooks.size > 0
      ? pickAndExplain([...webhooks.values()].toSorted(byName))
      : vscode.commands.executeCommand(`${View.webhooks}.focus`));
  }
}

function byName(a: Pick<Webhook, 'name'>, b: Pick<Webhook, 'name'>): number {
  return a.name.localeCompare(b.name, uiLanguage(), { numeric: true });
}

/** Whether the person can see this window and its view. */
function attentionOf({ view }: AccountWatchersDeps): Attention {
  return {
    get isFocused() {
      return vscode.window.state.focused;
    },
    get isVisible() {
      return view.isVisible;
    },
    onDidChange: (listener) =>
      vscode.Disposable.from(
        vscode.window.onDidChangeWindowState(() => listener()),
        view.onDidChangeVisibility(() => listener()),
      ),
  };
}
