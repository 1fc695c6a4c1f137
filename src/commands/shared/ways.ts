import * as vscode from 'vscode';

import { Command, SECTION, Setting } from '../../platform/ids.ts';
import type { WaysOut } from './explain.ts';

/** What the buttons of messages do everywhere. */
export function usualWays(log: { show(): void }): WaysOut {
  const run = vscode.commands.executeCommand;
  return {
    replaceKey: ({ account }) => run(Command.accountReplaceKey, account),
    switchAccount: () => run(Command.accountSwitch),
    showLog: () => log.show(),
    refresh: () => run(Command.webhooksRefresh),
    openSettings: () => run('workbench.action.openSettings', `${SECTION}.${Setting.apiBaseUrl}`),
  };
}
