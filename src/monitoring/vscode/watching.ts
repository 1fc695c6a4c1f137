import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import { isFailing } from '../../webhooks/health.ts';
import type { WebhookStore } from '../../webhooks/store.ts';
import type { Attention, WatchSettings } from '../attention.ts';
import { systemClock } from '../clock.ts';
import type { EarlyNews } from '../early.ts';
import { Notices } from './notices.ts';
import { forgetRecord } from '../record.ts';
import type { MonitoringParts } from './register.ts';
import { type AccountStatus, statusContent } from '../status.ts';
import { StatusBar } from './statusBar.ts';
import { forgetUnused } from '../unused.ts';
import { Watch } from '../watch.ts';

/** What watching needs besides. */
export interface WatchingParts extends MonitoringParts {
  readonly earlyNews: EarlyNews;
}

/** Watches every account whose webhooks were asked for in this window. */
export class Watching implements vscode.Disposable {
  readonly #parts: WatchingParts;
  readonly #disposables = new DisposableStore();
  readonly #notices: Notices;
  readonly #statusBar = this.#disposables.add(new StatusBar());
  readonly #attention: Attention;
  readonly #settings: WatchSettings;
  readonly #watches = new Map<string, Watch>();
  /** What the last watch of an account may still be writing. */
  readonly #endings = new Map<string, Promise<void>>();

  /** Begins, after what nobody uses any more was removed from this machine. */
  static async begin(parts: WatchingParts): Promise<Watching> {
    await forgetUnused(parts.folder, Date.now()).catch((error: unknown) =>
      parts.log.warn('What was kept of unused accounts could not be deleted', error),
    );
    return new Watching(parts);
  }

  private constructor(parts: WatchingParts) {
    const { accounts, stores, settings, allowances } = parts;
    this.#parts = parts;
    this.#attention = attentionOf(parts);
    this.#settings = watchSettings(parts);
    this.#notices = this.#disposables.add(this.#createNotices());
    this.#disposables.add(stores.onDidChange(({ account, store }) => this.#follow(account, store)));
    this.#disposables.add(stores.onDidForget(() => this.#tidy()));
    this.#disposables.add(
      accounts.onDidChange(() => {
        this.#tidy();
        this.#followKnown();
      }),
    );
    this.#disposables.add(settings.onDidChangeWatching(() => this.#paint()));
    this.#disposables.add(allowances.onDidChange(() => this.#paint()));
    this.#followKnown();
  }

  /** Ends with an account that was removed, and leaves nothing of it on this machine. */
  async forget(accountId: string): Promise<void> {
    this.#end(accountId);
    // What is being written would make the folder anew.
    await this.#endings.get(accountId);
    this.#endings.delete(accountId);
    const fault = await forgetRecord(this.#parts.folder, accountId);
    if (fault) {
      this.#parts.log.warn('What was kept of a removed account could not be deleted', fault);
    }
  }

  dispose(): void {
    [...this.#watches.keys()].forEach((id) => this.#end(id));
    this.#disposables.dispose();
  }

  /** A list may have been read before this began, and even before its account was known to be one. */
  #followKnown(): void {
    const { accounts, stores } = this.#parts;
    for (const account of accounts.all) {
      const store = stores.known(account.id);
      if (store) {
        this.#follow(account, store);
      }
    }
  }

  #follow(account: Account, store: WebhookStore): void {
    const isWatched = this.#watches.get(account.id)?.store === store;
    const isRead = store.state.kind === 'ready' || store.state.kind === 'failed';
    if (!isWatched && isRead && this.#isCurrent(account, store)) {
      this.#end(account.id);
      const { accounts, histories, folder, log } = this.#parts;
      const watch = new Watch({
        account,
        store,
        accounts,
        histories,
        folder,
        log,
        attention: this.#attention,
        settings: this.#settings,
        clock: systemClock,
        earlyNews: () => this.#parts.earlyNews.take(store),
        announce: (incidents) => this.#notices.add(account, incidents),
        onDidPlan: () => this.#paint(),
      });
      this.#watches.set(account.id, watch);
    }
    this.#paint();
  }

  /** Ends what watches a store that is not the account's any more. */
  #tidy(): void {
    for (const [id, { account, store }] of this.#watches) {
      if (!this.#isCurrent(account, store)) {
        this.#end(id);
      }
    }
    this.#paint();
  }

  #isCurrent({ id }: Account, store: WebhookStore): boolean {
    const { accounts, stores } = this.#parts;
    return stores.known(id) === store && accounts.all.some((account) => account.id === id);
  }

  #end(id: string): void {
    const watch = this.#watches.get(id);
    if (watch) {
      watch.dispose();
      this.#watches.delete(id);
      this.#endings.set(id, watch.ended());
    }
  }

  #paint(): void {
    const statuses = [...this.#watches.values()].map((watch) => this.#statusOf(watch));
    const { settings } = this.#parts;
    this.#statusBar.show(statusContent(statuses, settings.statusBar, uiLanguage()));
  }

  #statusOf({ account, store, next }: Watch): AccountStatus {
    const { accounts, allowances } = this.#parts;
    const { state } = store;
    return {
      // It may have another name by now.
      account: accounts.all.find(({ id }) => id === account.id) ?? account,
      failing: [...store.webhooks.values()]
        .filter(isFailing)
        .map(({ name }) => name)
        .toSorted((a, b) => a.localeCompare(b, uiLanguage(), { numeric: true })),
      loadedAt: state.kind === 'ready' ? state.loadedAt : undefined,
      isOutdated: state.kind === 'ready' && state.problem !== undefined,
      next,
      allowance: allowances.of(account.id),
    };
  }

  #createNotices(): Notices {
    const { accounts, stores, settings, tell } = this.#parts;
    return new Notices({
      clock: systemClock,
      tell,
      turnOff: () => settings.turnNotificationsOff(),
      hasSeveral: () => accounts.all.length > 1,
      nameOf: ({ id }, webhookId) => stores.known(id)?.webhooks.get(webhookId)?.name,
    });
  }
}

/** What this window and its view say of the person's attention. */
function attentionOf({ view }: MonitoringParts): Attention {
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

function watchSettings({ settings }: MonitoringParts): WatchSettings {
  return {
    get intervalMs() {
      const seconds = settings.refreshInterval;
      return seconds === undefined ? undefined : seconds * 1000;
    },
    get isTelling() {
      return settings.notifications === 'failures';
    },
    onDidChange: (listener) => settings.onDidChangeWatching(listener),
  };
}
