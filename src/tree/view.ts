import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { tellProblem } from '../messages/problems.ts';
import { accountWords } from '../messages/words.ts';
import type { createContextKeys } from '../platform/context.ts';
import { ContextKey, View } from '../platform/ids.ts';
import { Lifetime } from '../platform/lifetime.ts';
import { withViewProgress } from '../platform/progress.ts';
import type { Log } from '../platform/log.ts';
import type { Settings } from '../platform/settings.ts';
import { healthOf } from '../webhooks/health.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import type { WebhookStores } from '../webhooks/stores.ts';
import { viewMode } from './mode.ts';
import type { TreeNode } from './nodes.ts';
import { WebhookTree } from './provider.ts';

export interface ViewParts {
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  readonly settings: Settings;
  readonly log: Log;
  readonly setContext: ReturnType<typeof createContextKeys>;
}

/** The view "Webhooks": which account it shows, its texts around the rows, and its badge. */
export class WebhookView implements vscode.Disposable {
  readonly #lifetime = new Lifetime();
  readonly #parts: ViewParts;
  readonly #tree = this.#lifetime.add(new WebhookTree(vscode.env.language));
  readonly #view: vscode.TreeView<TreeNode>;
  #account: Account | undefined;
  #store: WebhookStore | undefined;
  #following: { dispose(): void } | undefined;

  constructor(parts: ViewParts) {
    this.#parts = parts;
    this.#view = this.#lifetime.add(
      vscode.window.createTreeView(View.webhooks, {
        treeDataProvider: this.#tree,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.#lifetime.add(this.#view.onDidChangeVisibility(() => void this.#open()));
    this.#lifetime.add(parts.accounts.onDidChange(() => this.#follow()));
    this.#lifetime.add(parts.stores.onDidForget(() => this.#follow()));
    if (this.#view.visible) {
      void this.#open();
    }
  }

  /** The rows that are selected, for commands that come from the keyboard. */
  get selection(): readonly TreeNode[] {
    return this.#view.selection;
  }

  /** Shows a webhook's row and selects it, when it is on the list of the account shown. */
  async reveal(id: string): Promise<void> {
    const node = this.#tree.nodeOf(id);
    if (!node) {
      return;
    }
    try {
      await this.#view.reveal(node, { select: true, focus: true });
    } catch (error) {
      // VS Code refuses a row that is being repainted; that is no failure of what was done to the webhook.
      this.#parts.log.warn('A row could not be shown', error);
    }
  }

  dispose(): void {
    this.#following?.dispose();
    this.#lifetime.dispose();
  }

  /** The first time that the view is seen, its accounts are read; then the list of the current one, once. */
  async #open(): Promise<void> {
    if (this.#view.visible) {
      await this.#parts.accounts.load();
      this.#loadOnce();
    }
  }

  #follow(): void {
    const account = this.#parts.accounts.current;
    const store = account && this.#parts.stores.of(account);
    if (store !== this.#store) {
      this.#following?.dispose();
      this.#store = store;
      this.#following = store?.onDidChange(() => this.#paint());
      this.#tree.show(account && store && { accountId: account.id, store });
    }
    this.#account = account;
    this.#paint();
    if (this.#view.visible) {
      this.#loadOnce();
    }
  }

  #loadOnce(): void {
    const store = this.#store;
    if (store?.state.kind === 'unread') {
      void withViewProgress(View.webhooks, () => this.#load(store));
    }
  }

  /** A failure shows in the view; its cause is for the log. */
  async #load(store: WebhookStore): Promise<void> {
    const { log } = this.#parts;
    try {
      await store.load({ priority: 'background' });
      if (store.state.kind === 'failed') {
        log.warn('The webhooks could not be read', store.state.error);
      }
    } catch (error) {
      log.error('The webhooks could not be read', error);
    }
  }

  #paint(): void {
    const { accounts, setContext } = this.#parts;
    setContext(ContextKey.view, viewMode(accounts.state, this.#store?.state));
    setContext(ContextKey.hasAccount, this.#account !== undefined);
    const words = this.#account ? accountWords(this.#account) : '';
    this.#view.description = words;
    // VS Code hides the description of a view that is alone in its container, as this one usually is.
    this.#view.title = words === '' ? l10n.t('Webhooks') : l10n.t('Webhooks ({0})', words);
    this.#view.message = this.#message();
    this.#view.badge = this.#badge();
  }

  /** Only beside rows: without them VS Code shows the welcome text, and a message would hide it. */
  #message(): string {
    const state = this.#store?.state;
    if (state?.kind !== 'ready' || !state.problem || !this.#account || state.webhooks.size === 0) {
      return '';
    }
    const { text } = tellProblem(state.problem.problem, {
      accountName: this.#account.name,
      verb: 'read',
      hasProxy: this.#parts.settings.hasProxy,
      now: Date.now(),
    });
    const time = new Date(state.loadedAt).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
    return l10n.t('{0} The list is as of {1}.', text, time);
  }

  #badge(): vscode.ViewBadge | undefined {
    const now = Date.now();
    const webhooks = [...(this.#store?.webhooks.values() ?? [])];
    const value = webhooks.filter((webhook) => healthOf(webhook, now) === 'failing').length;
    if (value === 0) {
      return undefined;
    }
    const tooltip = value === 1 ? l10n.t('1 webhook is failing') : l10n.t('{0} webhooks are failing', value);
    return { value, tooltip };
  }
}
