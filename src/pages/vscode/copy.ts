import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { PageCommand } from '../../platform/ids.ts';

const SHOWN_MS = 5_000;

/** Registers the command behind the Copy buttons of pages. */
export function registerCopy(): vscode.Disposable {
  return vscode.commands.registerCommand(PageCommand.copy, async (argument: unknown) => {
    const text: unknown =
      typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'text') : undefined;
    if (typeof text === 'string') {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(l10n.t('Copied to the clipboard.'), SHOWN_MS);
    }
  });
}
