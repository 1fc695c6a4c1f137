import * as l10n from '@vscode/l10n';

import { emptyForm, isTouched } from '../wizard/form.ts';
import type { CommandContext } from './shared/context.ts';
import { createFrom, draftKey } from './shared/creating.ts';
import { askContinue } from './shared/kept.ts';
import { currentPlace, readList, refuseSandbox } from './shared/targets.ts';

/** Lettr: Create Webhook. */
export async function createWebhook(context: CommandContext): Promise<void> {
  const place = await currentPlace(context);
  refuseSandbox(place.account);
  await readList(place);
  const left = context.drafts.get(draftKey(place));
  const kept = left && isTouched(left.form, emptyForm()) ? left : undefined;
  const answer = kept ? await askContinue(l10n.t('Create Webhook')) : 'startOver';
  if (answer === undefined) {
    return;
  }
  await createFrom(answer === 'continue' && kept ? kept.form : emptyForm(), { place, context });
}
