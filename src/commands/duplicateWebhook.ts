import * as l10n from '@vscode/l10n';

import { isTouched } from '../wizard/form.ts';
import type { CommandContext } from './shared/context.ts';
import { createFrom, draftKey, untouchedForm } from './shared/creating.ts';
import { askToResume } from './shared/resumeDraft.ts';
import { targetsOf } from './shared/targets.ts';

/** Lettr: Duplicate Webhook. Asks for the new URL first, then for what Lettr does not return, and ends in the review. */
export async function duplicateWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  // A menu hands over the whole selection too; the row that was clicked is meant.
  const [target] = await targetsOf(args.slice(0, 1), context, {
    placeholder: l10n.t('Which webhook shall be duplicated?'),
    isWrite: true,
  });
  const { webhook: original } = target;
  const left = context.drafts.get(draftKey(target, original));
  const kept = left && isTouched(left.form, untouchedForm(original)) ? left : undefined;
  const answer = kept ? await askToResume(l10n.t('Duplicate Webhook')) : 'startOver';
  if (answer === undefined) {
    return;
  }
  const form = answer === 'continue' && kept ? kept.form : untouchedForm(original);
  const creation = { scope: target, context, original, isDisabledAfterwards: !original.enabled };
  await createFrom(form, creation, { at: 'url' });
}
