import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import { isOverWithin } from '../../platform/vscode/progress.ts';
import type { Histories } from '../../webhooks/history.ts';
import { webhookKey } from '../../webhooks/webhookKey.ts';
import { AccountRows, type AccountRowsDeps, type RowsChange, type ShownAccount } from '../accountRows.ts';
import type { Arrangement } from '../arrangement.ts';
import type { DetailDraft, DetailNode, GroupNode, TreeNode, UnreadableNode, WebhookNode } from '../nodes.ts';
import { groupRow, unreadableRow } from '../rows.ts';
import { TextCache } from '../textCache.ts';
import type { Counts } from '../viewTexts.ts';
import { webhookHover } from './hover.ts';
import { detailRow, rowItem } from './items.ts';

export interface TreeDeps {
  readonly arrangement: Arrangement;
  readonly histories: Histories;
  readonly language: string;
  /** Whether VS Code sends requests through a proxy that the person named. */
  readonly hasProxy: () => boolean;
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
/** With more groups than this, all of them are closed until somebody opens one. */
const OPEN_GROUPS = 20;
/** VS Code paints the first rows within this, in ms, if nothing else is sent to the screen. */
const PAINT_MS = 100;
/** After this, in ms, VS Code is told that there are no rows yet. */
const PATIENCE_MS = 1_000;
/** From so many rows on it takes VS Code less time to ask for all of them than for each. */
const MANY_ROWS = 200;

/**
 * Turns the accounts' webhooks into rows. It only reads the stores. The webhooks of a single account stand at the top;
 * several accounts have a row each.
 */
export class WebhookTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  readonly #updated = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #deps: AccountRowsDeps;
  #accounts: readonly AccountRows[] = [];
  #currentId: string | undefined;
  /** The selected rows, when they are several. */
  #several: ReadonlySet<TreeNode> = new Set();
  /** The first rows, while they are on their way, and whether VS Code waits for them. */
  #coming: Promise<unknown> | undefined;
  #isAwaited = false;

  readonly onDidChangeTreeData = this.#changed.event;
  /** What stands around the rows may differ, such as counts. Fires after the event of the rows. */
  readonly onDidUpdate = this.#updated.event;

  constructor({ arrangement, histories, language, hasProxy }: TreeDeps) {
    this.#deps = {
      arrangement,
      histories,
      texts: new TextCache(language),
      problemContext: () => ({ hasProxy: hasProxy(), now: Date.now(), language }),
      currentId: () => this.#currentId,
      isOneOfSeveral: (node) => this.#several.has(node),
    };
    this.#disposables.add(arrangement.onDidChange(() => this.#rearrange()));
    this.#disposables.add(
      histories.onDidChange(({ accountId, webhookIds }) => {
        const rows = this.#rowsOf(accountId);
        if (rows) {
          this.#follow(rows, rows.followHistory(webhookIds));
        }
      }),
    );
  }

  /** Gets ready for rows that come soon. */
  prepare(): void {
    this.#deps.texts.prepare();
  }

  /** Gets ready for a text in the filter. */
  prepareFilter(): void {
    this.#accounts.forEach((rows) => rows.prepareFilter());
  }

  /** Shows these accounts in this order; commands without a row mean the current one. */
  show(shown: readonly ShownAccount[], currentId: string | undefined): void {
    const before = this.#accounts;
    const hadRows = this.#hasRows;
    this.#accounts = shown.map((one) => this.#accountRows(one, before));
    this.#currentId = currentId;
    before.filter((rows) => !this.#accounts.includes(rows)).forEach((rows) => rows.dispose());
    const isSame =
      before.length === shown.length && before.every((rows, index) => rows === this.#accounts[index]);
    if (isSame) {
      this.#repaintAccounts(() => false);
    } else if (hadRows || this.#hasRows) {
      this.#fire(undefined);
    }
    this.#updated.fire();
  }

  /** Marks the selected rows where they are several, for the menus. */
  select(selection: readonly TreeNode[]): void {
    const before = this.#several;
    this.#several = new Set(selection.length > 1 ? selection : []);
    const changed = [...before, ...this.#several].filter(
      (node) =>
        before.has(node) !== this.#several.has(node) &&
        node.kind === 'webhook' &&
        this.nodeOf(node.id, node.accountId) === node,
    );
    this.#repaint(changed, undefined);
  }

  /**
   * Has VS Code's first question wait for `rows`, but not for long: an empty answer, and an event when there are rows after
   * all, would cost another round trip and an empty view in between.
   *
   * @returns when VS Code has painted the rows, or was told that there are none.
   */
  async holdFirstAnswer(rows: Promise<unknown>): Promise<void> {
    this.#coming = isOverWithin(rows, PATIENCE_MS);
    const isOver = await this.#coming;
    this.#coming = undefined;
    // What is sent to the screen after the answer does not hold it up.
    await delay(isOver && this.#hasRows ? PAINT_MS : 0);
  }

  getChildren(node?: TreeNode): TreeNode[] | Promise<TreeNode[]> {
    return node === undefined && this.#coming ? this.#childrenAfter(this.#coming) : this.children(node);
  }

  /** The rows below a row, or those at the top. */
  children(node?: TreeNode): TreeNode[] {
    switch (node?.kind) {
      case undefined:
        return this.#isFlat ? (this.#accounts[0]?.children() ?? []) : this.#accounts.map((rows) => rows.node);
      case 'account':
        return this.#rowsOf(node.id)?.children() ?? [];
      case 'group':
        return this.#rowsOf(node.accountId)?.children(node) ?? [];
      case 'webhook':
        return toNodes(this.#rowsOf(node.accountId)?.details(node) ?? [], node);
      case 'unreadable':
        return [];
      case 'detail':
        return toNodes(node.details, node);
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'account':
        return undefined;
      case 'group':
      case 'unreadable':
        return this.#top(node);
      case 'webhook':
        return this.#rowsOf(node.accountId)?.groupOf(node) ?? this.#top(node);
      case 'detail':
        return node.parent;
    }
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const rows = this.#rowsOf(node.kind === 'account' ? node.id : accountIdOf(node));
    if (!rows) {
      return new vscode.TreeItem('');
    }
    switch (node.kind) {
      case 'account':
        return rowItem(node, rows.render(), Expanded);
      case 'group': {
        const isOpen = rows.groupCount <= OPEN_GROUPS;
        return rowItem(node, groupRow(node, rows.countOf(node)), isOpen ? Expanded : Collapsed);
      }
      case 'webhook': {
        const row = rows.renderWebhook(node);
        // It may go away while VS Code asks for it.
        return row ? rowItem(node, row, Collapsed) : new vscode.TreeItem('');
      }
      case 'unreadable':
        return rowItem(node, unreadableRow(node), None);
      case 'detail':
        return rowItem(node, detailRow(node), node.details.length > 0 ? Collapsed : None);
    }
  }

  /** Called when the mouse rests on a row; the hover is built only then. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const rows = node.kind === 'webhook' ? this.#rowsOf(node.accountId) : undefined;
    const webhook = node.kind === 'webhook' ? rows?.open(node.id) : undefined;
    if (rows && webhook) {
      const facts = { history: rows.history(webhook.id), mode: rows.account.mode };
      item.tooltip = webhookHover(webhook, facts, rows.context);
    }
    return item;
  }

  /** The node of a known webhook, also while the filter hides its row. */
  nodeOf(id: string, accountId: string): WebhookNode | undefined {
    return this.#rowsOf(accountId)?.nodeOf(id);
  }

  /** Whether a webhook has a row. */
  isShown({ id, accountId }: WebhookNode): boolean {
    return this.#rowsOf(accountId)?.isShown(id) === true;
  }

  /** The row that took the place of selected webhooks that are gone; `undefined` while none is. */
  neighbourOf(selection: readonly TreeNode[]): WebhookNode | undefined {
    const webhooks = selection.filter((node) => node.kind === 'webhook');
    const gone = webhooks.find(({ id, accountId }) => !this.nodeOf(id, accountId));
    return gone && this.#rowsOf(gone.accountId)?.neighbourOf(new Set(webhooks.map(({ id }) => id)));
  }

  get counts(): Counts {
    let total = 0;
    let shown = 0;
    const failing = new Set<string>();
    for (const rows of this.#accounts) {
      total += rows.total;
      shown += rows.shown;
      rows.failing.forEach((webhookId) => failing.add(webhookKey(rows.account, webhookId)));
    }
    return { total, shown, failing: failing.size };
  }

  dispose(): void {
    this.#accounts.forEach((rows) => rows.dispose());
    this.#disposables.dispose();
  }

  async #childrenAfter(coming: Promise<unknown>): Promise<TreeNode[]> {
    this.#isAwaited = true;
    await coming;
    this.#isAwaited = false;
    return this.children();
  }

  /** Asks for rows anew; for all of them without nodes. The answer that VS Code waits for has them anyway. */
  #fire(nodes: TreeNode[] | undefined): void {
    if (!this.#isAwaited) {
      this.#changed.fire(nodes);
    }
  }

  get #isFlat(): boolean {
    return this.#accounts.length <= 1;
  }

  /**
   * Whether there is anything to show. Where nothing was and nothing is, no event is sent: VS Code would hold back the
   * next one, which brings the rows, for 200 ms.
   */
  get #hasRows(): boolean {
    return !this.#isFlat || this.#accounts.some((rows) => rows.shown > 0);
  }

  #rowsOf(accountId: string): AccountRows | undefined {
    return this.#accounts.find(({ account }) => account.id === accountId);
  }

  /** The row of an account, where accounts have rows. */
  #top({ accountId }: WebhookNode | GroupNode | UnreadableNode): TreeNode | undefined {
    return this.#isFlat ? undefined : this.#rowsOf(accountId)?.node;
  }

  #accountRows(shown: ShownAccount, before: readonly AccountRows[]): AccountRows {
    const { account, store } = shown;
    const known = before.find((rows) => rows.account.id === account.id && rows.store === store);
    if (known) {
      known.account = account;
      return known;
    }
    return new AccountRows(shown, this.#deps, (rows, change) => this.#follow(rows, change));
  }

  #follow(rows: AccountRows, change: RowsChange): void {
    if (!this.#isFlat && (change === 'structure' || rows.isOutdated)) {
      // VS Code asks for everything below it, too.
      this.#fire([rows.node]);
    } else if (change === 'structure') {
      this.#fire(undefined);
    } else {
      this.#repaint(change, this.#isFlat ? undefined : rows.node);
    }
    this.#updated.fire();
  }

  /** Asks for rows that say something else; for all below `above` when they are many. */
  #repaint(nodes: readonly TreeNode[], above: TreeNode | undefined): void {
    if (nodes.length > MANY_ROWS) {
      this.#fire(above && [above]);
    } else if (nodes.length > 0) {
      this.#fire([...nodes]);
    }
  }

  #rearrange(): void {
    const moved = new Set(this.#accounts.filter((rows) => rows.rearrange()));
    if (!this.#isFlat) {
      this.#repaintAccounts((rows) => moved.has(rows));
    } else if (moved.size > 0) {
      this.#fire(undefined);
    }
    this.#updated.fire();
  }

  /** Repaints the accounts whose rows say something else than on screen, and those that are meant. */
  #repaintAccounts(isMeant: (rows: AccountRows) => boolean): void {
    const repainted = this.#isFlat ? [] : this.#accounts.filter((rows) => isMeant(rows) || rows.isOutdated);
    if (repainted.length > 0) {
      this.#fire(repainted.map(({ node }) => node));
    }
  }
}

function accountIdOf(node: Exclude<TreeNode, { kind: 'account' }>): string {
  return node.kind === 'detail' ? accountIdOf(node.parent) : node.accountId;
}

function toNodes(drafts: readonly DetailDraft[], parent: WebhookNode | DetailNode): DetailNode[] {
  return drafts.map((draft) => ({ ...draft, kind: 'detail', parent }));
}
