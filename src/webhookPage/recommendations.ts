import * as l10n from '@vscode/l10n';

import type { EventSelection, Webhook } from '../api/types.ts';
import { obstacleTo } from '../messages/reachability.ts';
import type { Item } from '../pages/page.ts';
import { sameEndpoint } from '../webhooks/endpoint.ts';
import { edit, openOther } from './actions.ts';
import type { DerivedFacts } from './facts.ts';

/** How many webhooks or events are named before the rest is only counted. */
const NAMED = 3;

/** What is worth changing although nothing fails. */
export function recommendationsOf(facts: DerivedFacts): readonly Item[] {
  return [...doubleDeliveries(facts), ...openEndpoint(facts)];
}

/** Other webhooks deliver the same events to the same URL. */
function doubleDeliveries(facts: DerivedFacts): readonly Item[] {
  const { webhook, webhooks } = facts;
  if (!webhook.enabled) {
    return [];
  }
  const twins = webhooks.flatMap((other) => {
    const isTwin = other.id !== webhook.id && other.enabled && sameEndpoint(other.url, webhook.url);
    const shared = isTwin ? sharedEvents(webhook.events, other.events) : [];
    return shared.length > 0 ? [{ other, shared }] : [];
  });
  const [first] = twins;
  if (!first) {
    return [];
  }
  const more = twins.length - NAMED;
  return [
    {
      text: l10n.t('Its endpoint receives the same events more than once.'),
      details: [
        ...twins
          .slice(0, NAMED)
          .map(({ other, shared }) => l10n.t('"{0}" also delivers {1}.', other.name, sharedWords(shared))),
        ...(more > 0 ? [l10n.t('So do {0} more webhooks.', more)] : []),
        l10n.t('Use event_id to detect duplicates.'),
      ],
      actions: [...edit(facts, 'events'), openOther(facts, first.other)],
    },
  ];
}

/** Anyone may post to it. */
function openEndpoint(facts: DerivedFacts): readonly Item[] {
  const { webhook, host } = facts;
  const url = URL.canParse(webhook.url) ? new URL(webhook.url) : undefined;
  const obstacle = url && obstacleTo(url)?.kind;
  if (
    webhook.authentication !== 'none' ||
    !url ||
    obstacle === 'localName' ||
    obstacle === 'privateAddress'
  ) {
    return [];
  }
  return [
    {
      text: l10n.t("Without authentication, {0} can't verify that requests come from Lettr.", host),
      details: [l10n.t("Lettr doesn't sign deliveries.")],
      actions: edit(facts, 'authentication'),
    },
  ];
}

/** What both receive; none when it is not known of one of them. */
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
  const named = shared.slice(0, NAMED).join(', ');
  return shared.length > NAMED ? l10n.t('{0} and {1} more', named, shared.length - NAMED) : named;
}
