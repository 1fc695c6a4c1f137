import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import { eventCatalogue } from '../api/events.ts';
import { mdCode, mdText } from '../messages/markdown.ts';
import { accountWords } from '../messages/words.ts';
import type { StoreState } from '../webhooks/state.ts';
import { absoluteTime } from '../webhooks/times.ts';
import { type Coverage, type Doubles, type EventCoverage, coverageOf } from './coverage.ts';
import { matrix, numberOf } from './matrix.ts';

/** Everything that the document shows. */
export interface CoverageView {
  /** `unread` before the accounts were read in this window, `removed` when it is none of them. */
  readonly account: Account | 'unread' | 'removed';
  readonly state: StoreState;
  /** Unix ms. */
  readonly now: number;
  readonly language: string;
}

/** The most lines of one kind; the rest is counted. */
const MOST_HOSTS = 25;
const MOST_GROUPS = 10;
const MOST_NAMES = 10;

/** Which event types the webhooks of an account take: the findings in words first, then the matrix. */
export function renderCoverage({ account, state, language }: CoverageView): string {
  if (typeof account === 'string' || state.kind !== 'ready') {
    return blocks(`# ${l10n.t('Event Coverage')}`, absence(account === 'removed', state));
  }
  const coverage = coverageOf(state.webhooks.values(), language);
  const uncovered = coverage.events.filter(({ enabled, isVital }) => enabled === 0 && !isVital);
  return blocks(
    `# ${l10n.t('Event Coverage of {0}', mdText(accountWords(account)))}`,
    ...(state.problem
      ? [
          l10n.t(
            'The last refresh failed; this is what was read at {0}.',
            mdText(absoluteTime(state.loadedAt, language)),
          ),
        ]
      : []),
    summary(coverage, uncovered.length),
    `## ${l10n.t('Bounces, Complaints and Unsubscribes Without an Enabled Webhook')}`,
    gaps(coverage),
    `## ${l10n.t('Events Delivered More Than Once to the Same Host')}`,
    ...doubles(coverage, language),
    `## ${l10n.t('Other Event Types Without an Enabled Webhook')}`,
    uncovered.length === 0 ? l10n.t('None.') : list(uncovered.map(gapWords)),
    ...matrix(coverage),
  );
}

function absence(isRemoved: boolean, state: StoreState): string {
  if (isRemoved) {
    return l10n.t('This account is not stored here any more.');
  }
  return state.kind === 'failed'
    ? l10n.t('The webhooks could not be read; the view Webhooks says why.')
    : l10n.t(
        'The webhooks were not read in this window yet; they are as soon as the view Webhooks is shown.',
      );
}

function summary(coverage: Coverage, uncovered: number): string {
  const { webhooks, enabled, unclear, events, doubles: hosts } = coverage;
  return list([
    l10n.t('Webhooks: {0}, of which {1} are enabled', webhooks.length, enabled),
    l10n.t('Bounces, complaints and unsubscribes without an enabled webhook: {0}', gapsOf(events).length),
    l10n.t('Hosts that receive events more than once: {0}', hosts.length),
    l10n.t('Other event types without an enabled webhook: {0}', uncovered),
    ...(unclear === 0
      ? []
      : [l10n.t('Enabled webhooks of which Lettr did not say what they take: {0}', unclear)]),
  ]);
}

function gapsOf(events: readonly EventCoverage[]): readonly EventCoverage[] {
  return events.filter(({ enabled, isVital }) => isVital && enabled === 0);
}

function gaps({ events }: Coverage): string {
  const found = gapsOf(events);
  return found.length === 0
    ? l10n.t('None: an enabled webhook takes each of them.')
    : list(found.map(gapWords));
}

function gapWords({ name, disabled }: EventCoverage): string {
  const type = eventWords(name);
  if (disabled === 0) {
    return l10n.t('{0}: no webhook takes it', type);
  }
  return disabled === 1
    ? l10n.t('{0}: only 1 disabled webhook takes it', type)
    : l10n.t('{0}: only {1} disabled webhooks take it', type, disabled);
}

function doubles(coverage: Coverage, language: string): readonly string[] {
  const { doubles: hosts } = coverage;
  if (hosts.length === 0) {
    return [l10n.t('None.')];
  }
  return [
    l10n.t('That is right where these webhooks do different things with the same event.'),
    ...hosts
      .slice(0, MOST_HOSTS)
      .flatMap(({ host, groups }) => [
        `### ${mdText(host, 255)}`,
        list([
          ...groups.slice(0, MOST_GROUPS).map((group) => doubleWords(group, coverage, language)),
          ...more(groups.length - MOST_GROUPS),
        ]),
      ]),
    ...(hosts.length > MOST_HOSTS ? [list(more(hosts.length - MOST_HOSTS))] : []),
  ];
}

/** Who receives what: `"Orders" (1) and "Audit log" (2), at one URL: message.bounce` */
function doubleWords({ webhooks, events, urls }: Doubles, coverage: Coverage, language: string): string {
  const named = webhooks.slice(0, MOST_NAMES).map((webhook) => {
    const number = numberOf(webhook, coverage);
    const name = mdText(webhook.name) || mdText(webhook.id);
    return number === undefined ? l10n.t('"{0}"', name) : l10n.t('"{0}" ({1})', name, number);
  });
  const names = new Intl.ListFormat(language).format([...named, ...more(webhooks.length - MOST_NAMES)]);
  const what = events.map((name) => mdCode(name)).join(', ');
  return urls === 1
    ? l10n.t('{0}, at the same URL: {1}', names, what)
    : l10n.t('{0}, at {1} URLs: {2}', names, urls, what);
}

function more(count: number): readonly string[] {
  return count > 0 ? [l10n.t('{0} more', count)] : [];
}

function eventWords(name: string): string {
  const label = eventCatalogue().find((type) => type.name === name)?.label;
  return label === undefined ? mdCode(name) : l10n.t('{0} ({1})', label, mdCode(name));
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function blocks(...all: readonly string[]): string {
  return `${all.join('\n\n')}\n`;
}
