import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { type Account, ENVIRONMENT_ID } from '../accounts/account.ts';
import { Cancelled, LettrError } from '../api/errors.ts';
import { accountWords } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { type AccountForm, runAccountWizard, runKeyWizard } from '../wizard/account.ts';
import type { CommandContext } from './context.ts';
import { Failure, Refusal, inContext } from './failure.ts';
import { type CheckedKey, keySetting } from './keys.ts';
import { tellDone } from './outcome.ts';
import { withProgress } from '../platform/progress.ts';

/** Lettr: Add Account. */
export async function addAccount(context: CommandContext): Promise<void> {
  const { accounts } = context;
  await accounts.load();
  const origin = originOf(context);
  const form: AccountForm = { source: undefined, key: '', name: '' };
  const checked: CheckedKey = { teamId: undefined };
  const environment = accounts.all.find(({ id }) => id === ENVIRONMENT_ID);
  const end = await runAccountWizard(form, {
    hasEnvironmentKey: environment !== undefined,
    openKeyPage: () => void context.open(`${context.settings.dashboardUrl}/api-keys`),
    ...keySetting(context, checked, {
      onValid: () => {
        form.name ||= checked.teamId === undefined ? 'Lettr' : l10n.t('Team {0}', checked.teamId);
      },
    }),
  });
  if (end !== 'done') {
    return;
  }
  if (form.source === 'environment' && environment) {
    await useEnvironment(environment, context);
    return;
  }
  const account = await accounts.add({
    name: form.name.trim(),
    origin,
    key: form.key,
    ...(checked.teamId !== undefined && { teamId: checked.teamId }),
  });
  tellStored(account, context);
}

/** The environment's key is checked like any other, and used without being stored. */
function useEnvironment(account: Account, { accounts, keys }: CommandContext): Promise<void> {
  return inContext({ account, verb: 'read' }, async () => {
    await keys.allowAgain(account);
    const key = await accounts.key(account.id, account.origin);
    await withProgress(l10n.t('Checking the API key'), ({ signal }) => keys.check(key ?? '', signal));
    await accounts.select(account);
  });
}

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
        ? l10n.t('Current, {0}', plain(account.origin))
        : plain(account.origin),
    account,
  }));
  const named = accountIn(args, accounts.all);
  const picked = named
    ? { account: named }
    : await vscode.window.showQuickPick([...rows, add], {
        title: l10n.t('Switch Account'),
        placeHolder: l10n.t('Which account shall this window use?'),
      });
  if (picked?.account) {
    await accounts.select(picked.account);
  } else if (picked) {
    await addAccount(context);
  }
}

/** Lettr: Replace API Key. */
export async function replaceKey(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const account = await chooseAccount(context, args, l10n.t("Which account's key shall be replaced?"));
  const origin = originOf(context);
  const form: AccountForm = { source: 'paste', key: '', name: account.name };
  const checked: CheckedKey = { teamId: undefined };
  const end = await runKeyWizard(form, l10n.t('Replace API Key of "{0}"', plain(account.name, 60)), {
    hasEnvironmentKey: false,
    openKeyPage: () => undefined,
    ...keySetting(context, checked, { replaced: account }),
  });
  if (end === 'done') {
    const { teamId } = checked;
    const replaced = await context.accounts.replaceKey(account, {
      origin,
      key: form.key,
      ...(teamId !== undefined && { teamId }),
    });
    tellStored(replaced, context);
  }
}

/** Lettr: Remove Account. */
export async function removeAccount(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const account = await chooseAccount(context, args, l10n.t('Which account shall be removed?'));
  const answer = l10n.t('Remove');
  const chosen = await context.ask({
    text: l10n.t('Remove account "{0}"?', plain(account.name)),
    detail: l10n.t('Its API key is deleted from this machine. Nothing changes at Lettr.'),
    answers: [answer],
  });
  if (chosen === answer) {
    await context.accounts.remove(account);
    tellDone(context, l10n.t('Removed account "{0}".', plain(account.name, 60)), false);
  }
}

/** The stored account that an argument names, the only one, or the one that the person picks. */
async function chooseAccount(
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
      text: named
        ? l10n.t('The key LETTR_API_KEY comes from the environment; change it there and restart VS Code.')
        : l10n.t('No account is stored on this machine.'),
      ways: [],
    });
  }
  const only = stored.length === 1 ? stored[0] : undefined;
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

function accountIn([value]: readonly unknown[], all: readonly Account[]): Account | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return all.find((account) => account.id === id);
}

function originOf({ settings }: CommandContext): string {
  const address = settings.apiAddress;
  if (address.kind === 'invalid') {
    throw new Failure(new LettrError({ kind: 'badAddress' }), {});
  }
  return address.origin;
}

function tellStored(account: Account, context: CommandContext): void {
  if (account.source === 'window') {
    context.tell({
      severity: 'warning',
      text: l10n.t(
        'The secret store of this machine did not keep the key of "{0}"; it is used until this window closes.',
        plain(account.name),
      ),
      ways: [{ label: l10n.t('Show Log'), run: () => context.showLog() }],
    });
  } else {
    tellDone(context, l10n.t('Stored the key of "{0}".', plain(account.name, 60)), false);
  }
}
