import * as vscode from 'vscode';

import { run, until } from '../support.ts';

/** The text of the editor in front. */
export function shownText(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}

/** Waits until the editor in front shows `text`. */
export function untilShown(text: string): Promise<void> {
  return until(() => shownText().includes(text), `"${text}"`);
}

/** The open tabs of text documents. */
export function textTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText);
}

/** The address of a document, as VS Code remembers it. */
export function addressOf(kind: string, account: string, webhook?: string): vscode.Uri {
  const query = new URLSearchParams({ kind, account, ...(webhook !== undefined && { webhook }) }).toString();
  return vscode.Uri.from({ scheme: 'lettr', path: '/Left open.md', query });
}

/** Closes every editor, and lets go of what they showed. */
export async function closeEditors(): Promise<void> {
  await run('workbench.action.closeAllEditors');
  await until(() => vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0), 'the tabs to go');
}
