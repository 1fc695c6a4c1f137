import * as l10n from '@vscode/l10n';

import { formCopying } from '../wizard/form.ts';
import type { CommandContext } from './shared/context.ts';
import { createFromDraft } from './shared/creating.ts';
import { targetOf } from './shared/targets.ts';

/** Lettr: Duplicate Webhook. Asks for the new URL first, then for what Lettr doesn't return, and ends in the review. */
export async function duplicateWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const target = await targetOf(args, context, {
    placeholder: l10n.t('Select a webhook to duplicate'),
    isWrite: true,
  });
  const { webhook: original } = target;
  const creation = { scope: target, context, original, isDisabledAfterwards: !original.enabled };
  await createFromDraft(formCopying(original), creation, { at: 'url' });
}
