import * as l10n from '@vscode/l10n';

import { tellWait } from '../messages/problems.ts';
import { withProgress } from '../platform/vscode/progress.ts';
import { plain } from '../platform/text.ts';
import { REVIEW } from '../wizard/vscode/create.ts';
import { type WebhookForm, formLike } from '../wizard/form.ts';
import { runBulk } from './shared/bulk.ts';
import type { CommandContext } from './shared/context.ts';
import { createFrom } from './shared/creating.ts';
import { accountsOf, namesOf, setOneEnabled } from './shared/enabling.ts';
import { inContext } from './shared/failure.ts';
import { doneText } from './shared/outcome.ts';
import { type Target, targetsOf } from './shared/targets.ts';

/** Lettr: Delete Webhook. */
export async function deleteWebhooks(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const targets = await targetsOf(args, context, {
    placeholder: l10n.t('Which webhook shall be deleted?'),
    isWrite: true,
  });
  const [target] = targets;
  if (targets.length > 1) {
    await deleteMany(targets, context);
    return;
  }
  switch (await askOne(target, context)) {
    case 'delete':
      await deleteOne(target, context);
      return;
    case 'disable':
      await setOneEnabled(target, false, context);
      return;
    case undefined:
  }
}

async function askOne(target: Target, { ask }: CommandContext): Promise<'delete' | 'disable' | undefined> {
  const { webhook } = target;
  const labels = { delete: l10n.t('Delete'), disable: l10n.t('Disable Instead') };
  const answer = await ask({
    text: l10n.t('Delete webhook "{0}"?', plain(webhook.name)),
    detail: [
      l10n.t('Lettr stops delivering events to {0}.', plain(webhook.url)),
      ...(webhook.hasCredentials ? [l10n.t('The credentials that Lettr holds for it are lost.')] : []),
      l10n.t('Account: {0}', accountsOf([target])),
    ].join('\n'),
    answers: webhook.enabled ? [labels.delete, labels.disable] : [labels.delete],
  });
  if (answer === labels.delete) {
    return 'delete';
  }
  return answer === labels.disable ? 'disable' : undefined;
}

function deleteOne(target: Target, context: CommandContext): Promise<void> {
  const { account, store, webhook } = target;
  const name = plain(webhook.name, 60);
  return inContext(
    { account, verb: 'delete', actions: { tryAgain: () => deleteOne(target, context) } },
    async () => {
      const { answerLost } = await withProgress(l10n.t('Deleting webhook "{0}"', name), ({ signal, tell }) =>
        store.delete(webhook.id, { signal, onWait: (wait) => tell(tellWait(wait)) }),
      );
      const text = doneText(l10n.t('Deleted webhook "{0}".', name), answerLost);
      offerUndo(text, { target, form: formLike(webhook) }, context);
    },
  );
}

interface Deleted {
  readonly target: Target;
  /** The webhook to be made again. Its credentials have to be typed: the API never returns them. */
  readonly form: WebhookForm;
}

/** Offers Undo, and offers it again with all that was typed when its wizard is left. */
function offerUndo(text: string, deleted: Deleted, context: CommandContext): void {
  const { target, form } = deleted;
  const left = l10n.t('Webhook "{0}" was deleted; Undo makes it again.', plain(target.webhook.name, 60));
  const creation = {
    scope: target,
    context,
    isDisabledAfterwards: !target.webhook.enabled,
    onLeft: () => offerUndo(left, deleted, context),
  };
  context.tell({
    severity: 'information',
    text,
    actions: [{ label: l10n.t('Undo'), run: () => createFrom(form, creation, { at: REVIEW }) }],
  });
}

async function deleteMany(targets: readonly Target[], context: CommandContext): Promise<void> {
  const answer = l10n.t('Delete');
  const chosen = await context.ask({
    text: l10n.t('Delete {0} webhooks?', targets.length),
    detail: [
      namesOf(targets),
      accountsOf(targets),
      l10n.t(
        'Lettr stops delivering events to them. Several webhooks at once cannot be brought back with Undo.',
      ),
    ].join('\n'),
    answers: [answer],
  });
  if (chosen !== answer) {
    return;
  }
  await runBulk({
    title: l10n.t('Deleting webhooks'),
    doneWords: (count) => l10n.t('{0} deleted', count),
    targets,
    skipped: { targets: [], words: '' },
    work: ({ store, webhook }, options) => store.delete(webhook.id, options),
    context,
    verb: 'delete',
  });
}
