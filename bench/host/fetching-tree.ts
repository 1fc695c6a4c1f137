import fetch from 'node-fetch';
import * as vscode from 'vscode';
import type { WireWebhook } from '../harness/webhooks.ts';
import { toItem, webhooksIn } from './rows.ts';

/*
 * The floor of fresh rows: a tree that loads the same answer with node-fetch and JSON.parse and shows the same rows in the
 * order of the answer, without accounts, checks, sorting, errors or anything else.
 */

const provider: vscode.TreeDataProvider<WireWebhook> = {
  getChildren: async (parent) => {
    if (parent) return [];
    const answer = await fetch(`${process.env['LETTR_BENCH_API']}/webhooks`, {
      headers: { Accept: 'application/json', Authorization: `Bearer ${process.env['LETTR_BENCH_KEY']}` },
    });
    return [...webhooksIn(await answer.text())];
  },
  getTreeItem: toItem,
};

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  subscriptions.push(
    vscode.window.createTreeView('lettr-bench.fetching', {
      treeDataProvider: provider,
      canSelectMany: true,
    }),
  );
}
