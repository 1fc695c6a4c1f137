import * as l10n from '@vscode/l10n';

import type { CommandContext } from './shared/context.ts';
import { setEnabled } from './shared/enabling.ts';
import { targetsOf } from './shared/targets.ts';

/** Lettr: Enable Webhook. */
export async function enableWebhooks(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const targets = await targetsOf(args, context, {
    placeholder: l10n.t('Which webhook shall be enabled?'),
    isWrite: true,
    isOffered: (webhook) => !webhook.enabled,
    noneOffered: l10n.t('Every webhook is enabled.'),
  });
  await setEnabled(targets, true, context);
}
