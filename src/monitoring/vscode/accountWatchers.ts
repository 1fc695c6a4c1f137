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
import type { TroubledWebhook } from '../notificationText.ts';
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

/** Watches every account whose webhooks were asked for in this window. */
export class AccountWatchers implements vscode.Disposable {
  readonly #deps: AccountWatchersDeps;
  readonly #disposables = new DisposableStore();
  readonly #notifications: Notifications;
  readonly #statusBar = this.#disposables.add(new StatusBar(() => this.#openFailing()));
  readonly #attention: Attention;
  /** The store that is followed for each account; its watcher begins once the key is known. */
  readonly #followed = new Map<string, WebhookStore>();
  readonly #watchers = new Map<string, AccountWatcher>();
  /** What the last watcher of an account may still be writing. */
  readonly #endings = new Map<string, Promise<void>>();

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
    this.#disposables.add(stores.onDidChange(({ account, store }) => this.#follow(account, store)));
    this.#disposables.add(stores.onDidForget(() => this.#tidy()));
    this.#disposables.add(
      accounts.onDidChange(() => {
        this.#tidy();
        this.#followKnown();
      }),
    );
    this.#disposables.add(settings.onDidChangeWatching(() => this.#paint()));
    this.#disposables.add(quotas.onDidChange(() => this.#paint()));
    this.#followKnown();
  }

  /** Stops watching an account that was removed, and deletes what was kept of it. */
  async forget(accountId: string): Promise<void> {
    this.#end(accountId);
    // What is being written would create the folder again.
    await this.#endings.get(accountId);
    this.#endings.delete(accountId);
    const folder = join(this.#deps.root, folderName({ id: accountId, source: 'stored' }, ''));
    await forgetFolder(folder).catch((error: unknown) =>
      this.#deps.log.warn("What was kept of a removed account couldn't be deleted", error),
    );
  }

  dispose(): void {
    [...this.#followed.keys()].forEach((id) => this.#end(id));
    this.#disposables.dispose();
  }

  /** A list may have been read before monitoring started, and even before its account was known. */
  #followKnown(): void {
    const { accounts, stores } = this.#deps;
    for (const account of accounts.all) {
      const store = stores.known(account.id);
      if (store) {
        this.#follow(account, store);
      }
    }
  }

  #follow(account: Account, store: WebhookStore): void {
    const isRead = store.state.kind === 'ready' || store.state.kind === 'failed';
    if (isRead && this.#followed.get(account.id) !== store && this.#isCurrent(account.id, store)) {
      this.#end(account.id);
      this.#followed.set(account.id, store);
      this.#watch(account, store).catch((error: unknown) =>
        this.#deps.log.error("An account couldn't be watched", error),
      );
    }
    this.#paint();
  }

  async #watch(account: Account, store: WebhookStore): Promise<void> {
    const fingerprint = await this.#deps.accounts.fingerprint(account);
    if (fingerprint === undefined || this.#followed.get(account.id) !== store) {
      return;
    }
    const watcher = new AccountWatcher({
      ...this.#deps,
      account,
      fingerprint,
      store,
      attention: this.#attention,
      clock: systemClock,
      announce: (incidents) => this.#notifications.add(account, incidents),
      onDidPlan: () => this.#paint(),
    });
    this.#watchers.set(account.id, watcher);
    this.#paint();
  }

  /** Stops watching the stores of removed accounts. */
  #tidy(): void {
    for (const [id, store] of this.#followed) {
      if (!this.#isCurrent(id, store)) {
        this.#end(id);
      }
    }
    this.#paint();
  }

  #isCurrent(id: string, store: WebhookStore): boolean {
    const { accounts, stores } = this.#deps;
    return stores.known(id) === store && accounts.all.some((account) => account.id === id);
  }

  #end(id: string): void {
    this.#followed.delete(id);
    const watcher = this.#watchers.get(id);
    if (watcher) {
      watcher.dispose();
      this.#watchers.delete(id);
      this.#endings.set(id, watcher.settled());
    }
  }

  #paint(): void {
    const statuses = [...this.#watchers.values()].map((watcher) => this.#statusOf(watcher));
    const { settings } = this.#deps;
    this.#statusBar.show(statusContent(statuses, settings.statusBar, uiLanguage()));
  }

  #statusOf({ account, store, next }: AccountWatcher): AccountStatus {
    const { accounts, quotas } = this.#deps;
    const { state } = store;
    return {
      // It may have another name by now.
      account: accounts.all.find(({ id }) => id === account.id) ?? account,
      failing: byName([...store.webhooks.values()].filter(isFailing)),
      loadedAt: state.kind === 'ready' ? state.loadedAt : undefined,
      isOutdated: state.kind === 'ready' && state.problem !== undefined,
      next,
      quota: quotas.of(account.id),
    };
  }

  /** Lists what fails, and opens the reason; with nothing to list, the view. */
  async #openFailing(): Promise<void> {
    const failing = new Map<string, TroubledWebhook>();
    for (const { account, store } of this.#watchers.values()) {
      for (const { id, name, lastFailureAt } of [...store.webhooks.values()].filter(isFailing)) {
        failing.set(webhookKey(account, id), { account, id, name, kind: 'failing', lastFailureAt });
      }
    }
    await (failing.size > 0
      ? pickAndExplain(byName([...failing.values()]))
      : vscode.commands.executeCommand(`${View.webhooks}.focus`));
  }
}

function byName<T extends Pick<Webhook, 'name'>>(webhooks: readonly T[]): readonly T[] {
  return webhooks.toSorted((a, b) => a.name.localeCompare(b.name, uiLanguage(), { numeric: true }));
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
