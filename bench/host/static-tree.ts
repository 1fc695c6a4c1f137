import * as vscode from 'vscode';
import type { WireWebhook } from '../harness/webhooks.ts';
import { toItem } from './rows.ts';

/** What the driver does with the static tree. */
export interface StaticTree {
  /** Replaces the rows without telling VS Code. */
  hold(webhooks: readonly WireWebhook[]): void;
  /** Tells VS Code of a change: of all rows, or of the first one. */
  fire(what: 'all' | 'first'): void;
}

/** VS Code's own cost: a tree whose rows are in memory and that is told what changed. */
export function activate({ subscriptions }: vscode.ExtensionContext): StaticTree {
  const changed = new vscode.EventEmitter<string[] | undefined>();
  let rows: ReadonlyMap<string, WireWebhook> = new Map();
  const treeDataProvider: vscode.TreeDataProvider<string> = {
    onDidChangeTreeData: changed.event,
    getChildren: (parent) => (parent === undefined ? [...rows.keys()] : []),
    getTreeItem: (id) => {
      const webhook = rows.get(id);
      return webhook ? toItem(webhook) : new vscode.TreeItem(id);
    },
  };
  subscriptions.push(
    changed,
    vscode.window.createTreeView('lettr-bench.static', {
      treeDataProvider,
      canSelectMany: true,
    }),
  );
  return {
    hold: (webhooks) => void (rows = new Map(webhooks.map((webhook) => [webhook.id, webhook]))),
    fire: (what) => changed.fire(what === 'all' ? undefined : [...rows.keys()].slice(0, 1)),
  };
}
