import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import type { Problem } from '../api/errors.ts';
import { EVENT_TYPE_NAMES, categoryOf, listedEventName } from '../api/events.ts';
import type { RecentEvents, Webhook } from '../api/types.ts';
import { type ProblemContext, tellProblem } from '../messages/problems.ts';

/** What Lettr said of recent events, or a sentence on why it did not. */
export type EventsAnswer =
  EventsRead | { readonly kind: 'absent'; readonly why: string; readonly isFault: boolean };

export interface EventsRead {
  readonly kind: 'read';
  readonly recent: RecentEvents;
  /** The full types that were asked for. */
  readonly asked: readonly string[];
  /** Unix ms. */
  readonly at: number;
}

/** Whether events that a webhook receives occurred lately; `unknown` also where they cannot be told from others. */
export type Happened = 'yes' | 'no' | 'unknown';

const DAY_MS = 86_400_000;
/** The API's usual window. */
const USUAL_DAYS = 10;

/** The event types to ask about for a webhook; all of them when Lettr did not say which it takes. */
export function typesToAsk({ events }: Webhook): readonly string[] {
  return typeof events === 'object' ? events : EVENT_TYPE_NAMES;
}

/** Whether Lettr lists any of these types. */
export function isAskable(types: readonly string[]): boolean {
  return types.some((type) => listedEventName(type) !== undefined);
}

/** The answer as far as it is about what the webhook takes now. */
export function answerFor(webhook: Webhook, answer: EventsAnswer): EventsAnswer {
  if (answer.kind === 'absent' || isSame(typesToAsk(webhook), answer.asked)) {
    return answer;
  }
  return absent(l10n.t('The events of this webhook were changed after the last check.'));
}

/**
 * What the answer says about this webhook's events. A search without results is no evidence when Lettr reports a delivery from
 * the time that was searched: something did happen, listed or not.
 */
export function happenedIn(answer: EventsAnswer, webhook: Webhook, { mode }: Account): Happened {
  // A sandbox key is shown other emails than those that webhooks are told of.
  if (answer.kind === 'absent' || mode === 'sandbox') {
    return 'unknown';
  }
  if (answer.recent.total > 0) {
    return webhook.events === undefined ? 'unknown' : 'yes';
  }
  const { from, to } = spanOf(answer);
  const isWithin = (at: number | null): boolean => at !== null && at >= from && at <= to;
  return isWithin(webhook.lastSuccessAt) || isWithin(webhook.lastFailureAt) ? 'unknown' : 'no';
}

/** The time that was searched (Unix ms): as the answer gives it, or Lettr's usual one. */
function spanOf({ recent, at }: EventsRead): { readonly from: number; readonly to: number } {
  const to = recent.to ?? at;
  return { from: recent.from ?? to - USUAL_DAYS * DAY_MS, to };
}

/** Unix ms of the newest event of an answer. */
export function newestEvent(answer: EventsAnswer): number | null {
  if (answer.kind === 'absent') {
    return null;
  }
  const times = [...answer.recent.newest.values()].flatMap(({ lastAt }) => lastAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** How many days were searched. */
export function daysOf(answer: EventsRead): number {
  const { from, to } = spanOf(answer);
  return Math.max(1, Math.round((to - from) / DAY_MS));
}

export function notAsked(): EventsAnswer {
  return absent(l10n.t('Not checked yet in this window.'));
}

export function cancelled(): EventsAnswer {
  return absent(l10n.t('The check was canceled.'));
}

export function notListed({ events }: Webhook): EventsAnswer {
  const isInbound = typeof events === 'object' && events.every((type) => categoryOf(type) === 'relay');
  return absent(
    isInbound && events.length > 0
      ? l10n.t("Lettr doesn't list events of inbound email, and this webhook receives no others.")
      : l10n.t("Lettr doesn't list events of these types."),
  );
}

/** The request failed. */
export function failed(problem: Problem, context: ProblemContext): EventsAnswer {
  const why = (): string => {
    switch (problem.kind) {
      case 'insufficientScope':
        return l10n.t("This API key can't read email events: it lacks the emails:read scope.");
      case 'sandboxRestricted':
        return l10n.t("Sandbox keys can't list events.");
      default:
        return tellProblem(problem, context).text;
    }
  };
  return { kind: 'absent', why: why(), isFault: true };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((type) => b.includes(type));
}

function absent(why: string): EventsAnswer {
  return { kind: 'absent', why, isFault: false };
}
