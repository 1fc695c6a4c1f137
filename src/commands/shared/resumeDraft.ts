import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Webhook } from '../../api/types.ts';
import { plain } from '../../platform/text.ts';
import type { Draft, Drafts } from '../../wizard/drafts.ts';
import { type WebhookForm, isTouched } from '../../wizard/form.ts';

/** What a webhook's wizard left behind. */
export interface WebhookFormDraft extends Draft<WebhookForm> {
  /** The form as it was before anything was typed. */
  readonly initial: WebhookForm;
  /** In an edit: the webhook as it was when the form was begun. */
  readonly webhook?: Webhook;
}

/** Where a draft is kept, and how it is offered. */
export interface DraftPlace<D extends Draft<unknown>> {
  readonly drafts: Drafts<D>;
  readonly key: string;
  /** The wizard's. */
  readonly title: string;
  /** What the person calls it; `''` when it has no name yet. Untrusted text. */
  readonly nameOf: (draft: D) => string;
  /** Whether the draft holds anything that would be missed. */
  readonly isTouched: (draft: D) => boolean;
}

/**
 * The draft to go on with: the one that was left, when the person wants it, or a new one, which is kept from now on.
 *
 * @param begin makes the new one.
 * @returns `undefined` when the person pressed Esc; what was left is then kept.
 */
export async function resumeDraft<D extends Draft<unknown>>(
  place: DraftPlace<D>,
  begin: () => D,
): Promise<D | undefined> {
  const { drafts, key } = place;
  const left = drafts.get(key);
  const answer =
    left && place.isTouched(left) ? await askToResume(place.title, place.nameOf(left)) : 'startOver';
  if (answer === undefined) {
    return undefined;
  }
  const draft = answer === 'continue' && left ? left : begin();
  drafts.keep(key, draft);
  return draft;
}

/** Forgets a draft that holds nothing, unless another wizard has put its own there meanwhile. */
export function dropUntouched<D extends Draft<unknown>>(place: DraftPlace<D>, draft: D): void {
  const { drafts, key } = place;
  if (drafts.get(key)?.form === draft.form && !place.isTouched(draft)) {
    drafts.drop(key);
  }
}

async function askToResume(title: string, name: string): Promise<'continue' | 'startOver' | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        id: 'continue' as const,
        label: l10n.t('Continue'),
        detail:
          name.trim() === ''
            ? l10n.t('Resume where you left off')
            : l10n.t('Resume "{0}" where you left off', plain(name, 60)),
      },
      { id: 'startOver' as const, label: l10n.t('Start Over'), detail: l10n.t('Discard the draft') },
    ],
    { title, placeHolder: l10n.t('You have an unfinished draft'), ignoreFocusOut: true },
  );
  return picked?.id;
}

/** A draft of a webhook that begins with `initial`. */
export function newDraft(initial: WebhookForm, webhook?: Webhook): WebhookFormDraft {
  return { form: { ...initial }, initial, ...(webhook && { webhook }) };
}

/** Where a webhook's draft is kept; `title` is the wizard's. */
export function webhookDraftPlace(
  drafts: Drafts<WebhookFormDraft>,
  key: string,
  title: string,
): DraftPlace<WebhookFormDraft> {
  return {
    drafts,
    key,
    title,
    nameOf: ({ form }) => form.name,
    isTouched: ({ form, initial }) => isTouched(form, initial),
  };
}
