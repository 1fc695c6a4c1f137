import * as l10n from '@vscode/l10n';

import { curlCall } from '../messages/calls.ts';
import { plain } from '../platform/text.ts';
import type { CommandContext } from './shared/context.ts';
import { copyText } from './shared/copying.ts';
import { targetOf } from './shared/targets.ts';

/** Lettr: Copy as cURL. The call reads the key from the environment; of several rows the first is copied. */
export async function copyCurl(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const { webhook } = await targetOf(args, context, {
    placeholder: l10n.t('Select a webhook to copy as cURL'),
    isWrite: false,
  });
  const address = context.settings.apiAddress;
  await copyText(
    context,
    curlCall(webhook, address.kind === 'valid' ? address.baseUrl : undefined),
    l10n.t('Copied a cURL command that creates webhook "{0}".', plain(webhook.name, 60)),
  );
}
