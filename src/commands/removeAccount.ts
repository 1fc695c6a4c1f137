import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import { chooseAccount } from './shared/accountChoice.ts';
import type { CommandContext } from './shared/context.ts';
import { tellDone } from './shared/outcome.ts';

/** Lettr: Remove Account. */
export async function removeAccount(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const account = await chooseAccount(context, args, l10n.t('Select an account to remove'));
  const answer = l10n.t('Remove');
  const chosen = await context.ask({
    text: l10n.t('Remove account "{0}"?', plain(account.name)),
    // VS Code keeps secrets where its window is shown, also while the extension runs on a remote machine.
    detail: l10n.t("Its API key will be deleted from this computer. Your webhooks aren't affected."),
    answers: [answer],
  });
  if (chosen === answer) {
    context.accountDrafts.drop(`replace:${account.id}`);
    await context.accounts.remove(account);
    tellDone(context, l10n.t('Removed account "{0}".', plain(account.name, 60)), false);
  }
}
