import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import type { Webhook } from '../api/types.ts';
import { endpointHost } from '../webhooks/endpoint.ts';
import { type Health, healthOf } from '../webhooks/health.ts';
import type { WebhookHistory } from '../webhooks/history.ts';
import { absoluteTime, relativeTime } from '../webhooks/times.ts';
import { type EventsAnswer, type Happened, answerFor, happenedIn, newestEvent } from './events.ts';

/** What a webhook is explained from. */
export interface Known {
  readonly account: Account;
  readonly webhook: Webhook;
  /** All webhooks of the account, this one among them. */
  readonly webhooks: readonly Webhook[];
  readonly history: WebhookHistory;
  readonly events: EventsAnswer;
  /** Unix ms of the list that `webhook` is from. */
  readonly readAt: number;
  /** Unix ms. */
  readonly now: number;
  readonly language: string | undefined;
}

/** What the rules look at: the same, with what follows from it. */
export interface Situation extends Known {
  readonly health: Health;
  /** The endpoint's host, as it is shown. */
  readonly host: string;
  /** Whether events of the webhook's types happened lately. */
  readonly happened: Happened;
  /** Unix ms of the newest of them. */
  readonly lastEventAt: number | null;
  /** Whether the URL was changed after the last delivery that Lettr reports; Unix ms of both. */
  readonly newUrl: { readonly changedAt: number; readonly deliveredAt: number } | undefined;
  /** The beginning of the failing that still goes on, as this machine saw it. */
  readonly since: FailingSince | undefined;
  /** A time as seen from now, such as "3 hours ago"; `null` is a time that Lettr did not give. */
  readonly ago: (at: number | null) => string;
  /** Date and time, and how long ago that is. */
  readonly when: (at: number) => string;
}

export interface FailingSince {
  /** Unix ms. */
  readonly at: number;
  /** It failed already when this machine first saw it, so it began at some time before. */
  readonly isOlder: boolean;
}

/** Derives everything that several rules need. */
export function situationOf(known: Known): Situation {
  const { webhook, account, now, language } = known;
  const events = answerFor(webhook, known.events);
  const ago = (at: number | null): string =>
    at === null ? l10n.t('at a time that Lettr did not give') : relativeTime(at, now, language);
  return {
    ...known,
    events,
    health: healthOf(webhook, known.history, now),
    host: endpointHost(webhook.url),
    happened: happenedIn(events, webhook, account),
    lastEventAt: newestEvent(events),
    newUrl: newUrlOf(known),
    since: sinceOf(known),
    ago,
    when: (at) => l10n.t('{0} ({1})', absoluteTime(at, language), ago(at)),
  };
}

function sinceOf({ webhook, history }: Known): FailingSince | undefined {
  const last = history.findLast((change) => change.field === 'health');
  return webhook.lastStatus === 'failure' && last?.field === 'health' && last.to === 'failing'
    ? { at: last.at, isOlder: last.from === undefined }
    : undefined;
}

function newUrlOf({ webhook, history }: Known): Situation['newUrl'] {
  const changedAt = history.findLast(({ field }) => field === 'url')?.at;
  const deliveredAt = Math.max(webhook.lastSuccessAt ?? 0, webhook.lastFailureAt ?? 0);
  return changedAt !== undefined && deliveredAt > 0 && deliveredAt < changedAt
    ? { changedAt, deliveredAt }
    : undefined;
}
