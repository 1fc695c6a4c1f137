import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { CommandContext } from './context.ts';

const SHOWN_MS = 5_000;

/**
 * Says that something was done: in the status bar, since the row shows it too. When the server's answer was lost and
 * the list had to tell, that is worth a message.
 */
export function tellDone(context: CommandContext, text: string, answerLost: boolean): void {
  if (answerLost) {
    context.tell({
      severity: 'information',
      text: l10n.t("{0} Lettr's answer was lost; the list shows that it was done.", text),
      ways: [],
    });
  } else {
    vscode.window.setStatusBarMessage(text, SHOWN_MS);
  }
}
