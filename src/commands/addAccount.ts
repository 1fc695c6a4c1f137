import * as l10n from '@vscode/l10n';

import { type Account, ENVIRONMENT_ID, cleanKey } from '../accounts/account.ts';
import { plain } from '../platform/text.ts';
import { withProgress } from '../platform/vscode/progress.ts';
import { type AccountForm, runAccountWizard } from '../wizard/vscode/account.ts';
import { nameProblem, originOf, tellStored, unusedName } from './shared/accountChoice.ts';
import type { CommandContext } from './shared/context.ts';
import { inContext } from './shared/failure.ts';
import { type CheckedKey, cannotListText, keyQuestions } from './shared/keys.ts';

const DRAFT = 'add';

/** Lettr: Add Account. */
export async function addAccount(context: CommandContext): Promise<void> {
  const { accounts, accountDrafts } = context;
  await accounts.load();
  const origin = originOf(context);
  const form: AccountForm = accountDrafts.get(DRAFT) ?? { source: undefined, key: '', name: '' };
  accountDrafts.keep(DRAFT, form);
  const checked: CheckedKey = { teamId: undefined };
  let suggested = '';
  const environment = accounts.all.find(({ id }) => id === ENVIRONMENT_ID);
  const end = await runAccountWizard(form, {
    hasEnvironmentKey: environment !== undefined,
    openKeyPage: () => void context.open(`${context.settings.dashboardUrl}/api-keys`),
    validateName: (name) => nameProblem(name, accounts.all),
    ...keyQuestions(context, checked, {
      origin,
      onValid: (key) => {
        const name = unusedName(checked.teamId, key, accounts.all);
        // A name that was typed stays; a suggested one follows the key.
        form.name = form.name === suggested ? name : form.name;
        suggested = name;
      },
    }),
  });
  if (end !== 'done') {
    return;
  }
  accountDrafts.drop(DRAFT);
  if (form.source === 'environment' && environment) {
    await useEnvironment(environment, context);
    return;
  }
  const account = await accounts.add({
    name: form.name.trim(),
    origin,
    key: cleanKey(form.key),
    ...(checked.teamId !== undefined && { teamId: checked.teamId }),
  });
  tellAdded(account, context);
}

/** Where there was a default account already, the person decides whether the new one takes its place. */
function tellAdded(account: Account, context: CommandContext): void {
  const { accounts } = context;
  if (account.source === 'window' || accounts.current === undefined || accounts.current.id === account.id) {
    tellStored(account, l10n.t('Added account "{0}".', plain(account.name, 60)), context);
    return;
  }
  context.tell({
    severity: 'information',
    text: l10n.t(
      'Added account "{0}". "{1}" is still the default account of this window.',
      plain(account.name, 60),
      plain(accounts.current.name, 60),
    ),
    actions: [{ label: l10n.t('Make Default'), run: () => accounts.select(account) }],
  });
}

/** The environment's key is checked like any other, and used without being stored. */
function useEnvironment(account: Account, context: CommandContext): Promise<void> {
  const { accounts, keys } = context;
  return inContext({ account, verb: 'read' }, async () => {
    await keys.allowAgain(account);
    const key = await accounts.key(account.id, account.origin);
    const { teamId, canListWebhooks } = await withProgress(l10n.t('Checking the API key'), ({ signal }) =>
      keys.check(key ?? '', account.origin, signal),
    );
    await accounts.nameEnvironment(teamId);
    await accounts.select(account);
    if (!canListWebhooks) {
      context.tell({ severity: 'warning', text: cannotListText(), actions: [] });
    }
  });
}
