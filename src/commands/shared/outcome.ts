import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { CommandContext } from './context.ts';

const SHOWN_MS = 5_000;

/** What was done, and whether the list had to tell because the server's answer was lost. */
export function doneText(text: string, answerLost: boolean): string {
  return answerLost ? l10n.t("{0} Lettr's response was lost, but the list confirms it.", text) : text;
}

/** Says that something was done: in the status bar, since the row shows it too; a lost answer is worth a message. */
export function tellDone(context: CommandContext, text: string, answerLost: boolean): void {
  if (answerLost) {
    context.tell({ severity: 'information', text: doneText(text, answerLost), actions: [] });
  } else {
    vscode.window.setStatusBarMessage(text, SHOWN_MS);
  }
}
