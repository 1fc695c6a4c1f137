import * as l10n from '@vscode/l10n';

import { withCallProgress } from '../messages/vscode/callProgress.ts';
import { plain } from '../platform/text.ts';
import { REVIEW } from '../wizard/review.ts';
import { formLike } from '../wizard/form.ts';
import { namesOf, runBulk } from './shared/bulk.ts';
import type { CommandContext } from './shared/context.ts';
import { createFrom } from './shared/creating.ts';
import { accountsOf, setOneEnabled } from './shared/enabling.ts';
import { inContext } from './shared/failure.ts';
import { doneText } from './shared/outcome.ts';
import { newDraft } from './shared/resumeDraft.ts';
import { type Target, targetsOf } from './shared/targets.ts';

/** Lettr: Delete Webhook. */
export async function deleteWebhooks(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const targets = await targetsOf(args, context, {
    placeholder: l10n.t('Select a webhook to delete'),
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
      l10n.t('Lettr will stop delivering events to {0}.', plain(webhook.url)),
      ...(webhook.hasCredentials ? [l10n.t("Its credentials can't be recovered.")] : []),
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
      const { answerLost } = await withCallProgress(l10n.t('Deleting webhook "{0}"', name), (options) =>
        store.delete(webhook.id, options),
      );
      offerRestore(doneText(l10n.t('Deleted webhook "{0}".', name), answerLost), target, context);
    },
  );
}

/**
 * Offers to make a deleted webhook again, and offers it once more with all that was typed when that wizard is left. Its
 * credentials have to be typed: the API never returns them.
 */
function offerRestore(
  text: string,
  target: Target,
  context: CommandContext,
  draft = newDraft(formLike(target.webhook)),
): void {
  const { webhook } = target;
  const creation = {
    scope: target,
    context,
    restored: webhook,
    isDisabledAfterwards: !webhook.enabled,
    onLeft: () =>
      offerRestore(l10n.t('Deleted webhook "{0}".', plain(webhook.name, 60)), target, context, draft),
  };
  context.tell({
    severity: 'information',
    text,
    actions: [
      { label: l10n.t('Restore…'), run: () => createFrom(draft, creation, { at: draft.step ?? REVIEW }) },
    ],
  });
}

async function deleteMany(targets: readonly Target[], context: CommandContext): Promise<void> {
  const answer = l10n.t('Delete');
  const chosen = await context.ask({
    text: l10n.t('Delete {0} webhooks?', targets.length),
    detail: [
      namesOf(targets),
      accountsOf(targets),
      l10n.t("Lettr will stop delivering events to them. You can't restore several webhooks at once."),
    ].join('\n'),
    answers: [answer],
  });
  if (chosen !== answer) {
    return;
  }
  await runBulk({
    title: l10n.t('Deleting webhooks'),
    doneWords: (count) =>
      count === 1 ? l10n.t('Deleted 1 webhook.') : l10n.t('Deleted {0} webhooks.', count),
    targets,
    skippedWords: undefined,
    work: ({ store, webhook }, options) => store.delete(webhook.id, options),
    context,
    verb: 'delete',
  });
}
