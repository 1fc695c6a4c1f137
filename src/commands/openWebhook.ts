import * as l10n from '@vscode/l10n';

import type { CommandContext } from './shared/context.ts';
import { textIn } from './shared/rowArgument.ts';
import { targetOf } from './shared/targets.ts';

/**
 * Lettr: Open Webhook Details. Of several rows the first is opened. `as: 'text'` in the argument opens a text document in
 * place of the page.
 */
export async function openWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const { account, webhook } = await targetOf(args, context, {
    placeholder: l10n.t('Select a webhook to open'),
    isWrite: false,
  });
  const as = textIn(args[0], 'as') === 'text' ? 'text' : 'page';
  await context.pages.showWebhook(account, webhook.id, { as, refresh: false });
}
