import type { Account } from '../../../src/accounts/account.ts';
import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { renderMarkdown } from '../../../src/pages/markdown.ts';
import { type Text, inlines } from '../../../src/pages/page.ts';
import { type Cause, causesOf } from '../../../src/webhookPage/causes.ts';
import { type DerivedFacts, derive } from '../../../src/webhookPage/facts.ts';
import { type PageParts, webhookPage } from '../../../src/webhookPage/page.ts';
import type { EventsAnswer, EventsRead } from '../../../src/webhookPage/recentEvents.ts';
import type { HistoryChange, WebhookHistory } from '../../../src/webhooks/history.ts';
import { webhook } from '../api/harness.ts';

export const NOW = Date.UTC(2030, 5, 15, 12, 0, 0);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ACME: Account = {
  id: 'acme',
  name: 'Acme',
  origin: 'https://app.lettr.com',
  mode: 'live',
  teamId: 1,
  source: 'stored',
};
export const SANDBOX: Account = { ...ACME, mode: 'sandbox' };

export const FAILING: Partial<Webhook> = {
  lastStatus: 'failure',
  lastFailureAt: NOW - 7 * MINUTE,
  lastSuccessAt: NOW - 2 * DAY,
};
export const HEALTHY: Partial<Webhook> = { lastStatus: 'success', lastSuccessAt: NOW - 4 * MINUTE };

export const ABSENT: EventsAnswer = { kind: 'absent', why: 'It is a test.', isFault: false };

/** What a page is made from, to be varied: a webhook on a public host with credentials, waiting. */
export function parts(
  fields: Partial<Webhook> = {},
  rest: Partial<Omit<PageParts, 'webhook'>> & { readonly others?: readonly Webhook[] } = {},
): PageParts {
  const one = webhook({ authentication: 'basic', hasCredentials: true, ...fields });
  const { others = [], ...more } = rest;
  return {
    account: ACME,
    webhook: one,
    webhooks: [one, ...others],
    history: [],
    events: ABSENT,
    sightings: [],
    now: NOW,
    baseUrl: undefined,
    outdatedSince: undefined,
    sections: [],
    ...more,
  };
}

export function facts(...args: Parameters<typeof parts>): DerivedFacts {
  return derive(parts(...args));
}

/** An answer with events of `asked` types (all by default), the newest `age` ms ago; none without an age. */
export function events(age?: number, asked: readonly string[] = EVENT_TYPE_NAMES): EventsRead {
  const newest = new Map(
    age === undefined ? [] : [[asked[0] ?? '', { count: 3, lastAt: NOW - age }] as const],
  );
  const recent = { total: newest.size * 3, from: NOW - 10 * DAY, to: NOW, newest };
  return { kind: 'read', recent, asked, at: NOW };
}

/** A change of health, `age` ms ago. */
export function turned(
  to: 'failing' | 'healthy' | 'waiting' | 'unknown',
  age: number,
  from?: 'failing' | 'healthy' | 'waiting',
): HistoryChange {
  return { field: 'health', from, to, at: NOW - age, by: 'elsewhere' };
}

export function switched(to: boolean, age: number, by: HistoryChange['by'] = 'elsewhere'): HistoryChange {
  return { field: 'enabled', from: !to, to, at: NOW - age, by };
}

export function moved(age: number): HistoryChange {
  const [from, to] = ['https://old.example.com/', 'https://one.example.com/'];
  return { field: 'url', from, to, at: NOW - age, by: 'here' };
}

/** One change of each kind. */
export const HISTORY: WebhookHistory = [
  turned('waiting', 9 * DAY),
  turned('healthy', 6 * DAY, 'waiting'),
  moved(5.5 * DAY),
  { field: 'events', from: 'all', to: ['message.bounce'], at: NOW - 5 * DAY, by: 'here' },
  turned('failing', 4.5 * DAY, 'healthy'),
  switched(false, 4 * DAY),
  switched(true, 3 * DAY, 'here'),
  turned('unknown', 2 * DAY, 'failing'),
  turned('failing', HOUR, 'healthy'),
];

/** The causes as "certainty id". */
export function ranking(...args: Parameters<typeof parts>): readonly string[] {
  return causesOf(facts(...args)).map(({ id, certainty }) => `${certainty} ${id}`);
}

/** One cause, with its words; times are ages in ms. */
export function causeIn(
  what: DerivedFacts,
  id: string,
):
  | { readonly certainty: Cause['certainty']; readonly words: string; readonly actions: readonly string[] }
  | undefined {
  const cause = causesOf(what).find((one) => one.id === id);
  return (
    cause && {
      certainty: cause.certainty,
      words: [cause.text, ...(cause.details ?? [])].map(wordsOf).join(' '),
      actions: cause.actions?.map(({ label }) => label) ?? [],
    }
  );
}

export function wordsOf(text: Text): string {
  return inlines(text)
    .map((part) => (typeof part === 'string' ? part : 'time' in part ? `<${NOW - part.time}>` : part.code))
    .join('');
}

/** The page as text. */
export function textOf(...args: Parameters<typeof parts>): string {
  return renderMarkdown(webhookPage(parts(...args)), 'en');
}
