import type { Account } from '../../../src/accounts/account.ts';
import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { causesOf } from '../../../src/explain/causes.ts';
import type { EventsAnswer } from '../../../src/explain/events.ts';
import type { Cause } from '../../../src/explain/explanation.ts';
import { type Known, situationOf } from '../../../src/explain/known.ts';
import type { HistoryChange } from '../../../src/webhooks/history.ts';
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

/** What an explanation is made from, to be varied: a webhook on a public host with credentials, waiting. */
export function known(
  fields: Partial<Webhook> = {},
  rest: Partial<Omit<Known, 'webhook'>> & { readonly others?: readonly Webhook[] } = {},
): Known {
  const one = webhook({ authentication: 'basic', hasCredentials: true, ...fields });
  const { others = [], ...more } = rest;
  return {
    account: ACME,
    webhook: one,
    webhooks: [one, ...others],
    history: [],
    events: ABSENT,
    readAt: NOW,
    now: NOW,
    language: 'en',
    ...more,
  };
}

export const FAILING: Partial<Webhook> = {
  lastStatus: 'failure',
  lastFailureAt: NOW - 7 * MINUTE,
  lastSuccessAt: NOW - 2 * DAY,
};
export const HEALTHY: Partial<Webhook> = { lastStatus: 'success', lastSuccessAt: NOW - 4 * MINUTE };

export const ABSENT: EventsAnswer = { kind: 'absent', why: 'Not known: it is a test.', isFault: false };

/** An answer with events of `asked` types (all by default), the newest `age` ms ago; none without an age. */
export function events(age?: number, asked: readonly string[] = EVENT_TYPE_NAMES): EventsAnswer {
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
  return {
    field: 'url',
    from: 'https://old.example.com/',
    to: 'https://one.example.com/',
    at: NOW - age,
    by: 'here',
  };
}

export function causes(what: Known): readonly Cause[] {
  return causesOf(situationOf(what));
}

/** The causes as "likelihood id". */
export function ranking(what: Known): readonly string[] {
  return causes(what).map(({ id, likelihood }) => `${likelihood} ${id}`);
}

/** One cause of an explanation. */
export function causeIn(what: Known, id: string): Cause | undefined {
  return causes(what).find((cause) => cause.id === id);
}

export const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><a href="command:workbench.action.quit">x</a>',
  "' onmouseover='x",
  '](command:workbench.action.quit) [x](command:workbench.action.quit)',
  '![p](https://evil.example/p.png)',
  '<https://evil.example> https://evil.example www.evil.example me@evil.example',
  '`code` ``` | cell | **bold** _x_ ~~y~~ $(alert) &lt; &#60;',
  '\n# heading\n- item\r\n> quote\u2028',
  '\u202Eabc\u202C\u2066x\u2069\u200B\u0000\u0007\u001B[31m',
  'العربية',
];
