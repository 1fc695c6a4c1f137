import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Accounts } from '../../accounts/accounts.ts';
import type { createContextKeys } from '../../platform/vscode/context.ts';
import { ContextKey, View } from '../../platform/ids.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import type { Log } from '../../platform/vscode/log.ts';
import { withViewProgress } from '../../platform/vscode/progress.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import { plain } from '../../platform/text.ts';
import type { Histories } from '../../webhooks/history.ts';
import type { WebhookStore } from '../../webhooks/store.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import { type Arrangement, NO_FILTER, isEmptyFilter } from '../arrangement.ts';
import { FirstRows } from './firstRows.ts';
import { frameOf } from '../frame.ts';
import { viewMode } from '../mode.ts';
import type { TreeNode } from '../nodes.ts';
import { WebhookTree } from './provider.ts';
import type { Shown } from '../section.ts';
import { selectRow } from './select.ts';

export interface ViewParts {
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  readonly histories: Histories;
  readonly arrangement: Arrangement;
  readonly settings: Settings;
  readonly log: Log;
  readonly setContext: ReturnType<typeof createContextKeys>;
  /** Loads, ahead of the first list, what it needs. */
  readonly prepare: () => Promise<void>;
}

const STATUS_MS = 5_000;

/** The view "Webhooks": which accounts it shows, its texts around the rows, and its badge. */
export class WebhookView implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #parts: ViewParts;
  readonly #visibility = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #tree: WebhookTree;
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #firstRows: FirstRows;
  #shown: readonly Shown[] = [];
  /** Whether the first rows are on their way, with all that stands around them. */
  #isOpening = false;

  /** The view came on screen or went away. */
  readonly onDidChangeVisibility: vscode.Event<void> = this.#visibility.event;

  constructor(parts: ViewParts) {
    const { accounts, stores, histories, arrangement, settings } = parts;
    this.#parts = parts;
    this.#tree = this.#disposables.add(
      new WebhookTree({
        arrangement,
        histories,
        language: vscode.env.language,
        hasProxy: () => settings.hasProxy,
      }),
    );
    this.#firstRows = this.#disposables.add(new FirstRows(this.#tree));
    this.#view = this.#disposables.add(
      vscode.window.createTreeView(View.webhooks, {
        treeDataProvider: this.#firstRows,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.#disposables.add(
      this.#view.onDidChangeVisibility(() => {
        this.#visibility.fire();
        void this.#open();
      }),
    );
    this.#disposables.add(this.#tree.onDidUpdate(() => this.#paint()));
    this.#disposables.add(accounts.onDidChange(() => this.#follow()));
    this.#disposables.add(stores.onDidForget(() => this.#follow()));
    if (this.#view.visible) {
      void this.#open();
    }
  }

  /** Whether the view is on screen. */
  get isVisible(): boolean {
    return this.#view.visible;
  }

  /** The rows that are selected, for commands that come from the keyboard. */
  get selection(): readonly TreeNode[] {
    return this.#view.selection;
  }

  /**
   * Shows the row of a known webhook and selects it; of the current account, unless another one is named. A filter that
   * hides it is cleared, and the status bar says so.
   */
  async reveal(id: string, accountId = this.#parts.accounts.current?.id): Promise<void> {
    const node = accountId === undefined ? undefined : this.#tree.nodeOf(id, accountId);
    if (!node) {
      return;
    }
    if (!this.#tree.isShown(node)) {
      this.#parts.arrangement.set({ filter: NO_FILTER });
      const label = this.#tree.getTreeItem(node).label;
      const name = plain(typeof label === 'string' ? label : '', 60);
      vscode.window.setStatusBarMessage(l10n.t('The filter was cleared to show "{0}".', name), STATUS_MS);
    }
    await selectRow(this.#view, node, this.#parts.log);
  }

  /** Gets ready for somebody who is about to type a filter. */
  prepareFilter(): void {
    this.#tree.prepareFilter();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** The first time that the view is seen, its accounts are read; then the list of each, once. */
  async #open(): Promise<void> {
    if (!this.#view.visible || this.#isOpening) {
      return;
    }
    if (this.#parts.accounts.state.kind === 'unread') {
      await this.#openFirst();
    }
    await this.#loadOnce();
  }

  /** VS Code waits a moment for the first rows; what stands around them comes after them. */
  async #openFirst(): Promise<void> {
    this.#isOpening = true;
    const reading = this.#read();
    const isRead = await this.#firstRows.waitFor(reading);
    this.#isOpening = false;
    if (this.#disposables.isOver) {
      return;
    }
    this.#paint();
    await (isRead ? undefined : withViewProgress(View.webhooks, () => reading));
  }

  /** Reads the accounts and their lists. Resolves when there are rows, or why there are none. */
  async #read(): Promise<void> {
    const { accounts, stores, prepare, log } = this.#parts;
    const reading = accounts.load();
    // While the secret store is asked there is time. Whoever needs what could not be loaded says so.
    await prepare().catch(() => undefined);
    // This one's key is at hand.
    const early = accounts.environment && stores.of(accounts.environment);
    const its = early && isComing(early) ? this.#load(early) : undefined;
    this.#tree.prepare();
    try {
      await reading;
    } catch (error) {
      log.error('The accounts could not be read', error);
    }
    const lists = Promise.all([its, this.#loadAll(early)]);
    // Several accounts have rows of their own at once.
    await (this.#shown.length === 1 ? lists : undefined);
  }

  #follow(): void {
    const { accounts, stores } = this.#parts;
    this.#shown = accounts.all.map((account) => ({ account, store: stores.of(account) }));
    this.#tree.show(this.#shown, accounts.current?.id);
    if (this.#view.visible) {
      void this.#loadOnce();
    }
  }

  async #loadOnce(): Promise<void> {
    if (!this.#isOpening && this.#shown.some(({ store }) => isComing(store))) {
      await withViewProgress(View.webhooks, () => this.#loadAll());
    }
  }

  /** Resolves when every list that was not read before has been, well or badly, `but` for one. */
  async #loadAll(but?: WebhookStore): Promise<void> {
    const coming = this.#shown.filter(({ store }) => store !== but && isComing(store));
    await Promise.all(coming.map(({ store }) => this.#load(store)));
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

  /** Assigns only what differs: VS Code sends each assignment to the screen, and a message holds back the rows. */
  #paint(): void {
    if (this.#isOpening) {
      return;
    }
    const { accounts, arrangement, settings, setContext } = this.#parts;
    const { filter } = arrangement.state;
    const { counts } = this.#tree;
    const only = this.#shown.length === 1 ? this.#shown[0] : undefined;
    setContext(ContextKey.view, viewMode(accounts.state, only?.store.state, counts.shown));
    setContext(ContextKey.hasAccount, accounts.current !== undefined);
    setContext(ContextKey.filtered, !isEmptyFilter(filter));
    const telling = { hasProxy: settings.hasProxy, now: Date.now(), language: vscode.env.language };
    const { description, title, message, badge } = frameOf({ only, filter, counts }, telling);
    const view = this.#view;
    if (view.description !== description) {
      view.description = description;
    }
    if (view.title !== title) {
      view.title = title;
    }
    if ((view.message ?? '') !== message) {
      view.message = message;
    }
    if (view.badge?.value !== badge?.value) {
      view.badge = badge;
    }
  }
}

/** Whether an account has no list yet and did not fail either; a reading that somebody else began is joined. */
function isComing({ state }: WebhookStore): boolean {
  return state.kind === 'unread' || state.kind === 'loading';
}
