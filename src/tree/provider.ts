import * as vscode from 'vscode';

import type { Webhook } from '../api/types.ts';
import { Lifetime } from '../platform/lifetime.ts';
import type { StoreChange, WebhookStore } from '../webhooks/store.ts';
import { webhookHover } from './hover.ts';
import {
  type DetailDraft,
  type DetailNode,
  type Reading,
  type TreeNode,
  type WebhookNode,
  nodeId,
  webhookDetails,
  webhookRow,
} from './nodes.ts';

/** The store that the tree shows, and whose it is. */
export interface Shown {
  readonly accountId: string;
  readonly store: WebhookStore;
}

/**
 * Turns one account's webhooks into rows. It only reads the store; nodes stay the same objects, since VS Code finds a
 * row to repaint by its node.
 */
export class WebhookTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  readonly #language: string;
  #shown: Shown | undefined;
  #following: { dispose(): void } | undefined;
  #nodes = new Map<string, WebhookNode>();
  /** The words that each row shows now; they change with time alone. */
  #words = new Map<string, string>();
  /** When the list on screen was read, in Unix ms: relative times are as of then. */
  #readAt = Date.now();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(language: string) {
    this.#language = language;
  }

  /** Shows another account, or none. */
  show(shown: Shown | undefined): void {
    this.#following?.dispose();
    this.#shown = shown;
    this.#nodes = new Map();
    this.#words = new Map();
    this.#following = shown?.store.onDidChange((change) => this.#follow(change));
    const state = shown?.store.state;
    this.#readAt = state?.kind === 'ready' ? state.loadedAt : Date.now();
    this.#changed.fire(undefined);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) {
      return this.#rows();
    }
    if (node.kind === 'detail') {
      return node.details.map((draft) => toNode(draft, node));
    }
    const webhook = this.#webhook(node);
    return webhook ? webhookDetails(webhook, this.#reading()).map((draft) => toNode(draft, node)) : [];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.kind === 'detail' ? node.parent : undefined;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'webhook':
        return this.#webhookItem(node);
      case 'detail':
        return detailItem(node);
    }
  }

  /** Called when the mouse rests on a row; the hover is built only then. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const webhook = node.kind === 'webhook' ? this.#webhook(node) : undefined;
    if (webhook) {
      item.tooltip = webhookHover(webhook, this.#reading());
    }
    return item;
  }

  /** The row of a webhook on screen, to be revealed. */
  nodeOf(id: string): WebhookNode | undefined {
    const { store } = this.#shown ?? {};
    return store?.webhooks.has(id) ? this.#node(id) : undefined;
  }

  dispose(): void {
    this.#following?.dispose();
    this.#lifetime.dispose();
  }

  #follow({ rows }: StoreChange): void {
    const { state } = this.#shown?.store ?? {};
    const isNewList = state?.kind === 'ready' && !state.problem && state.loadedAt > this.#readAt;
    if (isNewList) {
      this.#readAt = state.loadedAt;
    }
    if (rows === 'all') {
      this.#changed.fire(undefined);
      return;
    }
    const repainted = new Set([...rows, ...(isNewList ? this.#outdated() : [])]);
    if (repainted.size > 0) {
      this.#changed.fire(Array.from(repainted, (id) => this.#node(id)));
    }
  }

  /** Rows whose words changed because time went by. */
  #outdated(): string[] {
    const reading = this.#reading();
    const { webhooks } = this.#shown?.store ?? {};
    return [...this.#words].flatMap(([id, words]) => {
      const webhook = webhooks?.get(id);
      return webhook && webhookRow(webhook, reading).words !== words ? [id] : [];
    });
  }

  #rows(): WebhookNode[] {
    const collator = new Intl.Collator(this.#language, { numeric: true });
    const webhooks = [...(this.#shown?.store.webhooks.values() ?? [])];
    return webhooks
      .toSorted((a, b) => collator.compare(a.name, b.name) || collator.compare(a.id, b.id))
      .map(({ id }) => this.#node(id));
  }

  #node(id: string): WebhookNode {
    const known = this.#nodes.get(id);
    if (known) {
      return known;
    }
    const made: WebhookNode = { kind: 'webhook', accountId: this.#shown?.accountId ?? '', id };
    this.#nodes.set(id, made);
    return made;
  }

  #webhook(node: WebhookNode): Webhook | undefined {
    return this.#shown?.accountId === node.accountId ? this.#shown.store.webhooks.get(node.id) : undefined;
  }

  #webhookItem(node: WebhookNode): vscode.TreeItem {
    const item = new vscode.TreeItem('', vscode.TreeItemCollapsibleState.Collapsed);
    item.id = nodeId(node);
    const webhook = this.#webhook(node);
    if (!webhook) {
      return item;
    }
    const row = webhookRow(webhook, this.#reading());
    this.#words.set(node.id, row.words);
    item.label = row.label;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon, row.color ? new vscode.ThemeColor(row.color) : undefined);
    item.contextValue = row.contextValue;
    item.accessibilityInformation = { label: row.words };
    return item;
  }

  #reading(): Reading {
    return { now: this.#readAt, language: this.#language };
  }
}

function toNode(draft: DetailDraft, parent: WebhookNode | DetailNode): DetailNode {
  return { ...draft, kind: 'detail', parent };
}

function detailItem(node: DetailNode): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(node.label, node.details.length > 0 ? Collapsed : None);
  item.id = nodeId(node);
  item.description = node.description;
  item.iconPath = new vscode.ThemeIcon(node.icon);
  item.contextValue = 'detail';
  const words = node.words ?? node.description;
  item.tooltip = `${node.label}: ${words}`;
  item.accessibilityInformation = {
    label: node.words
      ? `${node.label}, ${node.description}, ${node.words}`
      : `${node.label}, ${node.description}`,
  };
  return item;
}
