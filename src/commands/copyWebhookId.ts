import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import type { CommandContext } from './shared/context.ts';
import { copyText, linesOf } from './shared/copying.ts';
import { targetsOf } from './shared/targets.ts';

/** Lettr: Copy Webhook ID. Several rows make several lines. */
export async function copyWebhookId(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const targets = await targetsOf(args, context, {
    placeholder: l10n.t('Select a webhook to copy its ID'),
    isWrite: false,
  });
  const said =
    targets.length === 1
      ? l10n.t('Copied the ID of webhook "{0}".', plain(targets[0].webhook.name, 60))
      : l10n.t('Copied the IDs of {0} webhooks.', targets.length);
  await copyText(
    context,
    linesOf(targets, ({ id }) => id),
    said,
  );
}
