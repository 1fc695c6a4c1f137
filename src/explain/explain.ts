import * as l10n from '@vscode/l10n';

import { authenticationWords, eventCount, accountWords } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { causesOf } from './causes.ts';
import { daysOf } from './events.ts';
import type { EventCount, Explanation, Field, Fix } from './explanation.ts';
import { checkAgain, openAsText, openDetails, openInDashboard, showLog } from './fixes.ts';
import { type FailingSince, type Known, type Situation, situationOf } from './known.ts';
import { stateOf } from './state.ts';

/** A page of events; Lettr may have more than it counted. */
const FULL_PAGE = 100;

/** Explains the state of a webhook from what is known of it. Sends nothing. */
export function explain(known: Known): Explanation {
  const situation = situationOf(known);
  return {
    name: plain(known.webhook.name, 255) || plain(known.webhook.id, 255),
    state: stateOf(situation),
    causes: causesOf(situation),
    evidence: evidenceOf(situation),
    events: eventCounts(situation),
    evidenceFixes: evidenceFixes(situation),
    history: known.history,
    actions: [checkAgain(known), openAsText(known), openDetails(known), openInDashboard(known)],
    now: known.now,
  };
}

function evidenceOf(situation: Situation): readonly Field[] {
  const { webhook, account, health, since, readAt, when } = situation;
  const time = (at: number | null): string => (at === null ? l10n.t('never') : when(at));
  return [
    { label: l10n.t('Endpoint'), value: plain(webhook.url, 2048), isLiteral: true },
    { label: l10n.t('Enabled'), value: webhook.enabled ? l10n.t('yes') : l10n.t('no') },
    { label: l10n.t('Events'), value: eventWords(situation) },
    { label: l10n.t('Authentication'), value: authenticationWords(webhook) },
    {
      label: l10n.t('Last status'),
      value: webhook.lastStatus === null ? l10n.t('none') : plain(webhook.lastStatus),
    },
    { label: l10n.t('Last success'), value: time(webhook.lastSuccessAt) },
    { label: l10n.t('Last failure'), value: time(webhook.lastFailureAt) },
    ...(since && health === 'failing'
      ? [{ label: l10n.t('Failing since'), value: sinceWords(situation, since) }]
      : []),
    { label: l10n.t('Recent events'), value: recentWords(situation) },
    { label: l10n.t('Account'), value: accountWords(account) },
    { label: l10n.t('ID'), value: plain(webhook.id, 255), isLiteral: true },
    { label: l10n.t('List read'), value: when(readAt) },
  ];
}

function sinceWords({ when }: Situation, { at, isOlder }: FailingSince): string {
  return isOlder
    ? l10n.t('before {0}, when this machine first saw it', when(at))
    : l10n.t('{0}, first seen by this machine', when(at));
}

function eventWords({ webhook: { events } }: Situation): string {
  return typeof events === 'object' && events.length > 0
    ? l10n.t('{0}: {1}', eventCount(events), plain(events.join(', '), 2048))
    : eventCount(events);
}

function recentWords({ events, account, ago, lastEventAt, when }: Situation): string {
  if (events.kind === 'absent') {
    return events.why;
  }
  const { total } = events.recent;
  const days = daysOf(events.recent);
  const counted = [...events.recent.newest.values()].reduce((sum, { count }) => sum + count, 0);
  const many = total >= FULL_PAGE && total <= counted ? l10n.t('{0} or more', total) : String(total);
  const words =
    total === 0
      ? l10n.t('none of its types in the last {0} days', days)
      : l10n.t('{0} of its types in the last {1} days, the newest {2}', many, days, ago(lastEventAt));
  const isSandbox = account.mode === 'sandbox';
  return isSandbox
    ? l10n.t(
        "{0}, asked for {1}. With a sandbox key Lettr lists only the sandbox emails of the key's owner, of which webhooks are likely not told.",
        words,
        when(events.at),
      )
    : l10n.t('{0}, asked for {1}', words, when(events.at));
}

function eventCounts({ events, ago }: Situation): readonly EventCount[] {
  return events.kind === 'absent'
    ? []
    : Array.from(events.recent.newest, ([type, { count, lastAt }]) => ({
        type: plain(type),
        count,
        last: ago(lastAt),
      }));
}

function evidenceFixes(situation: Situation): readonly Fix[] {
  const { events } = situation;
  if (events.kind === 'read') {
    return [];
  }
  return [checkAgain(situation), ...(events.isFault ? [showLog()] : [])];
}
