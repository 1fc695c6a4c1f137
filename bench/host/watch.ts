import * as vscode from 'vscode';

/** What happened in the extension since the last look; times in Unix ms. */
export interface Seen {
  /** When JSON.parse returned the last list of webhooks. */
  readonly parsedAt: number | null;
  /** The events of the tree: how many nodes each named, `null` for the root. */
  readonly events: readonly { readonly at: number; readonly nodes: number | null }[];
  /** When the last message was handed to the status bar. */
  readonly toldAt: number | null;
}

const LIST = '{"message":"Webhooks retrieved';

const seen: {
  parsedAt: number | null;
  events: { at: number; nodes: number | null }[];
  toldAt: number | null;
} = { parsedAt: null, events: [], toldAt: null };

/**
 * Begins to watch the extension and activates it. This file has to lie in the extension's own folder: then both have the
 * same API object, and the tree that is made through it can be listened to.
 */
export async function watch(id: string): Promise<void> {
  const { createTreeView, setStatusBarMessage } = vscode.window;
  const watched = <T>(viewId: string, options: vscode.TreeViewOptions<T>): vscode.TreeView<T> => {
    const view = createTreeView(viewId, options);
    options.treeDataProvider.onDidChangeTreeData?.((change) =>
      seen.events.push({ at: Date.now(), nodes: nodesIn(change) }),
    );
    return view;
  };
  const told = (text: string, ms: number): vscode.Disposable => {
    seen.toldAt = Date.now();
    return setStatusBarMessage(text, ms);
  };
  Object.assign(vscode.window, { createTreeView: watched, setStatusBarMessage: told });
  const { parse } = JSON;
  Object.assign(JSON, {
    parse: (text: string, reviver?: Parameters<typeof parse>[1]): unknown => {
      const value: unknown = parse(text, reviver);
      if (typeof text === 'string' && text.startsWith(LIST)) seen.parsedAt = Date.now();
      return value;
    },
  });
  await vscode.extensions.getExtension(id)?.activate();
}

/** What was seen since the last call. */
export function takeSeen(): Seen {
  const taken = { parsedAt: seen.parsedAt, events: seen.events.splice(0), toldAt: seen.toldAt };
  Object.assign(seen, { parsedAt: null, toldAt: null });
  return taken;
}

function nodesIn(change: unknown): number | null {
  if (change === undefined || change === null) return null;
  return Array.isArray(change) ? change.length : 1;
}
