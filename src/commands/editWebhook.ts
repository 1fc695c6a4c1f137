import * as l10n from '@vscode/l10n';

import { Cancelled } from '../api/errors.ts';
import type { Webhook, WebhookPatch } from '../api/types.ts';
import { withCallProgress } from '../messages/vscode/callProgress.ts';
import { accountWords } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import type { Action } from '../platform/vscode/notify.ts';
import { writtenChanges } from '../webhooks/fields.ts';
import type { Start } from '../wizard/engine.ts';
import { type WebhookForm, formOf, patchOf, patchSize, rebase } from '../wizard/form.ts';
import { sectionOf } from '../wizard/sections.ts';
import { runEditWizard } from '../wizard/vscode/edit.ts';
import { endpointToCheck } from './shared/checking.ts';
import type { CommandContext, EndpointToCheck } from './shared/context.ts';
import { offerGenerated } from './shared/credentialOffer.ts';
import { isEnablingMeant } from './shared/enabling.ts';
import { Failure, type FailureContext, inContext } from './shared/failure.ts';
import { tellDone } from './shared/outcome.ts';
import {
  type DraftPlace,
  type WebhookFormDraft,
  dropUntouched,
  newDraft,
  resumeDraft,
  webhookDraftPlace,
} from './shared/resumeDraft.ts';
import { textIn } from './shared/rowArgument.ts';
import { type AccountScope, targetOf } from './shared/targets.ts';
import { validationStep } from './shared/validationStep.ts';

/** Lettr: Edit Webhook. `field` in the argument opens one of the fields: the name of a row of the wizard's list. */
export async function editWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const target = await targetOf(args, context, {
    placeholder: l10n.t('Select a webhook to edit'),
    isWrite: true,
  });
  const webhook = await readAnew(target, target.webhook.id);
  const draft = await resumeDraft(draftPlace({ scope: target, context, webhook }), () =>
    newDraft(formOf(webhook), webhook),
  );
  if (draft) {
    const edit = { draft, form: draft.form, webhook: draft.webhook ?? webhook, scope: target, context };
    await editFrom(edit, { at: sectionOf(textIn(args[0], 'field')) ?? draft.step });
  }
}

/** An edit under way; `webhook` is what the form was made from. */
interface Edit {
  readonly draft: WebhookFormDraft;
  readonly form: WebhookForm;
  readonly webhook: Webhook;
  readonly scope: AccountScope;
  readonly context: CommandContext;
}

async function editFrom(edit: Edit, start: Start = {}): Promise<void> {
  const { draft, form, webhook, scope, context } = edit;
  context.drafts.keep(draftPlace(edit).key, draft);
  const end = await runEditWizard(
    form,
    {
      accountWords: accountWords(scope.account),
      webhook,
      others: () => [...scope.store.webhooks.values()].filter(({ id }) => id !== webhook.id),
      checkEndpoint: async (typed) => void (await context.checkEndpoint(toCheck(edit, typed))),
    },
    { ...start, onStep: (id) => (draft.step = id) },
  );
  if (end === 'done') {
    await save(edit);
  } else {
    dropUntouched(draftPlace(edit), draft);
  }
}

async function save(edit: Edit): Promise<void> {
  const { form, webhook, scope, context } = edit;
  const now = await readAnew(scope, webhook.id, contextOf(edit));
  const changes = changesBetween(webhook, now);
  let current: Edit = { ...edit, webhook: now };
  if (changes.length > 0) {
    const isMeant = await askAboutChanges(context, webhook, changes);
    rebase(form, webhook, now);
    current = { ...current, draft: { ...edit.draft, initial: formOf(now), webhook: now } };
    context.drafts.keep(draftPlace(edit).key, current.draft);
    if (!isMeant) {
      await editFrom(current);
      return;
    }
  }
  const patch = patchOf(form, now);
  const target = { account: scope.account, store: scope.store, webhook: now };
  if (patch.enabled && !(await isEnablingMeant(target, context))) {
    await editFrom(current);
    return;
  }
  if (patchSize(patch) > 0) {
    await send(current, patch);
  } else {
    context.drafts.drop(draftPlace(edit).key);
    tellDone(context, l10n.t('There are no changes left to save.'), false);
  }
}

async function send(edit: Edit, patch: WebhookPatch): Promise<void> {
  const name = plain(edit.webhook.name, 60);
  try {
    const { answerLost } = await withCallProgress(l10n.t('Saving webhook "{0}"', name), (options) =>
      edit.scope.store.update(edit.webhook.id, patch, options),
    );
    edit.context.drafts.drop(draftPlace(edit).key);
    tellDone(edit.context, l10n.t('Saved webhook "{0}".', name), answerLost);
    offerGenerated(edit.context, edit.form);
  } catch (error) {
    const refused = validationStep(error);
    if (refused) {
      await editFrom(edit, { at: refused.step, problem: refused.text });
      return;
    }
    if (error instanceof Cancelled) {
      edit.context.tell({
        severity: 'information',
        text: l10n.t("Your changes weren't saved. VS Code keeps what you entered."),
        actions: [{ label: l10n.t('Review'), run: () => editFrom(edit) }],
      });
    }
    throw new Failure(error, contextOf(edit));
  }
}

function toCheck({ form, webhook, scope }: Edit, typed = form): EndpointToCheck {
  return endpointToCheck(typed, { accountId: scope.account.id, webhook });
}

function contextOf(edit: Edit): FailureContext {
  const { context } = edit;
  const review: Action = { label: l10n.t('Review'), run: () => editFrom(edit) };
  return {
    account: edit.scope.account,
    verb: 'change',
    actions: {
      editUrl: () => editFrom(edit, { at: 'url' }),
      checkEndpoint: () => context.checkEndpoint(toCheck(edit), [review]),
      review: review.run,
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
    withCallProgress(l10n.t('Loading the webhook'), (options) => store.get(id, options)),
  );
}

async function askAboutChanges(
  { ask }: CommandContext,
  webhook: Webhook,
  changes: readonly string[],
): Promise<boolean> {
  const saveAnyway = l10n.t('Save Anyway');
  const answer = await ask({
    text: l10n.t('Webhook "{0}" has changed since you started editing it.', plain(webhook.name)),
    detail: `${changes.join('\n')}\n\n${l10n.t('Save your changes anyway, or review them first?')}`,
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

function draftPlace({
  scope,
  webhook,
  context,
}: Pick<Edit, 'scope' | 'webhook' | 'context'>): DraftPlace<WebhookFormDraft> {
  const key = `edit ${scope.account.id} ${webhook.id}`;
  return webhookDraftPlace(context.drafts, key, l10n.t('Edit Webhook'));
}
