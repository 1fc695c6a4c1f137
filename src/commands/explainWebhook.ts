import * as l10n from '@vscode/l10n';

import { tellWait } from '../messages/problems.ts';
import { withProgress } from '../platform/vscode/progress.ts';
import type { CommandContext } from './shared/context.ts';
import { inContext } from './shared/failure.ts';
import { type Target, targetsOf } from './shared/targets.ts';

/**
 * Lettr: Explain Webhook Health. Besides a webhook the argument may hold `as: 'text'`, for a document in place of the
 * panel, and `refresh: true`, to read the webhook anew first.
 */
export async function explainWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  // A menu hands over the whole selection too; the row that was clicked is meant.
  const [target] = await targetsOf(args.slice(0, 1), context, {
    placeholder: l10n.t('Which webhook shall be explained?'),
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
    withProgress(l10n.t('Reading the webhook'), ({ signal, tell }) =>
      store.get(webhook.id, { signal, onWait: (wait) => tell(tellWait(wait)) }),
    ),
  );
}
