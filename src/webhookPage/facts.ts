import type { Account } from '../accounts/account.ts';
import type { Webhook } from '../api/types.ts';
import type { Sighting } from '../pages/webhookContribution.ts';
import { endpointHost } from '../webhooks/endpoint.ts';
import { type Health, healthOf } from '../webhooks/health.ts';
import type { WebhookHistory } from '../webhooks/history.ts';
import { type EventsAnswer, type Happened, answerFor, happenedIn, newestEvent } from './recentEvents.ts';

/** What a webhook's page is made from. */
export interface Facts {
  readonly account: Account;
  readonly webhook: Webhook;
  /** All webhooks of the account, this one among them. */
  readonly webhooks: readonly Webhook[];
  readonly history: WebhookHistory;
  readonly events: EventsAnswer;
  /** Deliveries to the endpoint that this window saw, newest first. */
  readonly sightings: readonly Sighting[];
  /** Unix ms. */
  readonly now: number;
}

/** The same, with what follows from it. */
export interface DerivedFacts extends Facts {
  readonly health: Health;
  /** The endpoint's host, as it is shown. */
  readonly host: string;
  /** Whether events of the webhook's types occurred lately. */
  readonly happened: Happened;
  /** Unix ms of the newest of them. */
  readonly lastEventAt: number | null;
  /** Whether the URL was changed after the last delivery that Lettr reports; Unix ms of both. */
  readonly newUrl: { readonly changedAt: number; readonly deliveredAt: number } | undefined;
}

/** Derives everything that several rules need. */
export function derive(facts: Facts): DerivedFacts {
  const { webhook, account, history, now } = facts;
  const events = answerFor(webhook, facts.events);
  return {
    ...facts,
    events,
    health: healthOf(webhook, history, now),
    host: endpointHost(webhook.url),
    happened: happenedIn(events, webhook, account),
    lastEventAt: newestEvent(events),
    newUrl: newUrlOf(facts),
  };
}

function newUrlOf({ webhook, history }: Facts): DerivedFacts['newUrl'] {
  const changedAt = history.findLast(({ field }) => field === 'url')?.at;
  const deliveredAt = Math.max(webhook.lastSuccessAt ?? 0, webhook.lastFailureAt ?? 0);
  return changedAt !== undefined && deliveredAt > 0 && deliveredAt < changedAt
    ? { changedAt, deliveredAt }
    : undefined;
}
