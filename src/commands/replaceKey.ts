import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import { type AccountForm, runKeyWizard } from '../wizard/vscode/account.ts';
import { chooseAccount, originOf, tellStored } from './shared/accountChoice.ts';
import type { CommandContext } from './shared/context.ts';
import { type CheckedKey, keySetting } from './shared/keys.ts';

/** Lettr: Replace API Key. */
export async function replaceKey(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const account = await chooseAccount(context, args, l10n.t("Which account's key shall be replaced?"));
  const origin = originOf(context);
  const form: AccountForm = { source: 'paste', key: '', name: account.name };
  const checked: CheckedKey = { teamId: undefined };
  const end = await runKeyWizard(form, l10n.t('Replace API Key of "{0}"', plain(account.name, 60)), {
    hasEnvironmentKey: false,
    openKeyPage: () => undefined,
    ...keySetting(context, checked, { origin, replaced: account }),
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
