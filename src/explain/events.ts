import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import type { Problem } from '../api/errors.ts';
import { EVENT_TYPE_NAMES, categoryOf, listedEventName } from '../api/events.ts';
import type { RecentEvents, Webhook } from '../api/types.ts';
import { type ProblemContext, tellProblem } from '../messages/problems.ts';

/** What Lettr said of recent events, or a sentence on why it did not. */
export type EventsAnswer =
  | {
      readonly kind: 'read';
      readonly recent: RecentEvents;
      /** The full types that were asked for. */
      readonly asked: readonly string[];
      /** Unix ms. */
      readonly at: number;
    }
  | { readonly kind: 'absent'; readonly why: string; readonly isFault: boolean };

/** Whether events that a webhook takes happened lately; `unknown` also where they cannot be told from others. */
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

/** Whether a webhook takes types that Lettr's list does not have. */
export function takesUnlisted({ events }: Webhook): boolean {
  return typeof events === 'object'
    ? events.some((type) => listedEventName(type) === undefined)
    : events === 'all';
}

/** The answer as far as it is about what the webhook takes now. */
export function answerFor(webhook: Webhook, answer: EventsAnswer): EventsAnswer {
  if (answer.kind === 'absent' || isSame(typesToAsk(webhook), answer.asked)) {
    return answer;
  }
  return absent(l10n.t('Not known: what the webhook takes was changed after Lettr was asked for them.'));
}

/** What the answer says about this webhook's events. */
export function happenedIn(answer: EventsAnswer, webhook: Webhook, { mode }: Account): Happened {
  // A sandbox key is shown other emails than those that webhooks are told of.
  if (answer.kind === 'absent' || mode === 'sandbox') {
    return 'unknown';
  }
  if (answer.recent.total === 0) {
    return 'no';
  }
  return webhook.events === undefined ? 'unknown' : 'yes';
}

/** Unix ms of the newest event of an answer. */
export function newestEvent(answer: EventsAnswer): number | null {
  if (answer.kind === 'absent') {
    return null;
  }
  const times = [...answer.recent.newest.values()].flatMap(({ lastAt }) => lastAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** How many days the answer covers. */
export function daysOf({ from, to }: RecentEvents): number {
  const days = from === null || to === null ? USUAL_DAYS : Math.round((to - from) / DAY_MS);
  return Math.max(1, days);
}

export function notAsked(): EventsAnswer {
  return absent(l10n.t('Not known: Lettr was not asked for them in this window yet.'));
}

export function cancelled(): EventsAnswer {
  return absent(l10n.t('Not known: the request for them was cancelled.'));
}

export function notListed({ events }: Webhook): EventsAnswer {
  const isInbound = typeof events === 'object' && events.every((type) => categoryOf(type) === 'relay');
  return absent(
    isInbound && events.length > 0
      ? l10n.t('Not known: Lettr lists none of inbound email, and this webhook takes no others.')
      : l10n.t('Not known: Lettr lists none of the types that this webhook takes.'),
  );
}

/** The request failed. */
export function failed(problem: Problem, context: ProblemContext): EventsAnswer {
  const why = (): string => {
    switch (problem.kind) {
      case 'insufficientScope':
        return l10n.t('This key may not read emails and their events (its scope emails:read is missing).');
      case 'sandboxRestricted':
        return l10n.t('Sandbox keys may not list events.');
      default:
        return tellProblem(problem, context).text;
    }
  };
  return { kind: 'absent', why: l10n.t('Not known: {0}', why()), isFault: true };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((type) => b.includes(type));
}

function absent(why: string): EventsAnswer {
  return { kind: 'absent', why, isFault: false };
}
