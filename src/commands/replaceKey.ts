import * as l10n from '@vscode/l10n';

import { cleanKey } from '../accounts/account.ts';
import { plain } from '../platform/text.ts';
import { type AccountForm, runKeyWizard } from '../wizard/vscode/account.ts';
import { chooseAccount, originOf, tellStored } from './shared/accountChoice.ts';
import type { CommandContext } from './shared/context.ts';
import { type CheckedKey, keyQuestions } from './shared/keys.ts';

/** Lettr: Replace API Key. */
export async function replaceKey(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const account = await chooseAccount(context, args, l10n.t('Select an account to replace its API key'));
  const origin = originOf(context);
  const draft = `replace:${account.id}`;
  const form: AccountForm = context.accountDrafts.get(draft) ?? {
    source: 'paste',
    key: '',
    name: account.name,
  };
  context.accountDrafts.keep(draft, form);
  const checked: CheckedKey = { teamId: undefined };
  const title = l10n.t('Replace API Key of "{0}"', plain(account.name, 60));
  const end = await runKeyWizard(form, title, keyQuestions(context, checked, { origin, replaced: account }));
  if (end === 'done') {
    context.accountDrafts.drop(draft);
    const { teamId } = checked;
    const replaced = await context.accounts.replaceKey(account, {
      origin,
      key: cleanKey(form.key),
      ...(teamId !== undefined && { teamId }),
    });
    tellStored(replaced, l10n.t('Replaced the API key of "{0}".', plain(replaced.name, 60)), context);
  }
}
