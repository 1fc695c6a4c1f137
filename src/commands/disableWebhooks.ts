import * as l10n from '@vscode/l10n';

import type { CommandContext } from './shared/context.ts';
import { setEnabled } from './shared/enabling.ts';
import { targetsOf } from './shared/targets.ts';

/** Lettr: Disable Webhook. */
export async function disableWebhooks(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const targets = await targetsOf(args, context, {
    placeholder: l10n.t('Select a webhook to disable'),
    isWrite: true,
    isOffered: (webhook) => webhook.enabled,
    noneOffered: l10n.t('All webhooks are disabled.'),
  });
  await setEnabled(targets, false, context);
}
