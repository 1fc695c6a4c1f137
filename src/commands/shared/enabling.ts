import * as l10n from '@vscode/l10n';

import { tellWait } from '../../messages/problems.ts';
import { accountWords } from '../../messages/words.ts';
import { withProgress } from '../../platform/vscode/progress.ts';
import { plain } from '../../platform/text.ts';
import { healthOf } from '../../webhooks/health.ts';
import { runBulk } from './bulk.ts';
import type { CommandContext } from './context.ts';
import { inContext } from './failure.ts';
import { tellDone } from './outcome.ts';
import type { Target } from './targets.ts';

/** Enables or disables webhooks: one at once, several after a question. */
export async function setEnabled(
  targets: readonly [Target, ...Target[]],
  enabled: boolean,
  context: CommandContext,
): Promise<void> {
  const [target] = targets;
  if (targets.length > 1) {
    await setManyEnabled(targets, enabled, context);
  } else if (!enabled || (await isEnablingMeant(target, context))) {
    await setOneEnabled(target, enabled, context);
  }
}

/** Enables or disables one webhook, without a question. */
export function setOneEnabled(target: Target, enabled: boolean, context: CommandContext): Promise<void> {
  const { account, webhook } = target;
  const name = plain(webhook.name, 60);
  const actions = { tryAgain: () => setOneEnabled(target, enabled, context) };
  return inContext({ account, verb: 'change', actions }, async () => {
    const title = enabled ? l10n.t('Enabling webhook "{0}"', name) : l10n.t('Disabling webhook "{0}"', name);
    const { answerLost } = await withProgress(title, ({ signal, tell }) =>
      target.store.update(webhook.id, { enabled }, { signal, onWait: (wait) => tell(tellWait(wait)) }),
    );
    tellDone(
      context,
      enabled ? l10n.t('Enabled webhook "{0}".', name) : l10n.t('Disabled webhook "{0}".', name),
      answerLost,
    );
  });
}

async function setManyEnabled(
  targets: readonly Target[],
  enabled: boolean,
  context: CommandContext,
): Promise<void> {
  const eligible = targets.filter(({ webhook }) => webhook.enabled !== enabled);
  const skipped = targets.filter((target) => !eligible.includes(target));
  if (eligible.length > 0 && !(await isBulkMeant(eligible, skipped, enabled, context))) {
    return;
  }
  await runBulk({
    title: enabled ? l10n.t('Enabling webhooks') : l10n.t('Disabling webhooks'),
    doneWords: (count) => (enabled ? l10n.t('{0} enabled', count) : l10n.t('{0} disabled', count)),
    targets: eligible,
    skipped: {
      targets: skipped,
      words: enabled ? l10n.t('already enabled') : l10n.t('already disabled'),
    },
    work: ({ store, webhook }, options) => store.update(webhook.id, { enabled }, options),
    context,
    verb: 'change',
  });
}

async function isBulkMeant(
  eligible: readonly Target[],
  skipped: readonly Target[],
  enabled: boolean,
  context: CommandContext,
): Promise<boolean> {
  const answer = enabled ? l10n.t('Enable') : l10n.t('Disable');
  const failed = enabled ? eligible.filter((target) => isDisabledAfterFailures(target, context)) : [];
  const lines = [
    namesOf(eligible),
    accountsOf(eligible),
    ...(failed.length > 0
      ? [l10n.t('Disabled after failures before, and may fail again: {0}', namesOf(failed))]
      : []),
    ...(skipped.length > 0 ? [l10n.t('Left as they are: {0}', namesOf(skipped))] : []),
  ];
  const text = enabled
    ? l10n.t('Enable {0} webhooks?', eligible.length)
    : l10n.t('Disable {0} webhooks? Lettr stops delivering events to them.', eligible.length);
  return (await context.ask({ text, detail: lines.join('\n'), answers: [answer] })) === answer;
}

/** One that was disabled after failures probably fails again, so the person is asked first. */
export async function isEnablingMeant(target: Target, context: CommandContext): Promise<boolean> {
  if (!isDisabledAfterFailures(target, context)) {
    return true;
  }
  const answer = l10n.t('Enable');
  const chosen = await context.ask({
    text: l10n.t('Enable "{0}"?', plain(target.webhook.name)),
    detail: l10n.t(
      'Its last deliveries failed, and it was disabled after that, probably by Lettr. If the endpoint {0} is not mended, they will fail again.\n{1}',
      plain(target.webhook.url),
      accountWords(target.account),
    ),
    answers: [answer],
  });
  return chosen === answer;
}

function isDisabledAfterFailures({ account, webhook }: Target, { histories }: CommandContext): boolean {
  return healthOf(webhook, histories.of(account.id, webhook.id), Date.now()) === 'disabledAfterFailures';
}

/** The names of webhooks for a dialog, the first ten of them. */
export function namesOf(targets: readonly Target[]): string {
  const names = targets.slice(0, 10).map(({ webhook }) => plain(webhook.name, 60));
  const more = targets.length - names.length;
  return more > 0 ? l10n.t('{0} and {1} more', names.join(', '), more) : names.join(', ');
}

/** The accounts that a dialog is about. */
export function accountsOf(targets: readonly Target[]): string {
  return [...new Set(targets.map(({ account }) => accountWords(account)))].join(', ');
}
