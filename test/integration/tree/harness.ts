import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import type { Account } from '../../../src/accounts/account.ts';
import { Arrangement } from '../../../src/tree/arrangement.ts';
import type { TreeNode } from '../../../src/tree/nodes.ts';
import { WebhookTree } from '../../../src/tree/vscode/provider.ts';
import type { ShownAccount } from '../../../src/tree/accountRows.ts';
import { Histories } from '../../../src/webhooks/history.ts';
import type { WebhookStore } from '../../../src/webhooks/store.ts';

/** A row: label, description, contextValue and icon, then the rows below it. */
export type Row = readonly [string, string, string, string, (readonly Row[])?];

/** A tree that no view shows. Its first account is called "acme". */
export class OwnTree {
  readonly arrangement = new Arrangement({ get: () => undefined, update: () => Promise.resolve() });
  readonly histories = new Histories();
  readonly tree = new WebhookTree({
    arrangement: this.arrangement,
    histories: this.histories,
    language: 'en',
    hasProxy: () => false,
  });
  /** What the tree asked to be painted anew, since the last {@link take}. */
  readonly #repaints: (readonly TreeNode[] | undefined)[] = [];

  constructor() {
    this.tree.onDidChangeTreeData((nodes) => this.#repaints.push(nodes));
  }

  /** Shows these stores, each as an account of its own; the first is current. */
  show(...stores: readonly WebhookStore[]): void {
    const shown = this.shown(...stores);
    this.tree.show(shown, shown[0]?.account.id);
    // VS Code asks for everything that is open.
    this.#visit(this.tree.children());
    this.take();
  }

  shown(...stores: readonly WebhookStore[]): readonly ShownAccount[] {
    return stores.map((store, index) => ({ account: ACCOUNTS[index] ?? assert.fail(), store }));
  }

  take(): readonly (readonly TreeNode[] | undefined)[] {
    return this.#repaints.splice(0);
  }

  rowOf(node: TreeNode): readonly [string, string, string, string] {
    const { label, description, contextValue, iconPath } = this.tree.getTreeItem(node);
    assert.ok(typeof label === 'string' && typeof description === 'string');
    assert.ok(iconPath instanceof vscode.ThemeIcon);
    return [label, description, contextValue ?? '', iconPath.id];
  }

  below(node: TreeNode): readonly Row[] {
    return this.tree.children(node).map((child) => [...this.rowOf(child), this.below(child)] as const);
  }

  /** The labels of what stands at the top, or below a node. */
  labels(node?: TreeNode): readonly unknown[] {
    return this.tree.children(node).map((child) => this.tree.getTreeItem(child).label);
  }

  #visit(nodes: readonly TreeNode[]): void {
    for (const node of nodes) {
      const { collapsibleState } = this.tree.getTreeItem(node);
      if (collapsibleState === vscode.TreeItemCollapsibleState.Expanded) {
        this.#visit(this.tree.children(node));
      }
    }
  }
}

const ACCOUNTS: readonly Account[] = ['acme', 'beta', 'gamma'].map((id) => ({
  id,
  name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
  origin: 'https://app.lettr.com',
  mode: 'live',
  teamId: undefined,
  source: 'stored',
}));
