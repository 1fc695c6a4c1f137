import * as l10n from '@vscode/l10n';

import { type Account, ENVIRONMENT_ID } from '../accounts/account.ts';
import { withProgress } from '../platform/vscode/progress.ts';
import { type AccountForm, runAccountWizard } from '../wizard/vscode/account.ts';
import { originOf, tellStored } from './shared/accountChoice.ts';
import type { CommandContext } from './shared/context.ts';
import { inContext } from './shared/failure.ts';
import { type CheckedKey, keySetting } from './shared/keys.ts';

/** Lettr: Add Account. */
export async function addAccount(context: CommandContext): Promise<void> {
  const { accounts } = context;
  await accounts.load();
  const origin = originOf(context);
  const form: AccountForm = { source: undefined, key: '', name: '' };
  const checked: CheckedKey = { teamId: undefined };
  let suggested = '';
  const environment = accounts.all.find(({ id }) => id === ENVIRONMENT_ID);
  const end = await runAccountWizard(form, {
    hasEnvironmentKey: environment !== undefined,
    openKeyPage: () => void context.open(`${context.settings.dashboardUrl}/api-keys`),
    ...keySetting(context, checked, {
      origin,
      onValid: () => {
        const name = checked.teamId === undefined ? 'Lettr' : l10n.t('Team {0}', checked.teamId);
        // A name that was typed stays; a suggested one follows the key.
        form.name = form.name === suggested ? name : form.name;
        suggested = name;
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
    await withProgress(l10n.t('Checking the API key'), ({ signal }) =>
      keys.check(key ?? '', account.origin, signal),
    );
    await accounts.select(account);
  });
}
