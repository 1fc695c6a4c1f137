import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { type Account, ENVIRONMENT_ID } from '../../accounts/account.ts';
import { Cancelled, LettrError } from '../../api/errors.ts';
import { accountWords } from '../../messages/words.ts';
import { Command } from '../../platform/ids.ts';
import { plain } from '../../platform/text.ts';
import type { CommandContext } from './context.ts';
import { Failure, Refusal } from './failure.ts';
import { tellDone } from './outcome.ts';

/** The stored account that an argument names, the only one, or the one that the person picks. */
export async function chooseAccount(
  { accounts }: CommandContext,
  args: readonly unknown[],
  placeHolder: string,
): Promise<Account> {
  await accounts.load();
  const stored = accounts.all.filter(({ id }) => id !== ENVIRONMENT_ID);
  const named = accountIn(args, accounts.all);
  if (named?.id === ENVIRONMENT_ID || stored.length === 0) {
    throw new Refusal({
      severity: 'information',
      text:
        named || accounts.current?.id === ENVIRONMENT_ID
          ? l10n.t('The key LETTR_API_KEY comes from the environment; change it there and restart VS Code.')
          : l10n.t('No account is stored on this machine.'),
      actions: [
        { label: l10n.t('Add Account'), run: () => vscode.commands.executeCommand(Command.accountAdd) },
      ],
    });
  }
  // With the environment's account in use, the only stored one may not be the one that is meant.
  const isEnvironmentCurrent = accounts.current?.id === ENVIRONMENT_ID;
  const only = stored.length === 1 && !isEnvironmentCurrent ? stored[0] : undefined;
  const picked =
    named ??
    only ??
    (
      await vscode.window.showQuickPick(
        stored.map((account) => ({
          label: plain(account.name),
          description: accountWords(account),
          account,
        })),
        { placeHolder },
      )
    )?.account;
  if (!picked) {
    throw new Cancelled();
  }
  return picked;
}

/** The account that the argument of a command names: an account, its row, or a row that belongs to it. */
export function accountIn([value]: readonly unknown[], all: readonly Account[]): Account | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const id = 'accountId' in value ? value.accountId : 'id' in value ? value.id : undefined;
  return all.find((account) => account.id === id);
}

/** The origin for which a key is entered now. @throws {Failure} when the address in the settings cannot be used. */
export function originOf({ settings }: CommandContext): string {
  const address = settings.apiAddress;
  if (address.kind === 'invalid') {
    throw new Failure(new LettrError({ kind: 'badAddress' }), {});
  }
  return address.origin;
}

/** Says that an account was stored, or that the secret store lost it. */
export function tellStored(account: Account, context: CommandContext): void {
  if (account.source === 'window') {
    context.tell({
      severity: 'warning',
      text: l10n.t(
        'The secret store of this machine did not keep the key of "{0}"; it is used until this window closes.',
        plain(account.name),
      ),
      actions: [{ label: l10n.t('Show Log'), run: () => context.showLog() }],
    });
  } else {
    tellDone(context, l10n.t('Stored the key of "{0}".', plain(account.name, 60)), false);
  }
}
