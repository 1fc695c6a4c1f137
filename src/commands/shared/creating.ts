import * as l10n from '@vscode/l10n';

import { Cancelled, isProblem } from '../../api/errors.ts';
import type { Webhook } from '../../api/types.ts';
import { withCallProgress } from '../../messages/vscode/callProgress.ts';
import { accountWords } from '../../messages/words.ts';
import { plain } from '../../platform/text.ts';
import type { Action } from '../../platform/vscode/notify.ts';
import { sameEndpoint } from '../../webhooks/endpoint.ts';
import type { Written } from '../../webhooks/state.ts';
import { REVIEW } from '../../wizard/review.ts';
import { runCreateWizard } from '../../wizard/vscode/create.ts';
import type { Start } from '../../wizard/engine.ts';
import { type WebhookForm, draftOf, endpointOf } from '../../wizard/form.ts';
import { endpointToCheck } from './checking.ts';
import type { CommandContext } from './context.ts';
import { offerGenerated } from './credentialOffer.ts';
import { Failure } from './failure.ts';
import { tellDone } from './outcome.ts';
import {
  type DraftPlace,
  type WebhookFormDraft,
  dropUntouched,
  newDraft,
  resumeDraft,
  webhookDraftPlace,
} from './resumeDraft.ts';
import type { AccountScope } from './targets.ts';
import { validationStep } from './validationStep.ts';

/** A webhook that is to be created, and where. */
export interface Creation {
  readonly scope: AccountScope;
  readonly context: CommandContext;
  /** The webhook that is duplicated. */
  readonly original?: Webhook;
  /** The deleted webhook that is made again. */
  readonly restored?: Webhook;
  /** The webhook was disabled before; the API only creates enabled ones. */
  readonly isDisabledAfterwards?: boolean;
  /** Told when the wizard was left, or what it sent failed. */
  readonly onLeft?: () => void;
}

/**
 * Asks for a new webhook and creates it, going on with a draft where the person wants it.
 *
 * @param fresh what the wizard begins with otherwise.
 * @param start where it begins then.
 */
export async function createFromDraft(
  fresh: WebhookForm,
  creation: Creation,
  start: Start = {},
): Promise<void> {
  const draft = await resumeDraft(draftPlace(creation), () => newDraft(fresh));
  if (draft) {
    await createFrom(draft, creation, draft.step === undefined ? start : { at: draft.step });
  }
}

/** Asks for what is missing in the draft's form and creates the webhook. Whatever happens, what was typed is kept. */
export async function createFrom(
  draft: WebhookFormDraft,
  creation: Creation,
  start: Start = {},
): Promise<void> {
  const { scope, context, isDisabledAfterwards = false } = creation;
  const { form } = draft;
  if (!creation.restored) {
    context.drafts.keep(draftKey(creation), draft);
  }
  const end = await runCreateWizard(
    form,
    {
      accountWords: accountWords(scope.account),
      others: () => scope.store.webhooks.values(),
      isDisabledAfterwards,
      checkEndpoint: async (typed) => void (await context.checkEndpoint(endpointToCheck(typed))),
      title: titleOf(creation),
      ...((creation.original ?? creation.restored) && {
        whyCredentials: l10n.t("Lettr doesn't return stored credentials, so enter them again."),
      }),
    },
    { ...start, onStep: (id) => (draft.step = id) },
  );
  if (end === 'done') {
    await send(draft, creation);
    return;
  }
  dropUntouched(draftPlace(creation), draft);
  creation.onLeft?.();
}

async function send(draft: WebhookFormDraft, creation: Creation): Promise<void> {
  const { scope, context } = creation;
  const webhook = draftOf(draft.form);
  const name = plain(webhook.name, 60);
  const resume = (start: Start): Promise<void> => createFrom(draft, creation, start);
  let created: Written<Webhook>;
  try {
    created = await withCallProgress(l10n.t('Creating webhook "{0}"', name), (options) =>
      scope.store.create(webhook, options),
    );
  } catch (error) {
    const refused = validationStep(error);
    if (refused) {
      await resume({ at: refused.step ?? REVIEW, problem: refused.text });
      return;
    }
    creation.onLeft?.();
    throw failureOf(error, { draft, creation, resume });
  }
  context.drafts.drop(draftKey(creation));
  tellDone(context, l10n.t('Created webhook "{0}".', name), created.answerLost);
  offerGenerated(context, draft.form);
  if (creation.isDisabledAfterwards) {
    await disable(scope, created.value, context);
  }
  await context.view.reveal(created.value.id, scope.account.id);
}

/** The second half of making a disabled webhook; it can be tried again by itself. */
async function disable(scope: AccountScope, webhook: Webhook, context: CommandContext): Promise<void> {
  const name = plain(webhook.name, 60);
  const again = (): Promise<void> => disable(scope, webhook, context);
  try {
    await withCallProgress(l10n.t('Disabling webhook "{0}"', name), (options) =>
      scope.store.update(webhook.id, { enabled: false }, options),
    );
  } catch (error) {
    context.tell({
      severity: 'warning',
      text: l10n.t('Webhook "{0}" was created, but it\'s still enabled.', name),
      actions: [{ label: l10n.t('Disable'), run: again }],
    });
    throw new Failure(error, { account: scope.account, verb: 'change', actions: { tryAgain: again } });
  }
}

interface Sent {
  readonly draft: WebhookFormDraft;
  readonly creation: Creation;
  /** Opens the wizard again. */
  readonly resume: (start: Start) => Promise<void>;
}

function failureOf(error: unknown, { draft, creation, resume }: Sent): unknown {
  const { scope, context } = creation;
  const { form } = draft;
  const review: Action = { label: l10n.t('Review'), run: () => resume({ at: REVIEW }) };
  if (error instanceof Cancelled) {
    context.tell({
      severity: 'information',
      text: l10n.t("The webhook wasn't created. VS Code keeps what you entered."),
      actions: [review],
    });
    return error;
  }
  const revealIt = async (): Promise<void> => {
    await scope.store.load();
    const { url } = endpointOf(form);
    const other = [...scope.store.webhooks.values()].find((webhook) => sameEndpoint(webhook.url, url));
    if (other) {
      await context.view.reveal(other.id, scope.account.id);
    }
  };
  return new Failure(error, {
    account: scope.account,
    verb: 'create',
    actions: {
      editUrl: () => resume({ at: 'url' }),
      checkEndpoint: () => context.checkEndpoint(endpointToCheck(form), [review]),
      review: review.run,
      tryAgain: () => send(draft, creation),
      ...(isProblem(error, 'conflict') && { revealIt }),
    },
  });
}

function draftPlace(creation: Creation): DraftPlace<WebhookFormDraft> {
  return webhookDraftPlace(creation.context.drafts, draftKey(creation), titleOf(creation));
}

function draftKey({ scope, original, restored }: Creation): string {
  if (restored) {
    return `restore ${scope.account.id} ${restored.id}`;
  }
  return original ? `duplicate ${scope.account.id} ${original.id}` : `create ${scope.account.id}`;
}

function titleOf({ original, restored }: Creation): string {
  if (restored) {
    return l10n.t('Restore Webhook');
  }
  return original ? l10n.t('Duplicate Webhook') : l10n.t('Create Webhook');
}
