import * as vscode from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import { View } from '../../platform/ids.ts';
import type { Log } from '../../platform/vscode/log.ts';
import type { TreeNode } from '../nodes.ts';
import type { WebhookTree } from './provider.ts';

/** The view "Webhooks" as VS Code knows it, before and after its rows are loaded. */
export interface RegisteredView extends vscode.Disposable {
  readonly view: vscode.TreeView<TreeNode>;
  /** Has `tree` answer VS Code's questions from now on. */
  answerWith(tree: WebhookTree): void;
}

/**
 * Adds the view "Webhooks". What answers for its rows is loaded when it is first seen.
 *
 * @param load resolves when `answerWith` has been called.
 */
export function registerWebhookView(load: () => Promise<unknown>, log: Log): RegisteredView {
  const disposables = new DisposableStore();
  const changed = disposables.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  let tree: WebhookTree | undefined;
  const loaded = (): WebhookTree => {
    if (!tree) {
      throw new Error('VS Code asked about a row before it was given one.');
    }
    return tree;
  };
  const view = disposables.add(
    vscode.window.createTreeView<TreeNode>(View.webhooks, {
      canSelectMany: true,
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getChildren: (node) => tree?.getChildren(node) ?? load().then(() => loaded().getChildren(node)),
        getParent: (node) => loaded().getParent(node),
        getTreeItem: (node) => loaded().getTreeItem(node),
        resolveTreeItem: (item, node) => loaded().resolveTreeItem(item, node),
      },
    }),
  );
  disposables.add(
    view.onDidChangeVisibility(() => {
      load().catch((error: unknown) => log.error("The view couldn't be loaded", error));
    }),
  );
  return {
    view,
    answerWith: (its) => {
      tree = its;
      disposables.add(its.onDidChangeTreeData((nodes) => changed.fire(nodes)));
    },
    dispose: () => disposables.dispose(),
  };
}
