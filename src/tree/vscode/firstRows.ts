import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import { isOverWithin } from '../../platform/vscode/progress.ts';
import type { TreeNode } from '../nodes.ts';
import type { WebhookTree } from './provider.ts';

/** VS Code paints the first rows within this, if nothing else is sent to the screen. */
const PAINT_MS = 100;
/** After this VS Code is told that there are no rows yet. */
const PATIENCE_MS = 1_000;

/**
 * The tree as VS Code asks it. Its first question waits a moment for the first list: an empty answer, and an event when
 * there are rows after all, would cost another round trip and an empty view in between.
 */
export class FirstRows implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  readonly #tree: WebhookTree;
  #coming: Promise<unknown> | undefined;
  #isAsked = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(tree: WebhookTree) {
    this.#tree = tree;
    this.#disposables.add(
      tree.onDidChangeTreeData((nodes) => {
        // The answer that VS Code waits for has it all.
        if (!this.#isAsked) {
          this.#changed.fire(nodes);
        }
      }),
    );
  }

  /**
   * Has VS Code wait for `rows`, but not for long.
   *
   * @returns when it has painted them, or was told that there are none: whether `rows` settled by then.
   */
  async waitFor(rows: Promise<unknown>): Promise<boolean> {
    const coming = isOverWithin(rows, PATIENCE_MS);
    this.#coming = coming;
    const isOver = await coming;
    this.#coming = undefined;
    // What is sent to the screen after the answer does not hold it up.
    await delay(isOver && this.#tree.counts.shown > 0 ? PAINT_MS : 0);
    return isOver;
  }

  getChildren(node?: TreeNode): TreeNode[] | Promise<TreeNode[]> {
    return node === undefined && this.#coming ? this.#answer(this.#coming) : this.#tree.getChildren(node);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.#tree.getParent(node);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return this.#tree.getTreeItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    return this.#tree.resolveTreeItem(item, node);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #answer(coming: Promise<unknown>): Promise<TreeNode[]> {
    this.#isAsked = true;
    await coming;
    this.#isAsked = false;
    return this.#tree.getChildren();
  }
}
