import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Webhook } from '../../api/types.ts';
import type { WebhookForm } from '../../wizard/form.ts';

/** A form that a wizard left behind. */
export interface UnfinishedForm {
  readonly form: WebhookForm;
  /** In an edit: the webhook as it was when the form was begun. */
  readonly webhook?: Webhook;
}

/** Whether to go on with a form that was left; `undefined` when the person pressed Esc. */
export async function askToResume(title: string): Promise<'continue' | 'startOver' | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        id: 'continue' as const,
        label: l10n.t('Continue'),
        detail: l10n.t('With everything that was typed in this window.'),
      },
      {
        id: 'startOver' as const,
        label: l10n.t('Start Over'),
        detail: l10n.t('What was typed is discarded.'),
      },
    ],
    { title, placeHolder: l10n.t('This was begun before and not finished'), ignoreFocusOut: true },
  );
  return picked?.id;
}
