import { setTimeout as delay } from 'node:timers/promises';

import type { TreeView } from 'vscode';

import type { Log } from '../../platform/vscode/log.ts';

/** Before each attempt to select a row. */
const PAUSES_MS = [0, 100, 300, 600];

/**
 * Selects a row. VS Code refuses one that is being repainted, and passes over one that a view coming on screen has yet to
 * ask for. Neither is a failure of what was done to the webhook: the log says so, and nobody else.
 */
export async function selectRow<Node>(view: TreeView<Node>, node: Node, log: Log): Promise<void> {
  let reason: unknown;
  for (const pause of PAUSES_MS) {
    await delay(pause);
    try {
      await view.reveal(node, { select: true, focus: true });
      reason = undefined;
    } catch (error) {
      reason = error;
    }
    if (view.selection.includes(node)) {
      return;
    }
  }
  log.warn('A row could not be shown', reason);
}
