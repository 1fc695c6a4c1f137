import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Command } from '../platform/ids.ts';
import { plain } from '../platform/text.ts';
import { accountIn } from './shared/accountChoice.ts';
import type { CommandContext } from './shared/context.ts';

/** Lettr: Switch Account. */
export async function switchAccount(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const { accounts } = context;
  await accounts.load();
  const add = { label: `$(add) ${l10n.t('Add Account')}`, account: undefined };
  const rows = accounts.all.map((account) => ({
    label: plain(account.name),
    description: account.mode === 'sandbox' ? l10n.t('sandbox') : l10n.t('live'),
    detail:
      account.id === accounts.current?.id
        ? l10n.t('Default account · {0}', plain(account.origin))
        : plain(account.origin),
    account,
  }));
  const named = accountIn(args, accounts.all);
  const picked = named
    ? { account: named }
    : await vscode.window.showQuickPick([...rows, add], {
        title: l10n.t('Switch Account'),
        placeHolder: l10n.t('Select the default account for this window'),
      });
  if (picked?.account) {
    await accounts.select(picked.account);
  } else if (picked) {
    await vscode.commands.executeCommand(Command.accountAdd);
  }
}
