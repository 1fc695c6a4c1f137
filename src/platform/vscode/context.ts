import * as vscode from 'vscode';

import type { ContextKey } from '../ids.ts';

/** Sets a key of `when` clauses, and only when its value changed. */
export function createContextKeys(): (
  key: (typeof ContextKey)[keyof typeof ContextKey],
  value: string | boolean,
) => void {
  const known = new Map<string, string | boolean>();
  return (key, value) => {
    if (known.get(key) !== value) {
      known.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  };
}
