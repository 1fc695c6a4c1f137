import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { type Account, ENVIRONMENT_ID, modeOf } from '../../accounts/account.ts';
import { Cancelled, LettrError } from '../../api/errors.ts';
import { accountWords } from '../../messages/words.ts';
import { Command } from '../../platform/ids.ts';
import { plain } from '../../platform/text.ts';
import type { Finding } from '../../wizard/validate.ts';
import type { CommandContext } from './context.ts';
import { Failure, Refusal } from './failure.ts';
import { tellDone } from './outcome.ts';
import { accountIdIn } from './rowArgument.ts';

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
          ? environmentText()
          : l10n.t('No accounts have been added to VS Code.'),
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
export function accountIn(args: readonly unknown[], all: readonly Account[]): Account | undefined {
  const id = accountIdIn(args);
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

/** `LETTR_API_KEY` is the business of whoever starts the extension host, which may be on another machine than the window. */
function environmentText(): string {
  const { remoteName } = vscode.env;
  return remoteName === undefined
    ? l10n.t(
        'This account comes from the environment variable LETTR_API_KEY. Change the variable and restart VS Code.',
      )
    : l10n.t(
        'This account comes from the environment variable LETTR_API_KEY on the remote side ({0}). Change the variable there and reconnect.',
        plain(remoteName),
      );
}

/** What is wrong with a name for an account beside `others`. */
export function nameProblem(name: string, others: readonly Account[]): Finding | undefined {
  const typed = name.trim();
  if (plain(typed) === '') {
    return { severity: 'error', text: l10n.t('Enter a name.') };
  }
  return others.some((other) => other.name === typed)
    ? { severity: 'error', text: l10n.t('Another account already has this name.') }
    : undefined;
}

/** A name for a new account that no other one has: "Team 42", "Team 42 (sandbox)", "Team 42 (2)". */
export function unusedName(teamId: number | undefined, key: string, others: readonly Account[]): string {
  const name = teamId === undefined ? 'Lettr' : l10n.t('Team {0}', teamId);
  const taken = new Set(others.map((other) => other.name));
  const withMode = modeOf(key) === 'sandbox' ? l10n.t('{0} (sandbox)', name) : name;
  let unused = taken.has(name) ? withMode : name;
  for (let count = 2; taken.has(unused); count += 1) {
    unused = l10n.t('{0} ({1})', withMode, count);
  }
  return unused;
}

/** Says what was done to an account, or that the secret store lost its key. */
export function tellStored(account: Account, text: string, context: CommandContext): void {
  if (account.source === 'window') {
    context.tell({
      severity: 'warning',
      text: l10n.t(
        `VS Code's secret storage didn't keep the API key of "{0}". The key works until this window closes.`,
        plain(account.name),
      ),
      actions: [{ label: l10n.t('Show Log'), run: () => context.showLog() }],
    });
  } else {
    tellDone(context, text, false);
  }
}
