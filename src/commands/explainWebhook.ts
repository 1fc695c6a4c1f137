import * as l10n from '@vscode/l10n';

import { withCallProgress } from '../messages/vscode/callProgress.ts';
import type { CommandContext } from './shared/context.ts';
import { inContext } from './shared/failure.ts';
import { type Target, targetOf } from './shared/targets.ts';

/**
 * Lettr: Explain Webhook Health. Besides a webhook the argument may hold `as: 'text'`, for a document in place of the
 * panel, and `refresh: true`, to read the webhook anew first.
 */
export async function explainWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const target = await targetOf(args, context, {
    placeholder: l10n.t('Select a webhook to explain'),
    isWrite: false,
  });
  const { as, refresh } = wishesIn(args[0]);
  if (refresh) {
    await readAnew(target);
  }
  await context.explain(target.account, target.webhook.id, as);
}

function wishesIn(value: unknown): { readonly as: 'panel' | 'text'; readonly refresh: boolean } {
  const wishes = typeof value === 'object' && value !== null ? value : {};
  return {
    as: 'as' in wishes && wishes.as === 'text' ? 'text' : 'panel',
    refresh: 'refresh' in wishes && wishes.refresh === true,
  };
}

async function readAnew({ account, store, webhook }: Target): Promise<void> {
  await inContext({ account, verb: 'read' }, () =>
    withCallProgress(l10n.t('Loading the webhook'), (options) => store.get(webhook.id, options)),
  );
}
