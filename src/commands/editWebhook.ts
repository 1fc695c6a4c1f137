import * as l10n from '@vscode/l10n';

import { Cancelled } from '../api/errors.ts';
import type { Webhook, WebhookPatch } from '../api/types.ts';
import { tellWait } from '../messages/problems.ts';
import { accountWords } from '../messages/words.ts';
import { withProgress } from '../platform/vscode/progress.ts';
import { plain } from '../platform/text.ts';
import { writtenChanges } from '../webhooks/fields.ts';
import { runEditWizard } from '../wizard/vscode/edit.ts';
import type { Start } from '../wizard/engine.ts';
import { type WebhookForm, formOf, isTouched, patchOf, patchSize, rebase } from '../wizard/form.ts';
import type { CommandContext } from './shared/context.ts';
import { isEnablingMeant } from './shared/enabling.ts';
import { Failure, type FailureContext, Refusal, inContext } from './shared/failure.ts';
import { askToResume } from './shared/resumeDraft.ts';
import { tellDone } from './shared/outcome.ts';
import { validationStep } from './shared/validationStep.ts';
import { type AccountScope, targetsOf } from './shared/targets.ts';

/** Lettr: Edit Webhook. */
export async function editWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  // A menu hands over the whole selection too; the row that was clicked is meant.
  const [target, ...others] = await targetsOf(args.slice(0, 1), context, {
    placeholder: l10n.t('Which webhook shall be edited?'),
    isWrite: true,
  });
  if (others.length > 0) {
    throw new Refusal({
      severity: 'information',
      text: l10n.t('Select one webhook to edit it.'),
      actions: [],
    });
  }
  const webhook = await readAnew(target, target.webhook.id);
  const left = context.drafts.get(draftKey(target, webhook.id));
  const kept = left?.webhook && isTouched(left.form, formOf(left.webhook)) ? left : undefined;
  const answer = kept ? await askToResume(l10n.t('Edit Webhook')) : 'startOver';
  if (answer === undefined) {
    return;
  }
  const goesOn = answer === 'continue' && kept?.webhook;
  const edit = goesOn ? { form: kept.form, webhook: kept.webhook } : { form: formOf(webhook), webhook };
  await editFrom({ ...edit, scope: target, context });
}

/** An edit under way; `webhook` is what the form was made from. */
interface Edit {
  readonly form: WebhookForm;
  readonly webhook: Webhook;
  readonly scope: AccountScope;
  readonly context: CommandContext;
}

async function editFrom(edit: Edit, start: Start = {}): Promise<void> {
  const { form, webhook, scope, context } = edit;
  const key = draftKey(scope, webhook.id);
  // Kept from the first letter on: another start of the wizard may end this one at any time.
  context.drafts.keep(key, { form, webhook });
  const end = await runEditWizard(
    form,
    {
      accountWords: accountWords(scope.account),
      webhook,
      others: () => [...scope.store.webhooks.values()].filter(({ id }) => id !== webhook.id),
    },
    start,
  );
  if (context.drafts.get(key)?.form === form && !isTouched(form, formOf(webhook))) {
    context.drafts.drop(key);
  }
  if (end === 'done') {
    await save(edit);
  }
}

async function save(edit: Edit): Promise<void> {
  const { form, webhook, scope, context } = edit;
  const now = await readAnew(scope, webhook.id, contextOf(edit));
  const changes = changesBetween(webhook, now);
  if (changes.length > 0) {
    const isMeant = await askAboutChanges(context, webhook, changes);
    rebase(form, webhook, now);
    context.drafts.keep(draftKey(scope, webhook.id), { form, webhook: now });
    if (!isMeant) {
      await editFrom({ ...edit, webhook: now });
      return;
    }
  }
  const patch = patchOf(form, now);
  const target = { account: scope.account, store: scope.store, webhook: now };
  if (patch.enabled && !(await isEnablingMeant(target, context))) {
    await editFrom({ ...edit, webhook: now });
    return;
  }
  if (patchSize(patch) > 0) {
    await send({ ...edit, webhook: now }, patch);
  } else {
    context.drafts.drop(draftKey(scope, webhook.id));
    tellDone(context, l10n.t('Nothing was left to save.'), false);
  }
}

async function send(edit: Edit, patch: WebhookPatch): Promise<void> {
  const name = plain(edit.webhook.name, 60);
  try {
    const { answerLost } = await withProgress(l10n.t('Saving webhook "{0}"', name), ({ signal, tell }) =>
      edit.scope.store.update(edit.webhook.id, patch, { signal, onWait: (wait) => tell(tellWait(wait)) }),
    );
    edit.context.drafts.drop(draftKey(edit.scope, edit.webhook.id));
    tellDone(edit.context, l10n.t('Saved webhook "{0}".', name), answerLost);
  } catch (error) {
    const refused = validationStep(error);
    if (refused) {
      await editFrom(edit, { at: refused.step, problem: refused.text });
      return;
    }
    if (error instanceof Cancelled) {
      edit.context.tell({
        severity: 'information',
        text: l10n.t('Nothing was saved; what you typed is kept.'),
        actions: [{ label: l10n.t('Review'), run: () => editFrom(edit) }],
      });
    }
    throw new Failure(error, contextOf(edit));
  }
}

function contextOf(edit: Edit): FailureContext {
  return {
    account: edit.scope.account,
    verb: 'change',
    actions: {
      editUrl: () => editFrom(edit, { at: 'url' }),
      review: () => editFrom(edit),
      tryAgain: () => save(edit),
    },
  };
}

function readAnew(
  { account, store }: AccountScope,
  id: string,
  context: FailureContext = { account, verb: 'read' },
): Promise<Webhook> {
  return inContext(context, () =>
    withProgress(l10n.t('Reading the webhook'), ({ signal, tell }) =>
      store.get(id, { signal, onWait: (wait) => tell(tellWait(wait)) }),
    ),
  );
}

async function askAboutChanges(
  { ask }: CommandContext,
  webhook: Webhook,
  changes: readonly string[],
): Promise<boolean> {
  const saveAnyway = l10n.t('Save Anyway');
  const answer = await ask({
    text: l10n.t('"{0}" was changed elsewhere meanwhile.', plain(webhook.name)),
    detail: `${changes.join('\n')}\n\n${l10n.t('Your changes are kept. Review shows them on top of these.')}`,
    answers: [saveAnyway, l10n.t('Review')],
  });
  if (answer === undefined) {
    throw new Cancelled();
  }
  return answer === saveAnyway;
}

/** What somebody else changed, one line a field; all of it harmless text. */
function changesBetween(before: Webhook, now: Webhook): readonly string[] {
  return writtenChanges(before, now).map(({ label, from, to }) =>
    l10n.t('{0}: was {1}, now {2}', label, from, to),
  );
}

function draftKey({ account }: AccountScope, id: string): string {
  return `edit ${account.id} ${id}`;
}
