import * as l10n from '@vscode/l10n';

import { withCallProgress } from '../../messages/vscode/callProgress.ts';
import { accountWords } from '../../messages/words.ts';
import { plain } from '../../platform/text.ts';
import { healthOf } from '../../webhooks/health.ts';
import { namesOf, runBulk } from './bulk.ts';
import type { CommandContext } from './context.ts';
import { inContext } from './failure.ts';
import { doneText, tellDone } from './outcome.ts';
import type { Target } from './targets.ts';

/** Enables or disables webhooks: one at once, several after a question. */
export async function setEnabled(
  targets: readonly [Target, ...Target[]],
  enabled: boolean,
  context: CommandContext,
): Promise<void> {
  const [target] = targets;
  if (targets.length > 1) {
    await askToSetEnabled(targets, enabled, context);
  } else if (!enabled || (await isEnablingMeant(target, context))) {
    await setOneEnabled(target, enabled, context);
  }
}

/** Enables or disables one webhook, without a question. Disabling offers Undo. */
export function setOneEnabled(target: Target, enabled: boolean, context: CommandContext): Promise<void> {
  const { account, webhook } = target;
  const name = plain(webhook.name, 60);
  const actions = { tryAgain: () => setOneEnabled(target, enabled, context) };
  return inContext({ account, verb: 'change', actions }, async () => {
    const title = enabled ? l10n.t('Enabling webhook "{0}"', name) : l10n.t('Disabling webhook "{0}"', name);
    const { answerLost } = await withCallProgress(title, (options) =>
      target.store.update(webhook.id, { enabled }, options),
    );
    if (enabled) {
      tellDone(context, l10n.t('Enabled webhook "{0}".', name), answerLost);
    } else {
      context.tell({
        severity: 'information',
        text: doneText(l10n.t('Disabled webhook "{0}".', name), answerLost),
        actions: [{ label: l10n.t('Undo'), run: () => setOneEnabled(target, true, context) }],
      });
    }
  });
}

async function askToSetEnabled(
  targets: readonly Target[],
  enabled: boolean,
  context: CommandContext,
): Promise<void> {
  const eligible = targets.filter(({ webhook }) => webhook.enabled !== enabled);
  const skipped = targets.filter((target) => !eligible.includes(target));
  if (eligible.length === 0 || (await areManyMeant(eligible, skipped, enabled, context))) {
    await setManyEnabled(eligible, skipped, enabled, context);
  }
}

function setManyEnabled(
  eligible: readonly Target[],
  skipped: readonly Target[],
  enabled: boolean,
  context: CommandContext,
): Promise<void> {
  return runBulk({
    title: enabled ? l10n.t('Enabling webhooks') : l10n.t('Disabling webhooks'),
    doneWords: (count) => doneWords(count, enabled),
    targets: eligible,
    skippedWords: skipped.length === 0 ? undefined : skippedWords(skipped, enabled),
    work: ({ store, webhook }, options) => store.update(webhook.id, { enabled }, options),
    ...(!enabled && { undo: (done: readonly Target[]) => setManyEnabled(done, [], true, context) }),
    context,
    verb: 'change',
  });
}

function doneWords(count: number, enabled: boolean): string {
  if (count === 1) {
    return enabled ? l10n.t('Enabled 1 webhook.') : l10n.t('Disabled 1 webhook.');
  }
  return enabled ? l10n.t('Enabled {0} webhooks.', count) : l10n.t('Disabled {0} webhooks.', count);
}

function skippedWords(skipped: readonly Target[], enabled: boolean): string {
  return enabled
    ? l10n.t('Already enabled: {0}.', namesOf(skipped))
    : l10n.t('Already disabled: {0}.', namesOf(skipped));
}

async function areManyMeant(
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
    ...(failed.length > 0 ? [l10n.t('Disabled after failed deliveries: {0}', namesOf(failed))] : []),
    ...(skipped.length > 0 ? [skippedWords(skipped, enabled)] : []),
  ];
  return (
    (await context.ask({
      text: manyQuestion(eligible.length, enabled),
      detail: lines.join('\n'),
      answers: [answer],
    })) === answer
  );
}

function manyQuestion(count: number, enabled: boolean): string {
  if (count === 1) {
    return enabled
      ? l10n.t('Enable 1 webhook?')
      : l10n.t('Disable 1 webhook? Lettr will stop delivering events to it.');
  }
  return enabled
    ? l10n.t('Enable {0} webhooks?', count)
    : l10n.t('Disable {0} webhooks? Lettr will stop delivering events to them.', count);
}

/** One that was disabled after failures probably fails again, so the person is asked first. */
export async function isEnablingMeant(target: Target, context: CommandContext): Promise<boolean> {
  if (!isDisabledAfterFailures(target, context)) {
    return true;
  }
  const answer = l10n.t('Enable');
  const chosen = await context.ask({
    text: l10n.t('Enable webhook "{0}"?', plain(target.webhook.name)),
    detail: [
      l10n.t(
        'It was disabled after failed deliveries, probably by Lettr. Until the endpoint is fixed, deliveries will keep failing.',
      ),
      plain(target.webhook.url),
      l10n.t('Account: {0}', accountsOf([target])),
    ].join('\n'),
    answers: [answer],
  });
  return chosen === answer;
}

function isDisabledAfterFailures({ account, webhook }: Target, { histories }: CommandContext): boolean {
  return healthOf(webhook, histories.of(account.id, webhook.id), Date.now()) === 'disabledAfterFailures';
}

/** The accounts that a dialog is about. */
export function accountsOf(targets: readonly Target[]): string {
  return [...new Set(targets.map(({ account }) => accountWords(account)))].join(', ');
}
