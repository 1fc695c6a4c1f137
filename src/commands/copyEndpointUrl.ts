import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import type { CommandContext } from './shared/context.ts';
import { copyText, linesOf } from './shared/copying.ts';
import { targetsOf } from './shared/targets.ts';

/** Lettr: Copy Endpoint URL. Several rows make several lines. */
export async function copyEndpointUrl(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const targets = await targetsOf(args, context, {
    placeholder: l10n.t('Select a webhook to copy its endpoint URL'),
    isWrite: false,
  });
  const said =
    targets.length === 1
      ? l10n.t('Copied the endpoint URL of webhook "{0}".', plain(targets[0].webhook.name, 60))
      : l10n.t('Copied the endpoint URLs of {0} webhooks.', targets.length);
  await copyText(
    context,
    linesOf(targets, ({ url }) => url),
    said,
  );
}
