import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import { runNameWizard } from '../wizard/vscode/account.ts';
import { chooseAccount, nameProblem } from './shared/accountChoice.ts';
import type { CommandContext } from './shared/context.ts';
import { tellDone } from './shared/outcome.ts';

/** Lettr: Rename Account. */
export async function renameAccount(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const { accounts } = context;
  const account = await chooseAccount(context, args, l10n.t('Select an account to rename'));
  const others = accounts.all.filter(({ id }) => id !== account.id);
  const form = { name: account.name };
  const end = await runNameWizard(form, (name) => nameProblem(name, others));
  const name = form.name.trim();
  if (end === 'done' && name !== account.name) {
    await accounts.rename(account, name);
    tellDone(
      context,
      l10n.t('Renamed account "{0}" to "{1}".', plain(account.name, 60), plain(name, 60)),
      false,
    );
  }
}
