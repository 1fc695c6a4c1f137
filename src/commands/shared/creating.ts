import * as l10n from '@vscode/l10n';

import { Cancelled, isProblem } from '../../api/errors.ts';
import type { Webhook } from '../../api/types.ts';
import { tellWait } from '../../messages/problems.ts';
import { accountWords } from '../../messages/words.ts';
import { withProgress } from '../../platform/vscode/progress.ts';
import { plain } from '../../platform/text.ts';
import type { Written } from '../../webhooks/state.ts';
import { REVIEW, runCreateWizard } from '../../wizard/vscode/create.ts';
import type { Start } from '../../wizard/engine.ts';
import { type WebhookForm, draftOf, emptyForm, formCopying, isTouched } from '../../wizard/form.ts';
import type { CommandContext } from './context.ts';
import { Failure } from './failure.ts';
import { tellDone } from './outcome.ts';
import { validationStep } from './validationStep.ts';
import type { AccountScope } from './targets.ts';

export interface Creation {
  readonly scope: AccountScope;
  readonly context: CommandContext;
  /** The webhook that is duplicated. */
  readonly original?: Webhook;
  /** The webhook was disabled before; the API creates enabled ones only. */
  readonly isDisabledAfterwards?: boolean;
  /** What becomes of a form that was not sent; by default it is kept for the next time. */
  readonly onLeft?: () => void;
}

/** Asks for what is missing in `form` and creates the webhook. Whatever happens, what was typed is kept for the window. */
export async function createFrom(form: WebhookForm, creation: Creation, start: Start = {}): Promise<void> {
  const { scope, context, original, isDisabledAfterwards = false } = creation;
  const key = draftKey(scope, original);
  if (!creation.onLeft) {
    // Kept from the first letter on: another start of the wizard may end this one at any time.
    context.drafts.keep(key, { form });
  }
  const end = await runCreateWizard(
    form,
    {
      accountWords: accountWords(scope.account),
      others: () => scope.store.webhooks.values(),
      isDisabledAfterwards,
      ...(original && {
        title: l10n.t('Duplicate Webhook'),
        whyCredentials: l10n.t('Lettr never returns credentials, so they have to be typed again.'),
      }),
    },
    start,
  );
  if (context.drafts.get(key)?.form === form && !isTouched(form, untouchedForm(original))) {
    context.drafts.drop(key);
  }
  if (end === 'done') {
    await send(form, creation);
  } else {
    creation.onLeft?.();
  }
}

async function send(form: WebhookForm, creation: Creation): Promise<void> {
  const { scope, context } = creation;
  const draft = draftOf(form);
  const name = plain(draft.name, 60);
  const resume = (start: Start): Promise<void> => createFrom(form, creation, start);
  let created: Written<Webhook>;
  try {
    created = await withProgress(l10n.t('Creating webhook "{0}"', name), ({ signal, tell }) =>
      scope.store.create(draft, { signal, onWait: (wait) => tell(tellWait(wait)) }),
    );
  } catch (error) {
    const refused = validationStep(error);
    if (refused) {
      await resume({ at: refused.step ?? REVIEW, problem: refused.text });
      return;
    }
    creation.onLeft?.();
    throw failureOf(error, draft.url, creation, resume, () => send(form, creation));
  }
  if (!creation.onLeft) {
    context.drafts.drop(draftKey(scope, creation.original));
  }
  tellDone(context, l10n.t('Created webhook "{0}".', name), created.answerLost);
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
    await withProgress(l10n.t('Disabling webhook "{0}"', name), ({ signal, tell }) =>
      scope.store.update(webhook.id, { enabled: false }, { signal, onWait: (wait) => tell(tellWait(wait)) }),
    );
  } catch (error) {
    context.tell({
      severity: 'warning',
      text: l10n.t('Webhook "{0}" was created and is still enabled.', name),
      actions: [{ label: l10n.t('Disable'), run: again }],
    });
    throw new Failure(error, { account: scope.account, verb: 'change', actions: { tryAgain: again } });
  }
}

function failureOf(
  error: unknown,
  url: string,
  { scope, context }: Creation,
  resume: (start: Start) => Promise<void>,
  again: () => Promise<void>,
): unknown {
  if (error instanceof Cancelled) {
    context.tell({
      severity: 'information',
      text: l10n.t('Nothing was created; what you typed is kept.'),
      actions: [{ label: l10n.t('Review'), run: () => resume({ at: REVIEW }) }],
    });
    return error;
  }
  const revealIt = async (): Promise<void> => {
    await scope.store.load();
    const other = [...scope.store.webhooks.values()].find((webhook) => webhook.url === url);
    if (other) {
      await context.view.reveal(other.id, scope.account.id);
    }
  };
  return new Failure(error, {
    account: scope.account,
    verb: 'create',
    actions: {
      editUrl: () => resume({ at: 'url' }),
      review: () => resume({ at: REVIEW }),
      tryAgain: again,
      ...(isProblem(error, 'conflict') && { revealIt }),
    },
  });
}

/** Under which name an unfinished creation, or duplication of a webhook, is kept. */
export function draftKey({ account }: AccountScope, original?: Webhook): string {
  return original ? `duplicate ${account.id} ${original.id}` : `create ${account.id}`;
}

/** What the wizard begins with, before anything is typed. */
export function untouchedForm(original?: Webhook): WebhookForm {
  return original ? formCopying(original) : emptyForm();
}
