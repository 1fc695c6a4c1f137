import * as vscode from 'vscode';

import { Command, SECTION, Setting } from '../../platform/ids.ts';
import { visible } from '../../platform/text.ts';
import type { ActionHandlers } from './errorNotices.ts';

/** What the buttons of messages do everywhere. */
export function noticeActions(log: { show(): void }): ActionHandlers {
  const run = vscode.commands.executeCommand;
  return {
    replaceKey: ({ account }) => run(Command.accountReplaceKey, account),
    addAccount: () => run(Command.accountAdd),
    switchAccount: () => run(Command.accountSwitch),
    showLog: () => log.show(),
    refresh: () => run(Command.webhooksRefresh),
    openSettings: () => run('workbench.action.openSettings', `${SECTION}.${Setting.apiBaseUrl}`),
    copyId: (correlationId) => vscode.env.clipboard.writeText(visible(correlationId)),
  };
}
