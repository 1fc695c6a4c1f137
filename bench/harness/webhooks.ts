import { EVENT_TYPE_NAMES } from '../../src/api/events.ts';

/** A webhook as the API writes it. */
export interface WireWebhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly event_types: readonly string[];
  readonly auth_type: string;
  readonly has_auth_credentials: boolean;
  readonly last_successful_at: string | null;
  readonly last_failure_at: string | null;
  readonly last_status: string | null;
}

/** One webhook in ten has this letter in its name, and no other text has it. */
export const RARE_LETTER = 'q';

/** Middles of days, so that "3 days ago" stays true for the whole run. */
const DAY_MS = 86_400_000;
const DELIVERED_AT = Date.now() - 3.5 * DAY_MS;
const DELIVERED_LATER_AT = Date.now() - 2.5 * DAY_MS;
const FAILED_AT = Date.now() - 1.5 * DAY_MS;
const TEAMS = ['orders', 'billing', 'crm', 'quartz', 'support', 'search', 'shop', 'news', 'audit', 'mail'];

/** States by the last digit of a webhook's number, in the order of the extension's rows; all others are healthy. */
const FAILING = 6;
const DISABLED_AFTER_FAILURES = 7;
const WAITING = 9;
const DISABLED = 8;
const BEFORE_HEALTHY = [FAILING, DISABLED_AFTER_FAILURES, WAITING];

/**
 * Webhooks in the order of their rows: by state, what needs a person most first, then by name. The floors show them as
 * they come. Of ten, six are healthy, and one each fails, is disabled after failures, waits for its first delivery, and
 * is disabled.
 * @param eventCount how many event types each has; in the API's order, begun at another one for each
 */
export function makeWebhooks(count: number, eventCount = 4): readonly WireWebhook[] {
  return Array.from({ length: count }, (_, index) => index)
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((index) => makeWebhook(index, eventCount));
}

/**
 * The same webhooks after a change of the first one that its row shows and that leaves it in its place: it goes on
 * failing, and a delivery succeeded in between.
 */
export function withFirstChanged(webhooks: readonly WireWebhook[]): readonly WireWebhook[] {
  const [first, ...others] = webhooks;
  return first ? [{ ...first, last_successful_at: time(DELIVERED_LATER_AT) }, ...others] : webhooks;
}

/** The answer that lists them. */
export function listBody(webhooks: readonly WireWebhook[]): Buffer {
  return Buffer.from(JSON.stringify({ message: 'Webhooks retrieved successfully.', data: { webhooks } }));
}

/** The webhooks that a filter by the rare letter leaves. */
export function withRareLetter(webhooks: readonly WireWebhook[]): readonly WireWebhook[] {
  return webhooks.filter(({ name }) => name.includes(RARE_LETTER));
}

/** Sorts by state; stable, so that the order of names stays. */
function placeOf(index: number): number {
  const state = index % 10;
  const place = BEFORE_HEALTHY.indexOf(state);
  return place >= 0 ? place : BEFORE_HEALTHY.length + (state === DISABLED ? 1 : 0);
}

function makeWebhook(index: number, eventCount: number): WireWebhook {
  const number = String(index).padStart(5, '0');
  const state = index % 10;
  const isWaiting = state === WAITING;
  const hasFailed = state === FAILING || state === DISABLED_AFTER_FAILURES;
  return {
    id: `5b1f6c1e-0d5c-4a53-9f0e-0000000${number}`,
    name: `Webhook ${number} ${TEAMS[state]}`,
    url: `https://hooks-${index % 97}.example.com/lettr/${number}`,
    enabled: state !== DISABLED && state !== DISABLED_AFTER_FAILURES,
    event_types: eventsFrom(index, eventCount),
    auth_type: index % 3 === 0 ? 'basic' : 'none',
    has_auth_credentials: index % 3 === 0,
    last_successful_at: isWaiting ? null : time(DELIVERED_AT - index * 1000),
    last_failure_at: hasFailed ? time(FAILED_AT - index * 1000) : null,
    last_status: isWaiting ? null : hasFailed ? 'failure' : 'success',
  };
}

function eventsFrom(index: number, count: number): string[] {
  const from = count >= EVENT_TYPE_NAMES.length ? 0 : index;
  return Array.from(
    { length: count },
    (_, step) => EVENT_TYPE_NAMES[(from + step) % EVENT_TYPE_NAMES.length] ?? '',
  );
}

function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}
