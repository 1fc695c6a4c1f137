import { setTimeout as delay } from 'node:timers/promises';

import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { createContextKeys } from '../../platform/vscode/context.ts';
import { ContextKey, View } from '../../platform/ids.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import type { Log } from '../../platform/vscode/log.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import { withViewProgress } from '../../platform/vscode/progress.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import { plain } from '../../platform/text.ts';
import type { Histories } from '../../webhooks/history.ts';
import { type LastList, listOf } from '../../webhooks/state.ts';
import type { WebhookStore } from '../../webhooks/store.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import type { ShownAccount } from '../accountRows.ts';
import { type Arrangement, NO_FILTER, isEmptyFilter } from '../arrangement.ts';
import type { TreeNode } from '../nodes.ts';
import { viewMode, viewTexts } from '../viewTexts.ts';
import { WebhookTree } from './provider.ts';
import type { RegisteredView } from './register.ts';

export interface ViewDeps {
  readonly registered: RegisteredView;
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  readonly histories: Histories;
  readonly arrangement: Arrangement;
  readonly settings: Settings;
  readonly log: Log;
  readonly setContext: ReturnType<typeof createContextKeys>;
  /** The last list that any window or session read for an account. */
  readonly lastKnown: (account: Account) => Promise<LastList | undefined>;
  /** Loads, ahead of the first request, what it needs. */
  readonly prepare: () => Promise<void>;
}

const STATUS_MS = 5_000;
/** Before each attempt to show a row. */
const PAUSES_MS = [0, 100, 300, 600];

/** The view "Webhooks": which accounts it shows, its texts around the rows, and its badge. */
export class WebhookView implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #deps: ViewDeps;
  readonly #visibility = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #tree: WebhookTree;
  readonly #view: vscode.TreeView<TreeNode>;
  #shown: readonly ShownAccount[] = [];
  /** Whether the first rows are on their way, with all that stands around them. */
  #isOpening = false;
  /** As VS Code last told it: its own `selection` forgets rows as soon as they are gone. */
  #selection: readonly TreeNode[] = [];
  /** Counts what was asked to be shown; only the last of it still is. */
  #reveals = 0;

  /** The view came on screen or went away. */
  readonly onDidChangeVisibility: vscode.Event<void> = this.#visibility.event;

  constructor(deps: ViewDeps) {
    const { registered, accounts, stores, histories, arrangement, settings } = deps;
    this.#deps = deps;
    const own = <T extends vscode.Disposable>(part: T): T => this.#disposables.add(part);
    const hasProxy = (): boolean => settings.hasProxy;
    this.#tree = own(new WebhookTree({ arrangement, histories, language: uiLanguage(), hasProxy }));
    this.#view = registered.view;
    registered.answerWith(this.#tree);
    own(
      this.#view.onDidChangeVisibility(() => {
        this.#visibility.fire();
        void this.#open();
      }),
    );
    own(this.#view.onDidChangeSelection(({ selection }) => this.#select(selection)));
    own(
      this.#tree.onDidUpdate(() => {
        this.#paint();
        this.#selectNeighbour();
      }),
    );
    // The tree listens first, so its rows are arranged anew by then.
    own(arrangement.onDidChange(() => this.#scrollToTop()));
    own(accounts.onDidChange(() => this.#follow()));
    own(stores.onDidForget(() => this.#follow()));
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
  async reveal(id: string, accountId = this.#deps.accounts.current?.id): Promise<void> {
    const node = accountId === undefined ? undefined : this.#tree.nodeOf(id, accountId);
    if (!node) {
      return;
    }
    if (!this.#tree.isShown(node)) {
      this.#deps.arrangement.set({ filter: NO_FILTER });
      const { label } = this.#tree.getTreeItem(node);
      const name = plain(typeof label === 'string' ? label : '', 60);
      vscode.window.setStatusBarMessage(l10n.t('Cleared the filter to show "{0}".', name), STATUS_MS);
    }
    await this.#reveal(node, { select: true, focus: true });
  }

  /** Gets ready for somebody who is about to type a filter. */
  prepareFilter(): void {
    this.#tree.prepareFilter();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #select(selection: readonly TreeNode[]): void {
    this.#selection = selection;
    this.#tree.select(selection);
  }

  /**
   * Selects the neighbour of selected rows that went away. VS Code would go on as if they were selected: its menus, for
   * example, would stay those for several rows.
   */
  #selectNeighbour(): void {
    const neighbour = this.#tree.neighbourOf(this.#selection);
    if (neighbour && this.#view.visible) {
      this.#select([neighbour]);
      void this.#reveal(neighbour, { select: true, focus: true });
    }
  }

  #scrollToTop(): void {
    const [first] = this.#tree.children();
    if (first && this.#view.visible && !this.#isOpening) {
      void this.#reveal(first, { select: false, focus: false });
    }
  }

  /**
   * Shows a row. VS Code refuses one that is being repainted, and passes over one that a view coming on screen has yet to
   * ask for, so it is tried a few times. When it can't be shown, only the log says so.
   */
  async #reveal(
    node: TreeNode,
    options: { readonly select: boolean; readonly focus: boolean },
  ): Promise<void> {
    const turn = ++this.#reveals;
    let reason: unknown;
    for (const pause of PAUSES_MS) {
      await delay(pause);
      if (turn !== this.#reveals) {
        return;
      }
      try {
        await this.#view.reveal(node, options);
        reason = undefined;
      } catch (error) {
        reason = error;
      }
      if (options.select ? this.#view.selection.includes(node) : reason === undefined) {
        return;
      }
    }
    this.#deps.log.warn('A row could not be shown', reason);
  }

  /** The first time that the view is seen, its accounts are read; then the list of each, once. */
  async #open(): Promise<void> {
    if (!this.#view.visible || this.#isOpening) {
      return;
    }
    if (this.#deps.accounts.state.kind === 'unread') {
      await this.#openFirst();
    }
    await this.#loadOnce();
  }

  /** VS Code waits a moment for the first rows; what stands around them comes after them. */
  async #openFirst(): Promise<void> {
    this.#isOpening = true;
    const known = this.#readKnown();
    // What is known goes on its way before anything is sent to Lettr.
    const lists = known.then(nextTurn).then(() => this.#loadAll());
    const hasNone = (): boolean =>
      this.#shown.length === 1 && this.#shown.every(({ store }) => !listOf(store.state));
    await this.#tree.holdFirstAnswer(known.then(() => (hasNone() ? lists : undefined)));
    this.#isOpening = false;
    if (!this.#disposables.isOver) {
      this.#paint();
      await withViewProgress(View.webhooks, () => lists);
    }
  }

  /** Reads the accounts, and of each the list that was last known. */
  async #readKnown(): Promise<void> {
    const { accounts, log } = this.#deps;
    const { environment } = accounts;
    // This one is known before the secret store answers.
    const early = environment && this.#remember(environment);
    const reading = accounts.load();
    this.#tree.prepare();
    try {
      await reading;
    } catch (error) {
      log.error('The accounts could not be read', error);
    }
    const others = accounts.all.filter(({ id }) => id !== environment?.id);
    await Promise.all([early, ...others.map((account) => this.#remember(account))]);
  }

  async #remember(account: Account): Promise<void> {
    const { lastKnown, stores, log } = this.#deps;
    try {
      const last = await lastKnown(account);
      if (last) {
        stores.of(account).remember(last);
      }
    } catch (error) {
      log.warn('The last known webhooks could not be read', error);
    }
  }

  #follow(): void {
    const { accounts, stores } = this.#deps;
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

  /** Resolves when every list that was not read before has been, well or badly. */
  async #loadAll(): Promise<void> {
    // Whoever needs what could not be loaded says so.
    await this.#deps.prepare().catch(() => undefined);
    const coming = this.#shown.filter(({ store }) => isComing(store));
    await Promise.all(coming.map((shown) => this.#load(shown)));
  }

  /** A failure shows in the view; its cause is for the log. */
  async #load({ account, store }: ShownAccount): Promise<void> {
    const { log } = this.#deps;
    if (!listOf(store.state)) {
      await this.#remember(account);
    }
    // Somebody else may have read it meanwhile.
    if (!isComing(store)) {
      return;
    }
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
    const { accounts, arrangement, settings, setContext } = this.#deps;
    const { filter } = arrangement.state;
    const { counts } = this.#tree;
    const [first, ...others] = this.#shown;
    const only =
      first && others.length === 0 ? { account: first.account, state: first.store.state } : undefined;
    setContext(ContextKey.view, viewMode(accounts.state, only?.state, counts.shown));
    const { environmentFault } = accounts;
    setContext(ContextKey.environmentFault, environmentFault ?? '');
    setContext(ContextKey.hasAccount, accounts.current !== undefined);
    setContext(ContextKey.filtered, !isEmptyFilter(filter));
    const context = { hasProxy: settings.hasProxy, now: Date.now(), language: uiLanguage() };
    const facts = { only, filter, counts, environmentFault };
    const { description, title, message, badge } = viewTexts(facts, context);
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

/** Whether an account has no fresh list yet and did not fail either; a reading that somebody else began is joined. */
function isComing({ state }: WebhookStore): boolean {
  return state.kind === 'unread' || state.kind === 'loading';
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
