import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import { eventCatalogue } from '../api/events.ts';
import type { Webhook } from '../api/types.ts';
import { curlCall, hasBlanks, pythonCall, typescriptCall, USUAL_API } from '../messages/calls.ts';
import { historyWords } from '../messages/history.ts';
import { mdCode, mdFence, mdText } from '../messages/markdown.ts';
import { accountWords, authenticationWords } from '../messages/words.ts';
import { healthLabel, healthOf, isFailing } from '../webhooks/health.ts';
import { failingSince, type WebhookHistory } from '../webhooks/history.ts';
import { type StoreState, webhooksOf } from '../webhooks/state.ts';
import { absoluteTime } from '../webhooks/times.ts';

/** Everything that the document of a webhook shows. */
export interface Details {
  /** `unread` before the accounts were read in this window, `removed` when it is none of them. */
  readonly account: Account | 'unread' | 'removed';
  readonly webhookId: string;
  readonly state: StoreState;
  readonly history: WebhookHistory;
  /** Where the API is, when the settings say so. */
  readonly baseUrl: string | undefined;
  /** Unix ms. */
  readonly now: number;
  readonly language: string | undefined;
}

/**
 * A webhook as a Markdown document: one fact a line, always in the same order, so that two of them can be compared line
 * by line. There are no relative times, which would differ at each reading.
 */
export function renderDetails(details: Details): string {
  const { account, state, webhookId } = details;
  const webhook = webhooksOf(state).get(webhookId);
  if (typeof account === 'string' || !webhook) {
    return lines(`# ${l10n.t('Webhook Details')}`, absence(details));
  }
  return lines(
    `# ${mdText(webhook.name, 255) || mdText(webhook.id, 255)}`,
    ...(state.kind === 'ready' && state.problem
      ? [l10n.t('The last refresh failed; this is what was read at {0}.', time(state.loadedAt, details))]
      : []),
    `## ${l10n.t('Configuration')}`,
    facts(configuration(webhook, account)),
    `### ${l10n.t('Events')}`,
    events(webhook),
    `## ${l10n.t('Health')}`,
    facts(health(webhook, details)),
    `## ${l10n.t('History on This Machine')}`,
    history(details),
    `## ${l10n.t('The Same Webhook Through the API')}`,
    ...calls(webhook, details),
  );
}

type Fact = readonly [label: string, markdown: string];

/** Why there is nothing to show; one sentence. */
function absence({ account, state, webhookId }: Details): string {
  if (account === 'removed') {
    return l10n.t('The account of this webhook is not stored here any more.');
  }
  if (account !== 'unread' && state.kind === 'ready') {
    return l10n.t('{0} has no webhook {1} any more.', mdText(accountWords(account)), mdCode(webhookId, 255));
  }
  return state.kind === 'failed'
    ? l10n.t('The webhook {0} could not be read; the view Webhooks says why.', mdCode(webhookId, 255))
    : l10n.t(
        'The webhook {0} was not read in this window yet; it is as soon as the view Webhooks is shown.',
        mdCode(webhookId, 255),
      );
}

function configuration(webhook: Webhook, account: Account): readonly Fact[] {
  return [
    [l10n.t('Name'), mdText(webhook.name, 255)],
    [l10n.t('Endpoint URL'), mdCode(webhook.url)],
    [l10n.t('Enabled'), webhook.enabled ? l10n.t('yes') : l10n.t('no')],
    [l10n.t('Authentication'), mdText(authenticationWords(webhook))],
    [l10n.t('Account'), mdText(accountWords(account))],
    [l10n.t('ID'), mdCode(webhook.id, 255)],
  ];
}

/** In the API's order, whatever order they came in. */
function events({ events: selection }: Webhook): string {
  if (selection === undefined) {
    return list([l10n.t('Lettr did not say which.')]);
  }
  if (selection === 'all') {
    return list([l10n.t('All events, also types that Lettr adds later')]);
  }
  const catalogue = eventCatalogue();
  const known = catalogue
    .filter(({ name }) => selection.includes(name))
    .map(({ name, label }) => l10n.t('{0}: {1}', mdCode(name), label));
  const others = selection.filter((name) => !catalogue.some((type) => type.name === name));
  const all = [...known, ...[...new Set(others)].toSorted().map((name) => mdCode(name, 255))];
  return list(all.length === 0 ? [l10n.t('none')] : all);
}

function health(webhook: Webhook, details: Details): readonly Fact[] {
  const at = (when: number | null): string => (when === null ? l10n.t('never') : time(when, details));
  const since = isFailing(webhook) ? failingSince(details.history) : undefined;
  return [
    [l10n.t('State'), healthState(webhook, details)],
    ...(since === undefined
      ? []
      : [[l10n.t('Failing since'), l10n.t('{0} (first seen)', time(since, details))] as const]),
    [l10n.t('Last status'), webhook.lastStatus === null ? l10n.t('none') : mdText(webhook.lastStatus)],
    [l10n.t('Last success'), at(webhook.lastSuccessAt)],
    [l10n.t('Last failure'), at(webhook.lastFailureAt)],
  ];
}

/** The health in words that stay the same while nothing happens. */
function healthState(webhook: Webhook, { history: changes, now }: Details): string {
  const state = healthOf(webhook, changes, now);
  return state === 'unknown' && webhook.lastStatus !== null
    ? l10n.t('Status "{0}"', mdText(webhook.lastStatus))
    : healthLabel(state);
}

/** Oldest first: a later change then adds a line and moves none. */
function history({ history: changes, language }: Details): string {
  return changes.length === 0
    ? l10n.t('Nothing was seen to change here yet.')
    : list(changes.map((change) => mdText(historyWords(change, language), 2048)));
}

function calls(webhook: Webhook, { baseUrl }: Details): readonly string[] {
  return [
    [
      l10n.t('These calls create a webhook like this one; Lettr refuses a URL that another webhook has.'),
      ...(hasBlanks(webhook)
        ? [l10n.t('Fill in what stands in angle brackets: Lettr never returns credentials.')]
        : []),
      ...(webhook.enabled
        ? []
        : [l10n.t('Lettr creates webhooks enabled; the request with curl leaves the new one so.')]),
      ...(baseUrl === undefined || baseUrl === USUAL_API
        ? []
        : [l10n.t('The TypeScript package knows no address but {0}.', mdCode(USUAL_API))]),
    ].join('\n'),
    '### cURL',
    mdFence('sh', curlCall(webhook, baseUrl)),
    '### TypeScript',
    mdFence('ts', typescriptCall(webhook)),
    '### Python',
    mdFence('python', pythonCall(webhook, baseUrl)),
  ];
}

function facts(all: readonly Fact[]): string {
  return list(all.map(([label, markdown]) => l10n.t('{0}: {1}', label, markdown)));
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function time(at: number, { language }: Details): string {
  return mdText(absoluteTime(at, language));
}

function lines(...blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}
