import * as vscode from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import type { Histories } from '../../webhooks/history.ts';
import type { Arrangement } from '../arrangement.ts';
import { Branch, type BranchParts } from '../branch.ts';
import { webhookHover } from './hover.ts';
import { accountItem, detailItem, groupItem, webhookItem } from './items.ts';
import {
  type DetailDraft,
  type DetailNode,
  type GroupNode,
  type TreeNode,
  type WebhookNode,
  groupRow,
} from '../nodes.ts';
import { Phrases } from '../phrases.ts';
import { type RowsChange, Section, type SectionParts, type Shown } from '../section.ts';

export interface TreeParts {
  readonly arrangement: Arrangement;
  readonly histories: Histories;
  readonly language: string;
  /** Whether VS Code sends requests through a proxy that the person named. */
  readonly hasProxy: () => boolean;
}

/** With more groups than this, all of them are closed until somebody opens one. */
const OPEN_GROUPS = 20;

/**
 * Turns the accounts' webhooks into rows. It only reads the stores. The webhooks of a single account stand at the top;
 * several accounts have a row each.
 */
export class WebhookTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  readonly #updated = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #sectionParts: SectionParts;
  readonly #branchParts: BranchParts;
  #branches: readonly Branch[] = [];
  #currentId: string | undefined;

  readonly onDidChangeTreeData = this.#changed.event;
  /** What stands around the rows may differ, such as counts. Told after the event of the rows. */
  readonly onDidUpdate = this.#updated.event;

  constructor(parts: TreeParts) {
    const { arrangement, histories, language, hasProxy } = parts;
    this.#sectionParts = { arrangement, histories, phrases: new Phrases(language) };
    this.#branchParts = {
      arrangement,
      telling: () => ({ hasProxy: hasProxy(), now: Date.now(), language }),
      currentId: () => this.#currentId,
    };
    this.#disposables.add(arrangement.onDidChange(() => this.#rearrange()));
    this.#disposables.add(
      histories.onDidChange((accountId, ids) => {
        const branch = this.#branch(accountId);
        this.#tell(branch, branch?.section.followHistory(ids) ?? []);
      }),
    );
  }

  /** Gets ready for rows that come soon. */
  prepare(): void {
    this.#sectionParts.phrases.prepare();
  }

  /** Gets ready for a text in the filter. */
  prepareFilter(): void {
    this.#branches.forEach(({ section }) => section.prepareFilter());
  }

  /** Shows these accounts in this order; commands without a row mean the current one. */
  show(shown: readonly Shown[], currentId: string | undefined): void {
    const before = this.#branches;
    const hadRows = this.#hasRows;
    this.#branches = shown.map((one) => this.#grow(one, before));
    this.#currentId = currentId;
    before.filter((branch) => !this.#branches.includes(branch)).forEach((branch) => branch.dispose());
    const isSame =
      before.length === shown.length && before.every((branch, index) => branch === this.#branches[index]);
    if (isSame) {
      this.#repaintAccounts(() => false);
    } else if (hadRows || this.#hasRows) {
      this.#changed.fire(undefined);
    }
    this.#updated.fire();
  }

  getChildren(node?: TreeNode): TreeNode[] {
    switch (node?.kind) {
      case undefined:
        return this.#isFlat
          ? (this.#branches[0]?.section.children() ?? [])
          : this.#branches.map(({ section }) => section.node);
      case 'account':
        return this.#branch(node.id)?.section.children() ?? [];
      case 'group':
        return this.#branch(node.accountId)?.section.children(node) ?? [];
      case 'webhook':
        return toNodes(this.#branch(node.accountId)?.section.details(node) ?? [], node);
      case 'detail':
        return toNodes(node.details, node);
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'account':
        return undefined;
      case 'group':
        return this.#top(node);
      case 'webhook':
        return this.#branch(node.accountId)?.section.groupOf(node) ?? this.#top(node);
      case 'detail':
        return node.parent;
    }
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'account': {
        const branch = this.#branch(node.id);
        return branch ? accountItem(node, branch.paint()) : new vscode.TreeItem('');
      }
      case 'group': {
        const section = this.#branch(node.accountId)?.section;
        const isOpen = (section?.structure.groups?.size ?? 0) <= OPEN_GROUPS;
        return groupItem(node, groupRow(node, section?.countOf(node) ?? 0), isOpen);
      }
      case 'webhook':
        return webhookItem(node, this.#branch(node.accountId)?.section.row(node));
      case 'detail':
        return detailItem(node);
    }
  }

  /** Called when the mouse rests on a row; the hover is built only then. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const section = node.kind === 'webhook' ? this.#branch(node.accountId)?.section : undefined;
    const hovered = node.kind === 'webhook' ? section?.hovered(node.id) : undefined;
    if (section && hovered) {
      item.tooltip = webhookHover(hovered.webhook, hovered.history, section.reading());
    }
    return item;
  }

  /** The node of a known webhook, also while the filter hides its row. */
  nodeOf(id: string, accountId: string): WebhookNode | undefined {
    return this.#branch(accountId)?.section.nodeOf(id);
  }

  /** Whether a webhook has a row. */
  isShown({ id, accountId }: WebhookNode): boolean {
    return this.#branch(accountId)?.section.isShown(id) === true;
  }

  /** How many webhooks are known, how many of them have rows, and how many enabled ones fail. */
  get counts(): { readonly total: number; readonly shown: number; readonly failing: number } {
    const counts = { total: 0, shown: 0, failing: 0 };
    for (const { section } of this.#branches) {
      counts.total += section.store.webhooks.size;
      counts.shown += section.structure.shown;
      counts.failing += section.failing;
    }
    return counts;
  }

  dispose(): void {
    this.#branches.forEach((branch) => branch.dispose());
    this.#disposables.dispose();
  }

  get #isFlat(): boolean {
    return this.#branches.length <= 1;
  }

  /**
   * Whether there is anything to show. Where nothing was and nothing is, no event is sent: VS Code would hold back the
   * next one, which brings the rows, for 200 ms.
   */
  get #hasRows(): boolean {
    return !this.#isFlat || this.#branches.some(({ section }) => section.hasRows);
  }

  #branch(accountId: string): Branch | undefined {
    return this.#branches.find(({ account }) => account.id === accountId);
  }

  /** The row of an account, where accounts have rows. */
  #top({ accountId }: WebhookNode | GroupNode): TreeNode | undefined {
    return this.#isFlat ? undefined : this.#branch(accountId)?.section.node;
  }

  #grow(shown: Shown, before: readonly Branch[]): Branch {
    const { account, store } = shown;
    const known = before.find(({ section }) => section.node.id === account.id && section.store === store);
    if (known) {
      known.account = account;
      return known;
    }
    const section = new Section(shown, this.#sectionParts);
    const following = store.onDidChange((change) =>
      this.#tell(this.#branch(account.id), section.follow(change)),
    );
    return new Branch(account, section, this.#branchParts, following);
  }

  #tell(branch: Branch | undefined, change: RowsChange): void {
    if (!branch) {
      return;
    }
    if (!this.#isFlat && (change === 'structure' || branch.isOutdated)) {
      // VS Code asks for everything below it, too.
      this.#changed.fire([branch.section.node]);
    } else if (change === 'structure') {
      this.#changed.fire(undefined);
    } else if (change.length > 0) {
      this.#changed.fire([...change]);
    }
    this.#updated.fire();
  }

  #rearrange(): void {
    const moved = new Set(this.#branches.filter(({ section }) => section.rearrange()));
    if (!this.#isFlat) {
      this.#repaintAccounts((branch) => moved.has(branch));
    } else if (moved.size > 0) {
      this.#changed.fire(undefined);
    }
    this.#updated.fire();
  }

  /** Repaints the accounts whose rows say something else than on screen, and those that are meant. */
  #repaintAccounts(isMeant: (branch: Branch) => boolean): void {
    const repainted = this.#isFlat
      ? []
      : this.#branches.filter((branch) => isMeant(branch) || branch.isOutdated);
    if (repainted.length > 0) {
      this.#changed.fire(repainted.map(({ section }) => section.node));
    }
  }
}

function toNodes(drafts: readonly DetailDraft[], parent: WebhookNode | DetailNode): DetailNode[] {
  return drafts.map((draft) => ({ ...draft, kind: 'detail', parent }));
}
