import * as l10n from '@vscode/l10n';

import { emptyForm, isTouched } from '../wizard/form.ts';
import type { CommandContext } from './shared/context.ts';
import { createFrom, draftKey } from './shared/creating.ts';
import { askToResume } from './shared/resumeDraft.ts';
import { currentScope, readList, refuseSandbox } from './shared/targets.ts';

/** Lettr: Create Webhook. */
export async function createWebhook(context: CommandContext): Promise<void> {
  const scope = await currentScope(context);
  refuseSandbox(scope.account);
  await readList(scope);
  const left = context.drafts.get(draftKey(scope));
  const kept = left && isTouched(left.form, emptyForm()) ? left : undefined;
  const answer = kept ? await askToResume(l10n.t('Create Webhook')) : 'startOver';
  if (answer === undefined) {
    return;
  }
  await createFrom(answer === 'continue' && kept ? kept.form : emptyForm(), { scope, context });
}
