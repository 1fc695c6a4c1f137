import * as l10n from '@vscode/l10n';

import type { CommandContext } from './shared/context.ts';
import { targetOf } from './shared/targets.ts';

/** Lettr: Open Webhook Details. Of several rows the first is opened. */
export async function openWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const { account, webhook } = await targetOf(args, context, {
    placeholder: l10n.t('Select a webhook to open'),
    isWrite: false,
  });
  const subject = { account: account.id, webhook: webhook.id };
  await context.documents.show('details', subject, webhook.name || webhook.id);
}
