import * as l10n from '@vscode/l10n';

import { withCallProgress } from '../messages/vscode/callProgress.ts';
import type { CommandContext } from './shared/context.ts';
import { inContext } from './shared/failure.ts';
import { type Target, targetOf } from './shared/targets.ts';

/**
 * Lettr: Explain Webhook Health. Opens the webhook's page at the causes. `refresh: true` in the argument reads the webhook
 * and recent events anew first, and leaves the page where it is.
 */
export async function explainWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const target = await targetOf(args, context, {
    placeholder: l10n.t('Select a webhook to explain'),
    isWrite: false,
  });
  const refresh = hasRefresh(args[0]);
  if (refresh) {
    await readAnew(target);
  }
  await context.pages.showWebhook(target.account, target.webhook.id, {
    as: refresh ? 'page' : 'causes',
    refresh,
  });
}

function hasRefresh(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'refresh') === true;
}

async function readAnew({ account, store, webhook }: Target): Promise<void> {
  await inContext({ account, verb: 'read' }, () =>
    withCallProgress(l10n.t('Loading the webhook'), (options) => store.get(webhook.id, options)),
  );
}
