import * as l10n from '@vscode/l10n';

import type { EventSelection, Webhook } from '../api/types.ts';
import { obstacleTo } from '../messages/reachability.ts';
import { plain } from '../platform/text.ts';
import type { Cause } from './explanation.ts';
import { editAuthentication, editEvents, explainOther } from './fixes.ts';
import type { Situation } from './known.ts';

/** How many webhooks or events are named before the rest is only counted. */
const NAMED = 3;

/** Another webhook brings the same events to the same host. */
export function doubleDeliveries(situation: Situation): Cause | undefined {
  const { webhook, webhooks, host } = situation;
  const twins = webhook.enabled ? [...twinsOf(webhook, webhooks)] : [];
  const [first] = twins;
  if (!first) {
    return undefined;
  }
  const isSameUrl = twins.some(({ other }) => hrefOf(other.url) === hrefOf(webhook.url));
  const rest = twins.length - NAMED;
  return {
    id: 'doubleDeliveries',
    concerns: 'risk',
    likelihood: isSameUrl ? 'certain' : 'likely',
    title: l10n.t('{0} gets the same events twice', host),
    support: [
      ...twins
        .slice(0, NAMED)
        .map(({ other, shared }) =>
          l10n.t(
            '"{0}" at {1} also takes {2}.',
            plain(other.name, 60),
            plain(other.url),
            sharedWords(shared),
          ),
        ),
      ...(rest > 0 ? [l10n.t('{0} more webhooks of this host do so, too.', rest)] : []),
      l10n.t('The same event has the same event_id in both deliveries, by which the second one can be told.'),
    ],
    fixes: [...editEvents(situation), explainOther(situation, first.other)],
  };
}

/** Anyone may post to it. */
export function openEndpoint(situation: Situation): Cause | undefined {
  const { webhook, host } = situation;
  if (webhook.authentication !== 'none' || !isPublic(webhook.url)) {
    return undefined;
  }
  return {
    id: 'openEndpoint',
    concerns: 'risk',
    likelihood: 'certain',
    title: l10n.t('Anyone who knows the URL can post to it'),
    support: [
      l10n.t(
        'Lettr does not sign deliveries. Without authentication {0} cannot tell them from made-up ones.',
        host,
      ),
    ],
    fixes: [...editAuthentication(situation)],
  };
}

interface Twin {
  readonly other: Webhook;
  readonly shared: EventSelection;
}

function* twinsOf(webhook: Webhook, all: readonly Webhook[]): Generator<Twin> {
  const host = urlOf(webhook.url)?.host;
  for (const other of all) {
    if (other.id !== webhook.id && other.enabled && host !== undefined && urlOf(other.url)?.host === host) {
      const shared = sharedEvents(webhook.events, other.events);
      if (shared.length > 0) {
        yield { other, shared };
      }
    }
  }
}

/** What both take; none when it is not known of one of them. */
function sharedEvents(a: Webhook['events'], b: Webhook['events']): EventSelection {
  if (a === undefined || b === undefined) {
    return [];
  }
  if (a === 'all') {
    return b;
  }
  return b === 'all' ? a : a.filter((name) => b.includes(name));
}

function sharedWords(shared: EventSelection): string {
  if (shared === 'all') {
    return l10n.t('all events');
  }
  const named = plain(shared.slice(0, NAMED).join(', '));
  return shared.length > NAMED ? l10n.t('{0} and {1} more', named, shared.length - NAMED) : named;
}

function isPublic(url: string): boolean {
  const parsed = urlOf(url);
  const obstacle = parsed && obstacleTo(parsed);
  return (
    parsed !== undefined && (obstacle === undefined || obstacle.kind === 'http' || obstacle.kind === 'port')
  );
}

function hrefOf(url: string): string {
  return urlOf(url)?.href ?? url;
}

function urlOf(url: string): URL | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed : undefined;
}
