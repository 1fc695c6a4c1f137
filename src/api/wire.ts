import * as v from 'valibot';

import type { FieldProblem } from './errors.ts';
import { EVENT_TYPE_NAMES, normaliseEventType } from './events.ts';
import { read } from './read.ts';
import { parseTime } from './time.ts';
import type {
  Authentication,
  DraftField,
  EventPage,
  EventSelection,
  JsonValue,
  RecentEvents,
  UnreadableRow,
  Webhook,
  WebhookDraft,
  WebhookList,
  WebhookPatch,
} from './types.ts';

/*
 * The wire's shapes and its asymmetry (`active` is written, `enabled` is read; `null` means all events) stay in this
 * file. Reading is tolerant of everything that Lettr's answers may lack; only what a webhook cannot do without is
 * required.
 */

const ListBody = v.object({ data: v.object({ webhooks: v.unknown() }) });
const WebhookBody = v.object({ data: v.unknown() });
const AuthAnswer = v.object({ data: v.object({ team_id: v.pipe(v.number(), v.integer()) }) });

/** Unix ms; `null` where it is missing or no time. */
const optionalTime = v.optional(v.pipe(v.unknown(), v.transform(toTime)), null);

/** Only what is told of an event here; whatever else it carries is somebody's personal data and is not kept. */
const WireEvent = v.object({ type: v.string(), timestamp: optionalTime });

const EventsAnswer = v.object({
  data: v.object({
    events: v.object({
      data: v.pipe(
        v.unknown(),
        v.transform((value) => itemsOf(value) ?? value),
        v.array(v.fallback(v.nullable(WireEvent), null)),
      ),
      total_count: v.fallback(v.nullish(v.pipe(v.number(), v.minValue(0)), null), null),
      from: optionalTime,
      to: optionalTime,
    }),
  }),
});

const JsonObject = v.custom<Readonly<Record<string, JsonValue>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const EventPageAnswer = v.object({
  data: v.object({
    events: v.object({
      data: v.array(v.unknown()),
      pagination: v.fallback(v.object({ next_cursor: v.nullish(v.string(), null) }), { next_cursor: null }),
    }),
  }),
});

const ErrorBody = v.object({
  message: v.fallback(v.optional(v.string()), undefined),
  error_code: v.fallback(v.optional(v.string()), undefined),
  errors: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  retry_after: v.optional(v.unknown()),
});

/** An error answer as far as it could be read. */
export interface ErrorAnswer {
  readonly message: string | undefined;
  readonly code: string | undefined;
  readonly fields: readonly FieldProblem[];
  /** As the body has it; {@link waitTold} understands it. */
  readonly retryAfter: unknown;
}

/** Throws when the body is not a list of webhooks. A row that can't be read doesn't hide the others. */
export function parseList(body: unknown): WebhookList {
  const rows = itemsOf(read(ListBody, body).data.webhooks);
  if (!rows) {
    throw new TypeError('Not a list of webhooks');
  }
  const webhooks: Webhook[] = [];
  const unreadable: UnreadableRow[] = [];
  for (const row of rows) {
    const result = readWebhook(row);
    if ('field' in result) {
      unreadable.push(result);
    } else {
      webhooks.push(result);
    }
  }
  if (webhooks.length === 0 && unreadable.length > 0 && unreadable.every(({ id }) => id === '')) {
    throw new TypeError('Not a list of webhooks: no row has an id');
  }
  return { webhooks, unreadable };
}

/** Throws when the body is not a webhook. */
export function parseWebhook(body: unknown): Webhook {
  const { data } = read(WebhookBody, body);
  const result = readWebhook(data);
  if ('field' in result) {
    throw new TypeError(`Not a webhook: ${result.field}`);
  }
  return result;
}

/** For answers in which nothing is looked for. */
export function parseNothing(): void {}

/** Throws when the body is not an answer to the key check. */
export function parseAuth(body: unknown): { readonly teamId: number } {
  return { teamId: read(AuthAnswer, body).data.team_id };
}

/** Throws when the body is not a list of events. What is no event is left out. */
export function parseEventPage(body: unknown): EventPage {
  const { data, pagination } = read(EventPageAnswer, body).data.events;
  const events = data.filter((event) => v.is(JsonObject, event));
  return { events, next: pagination.next_cursor ?? undefined };
}

/** Throws when the body is not a list of events. An event that cannot be read counts, but not for any type. */
export function parseEvents(body: unknown): RecentEvents {
  const { data, total_count: total, from, to } = read(EventsAnswer, body).data.events;
  const newest = new Map<string, { count: number; lastAt: number | null }>();
  for (const event of data) {
    if (event) {
      const type = normaliseEventType(event.type);
      const known = newest.get(type) ?? { count: 0, lastAt: null };
      newest.set(type, { count: known.count + 1, lastAt: later(known.lastAt, event.timestamp) });
    }
  }
  return { total: Math.max(total ?? 0, data.length), from, to, newest };
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** `undefined` when the body is not a JSON object. */
export function parseError(body: unknown): ErrorAnswer | undefined {
  const parsed = v.safeParse(ErrorBody, body);
  if (!parsed.success) {
    return undefined;
  }
  const { message, error_code: code, errors, retry_after: retryAfter } = parsed.output;
  return { message, code, retryAfter, fields: Object.entries(errors ?? {}).flatMap(toFieldProblem) };
}

/** The body that creates a webhook. */
export function draftBody(draft: WebhookDraft): Record<string, unknown> {
  return {
    name: draft.name,
    url: draft.url,
    ...authenticationBody(draft.authentication),
    ...(draft.events === 'all'
      ? { events_mode: 'all' }
      : { events_mode: 'selected', events: [...draft.events] }),
  };
}

/** The body that changes a webhook: only the fields of the patch. `target` is the server's old name of `url` and is never sent. */
export function patchBody(patch: WebhookPatch): Record<string, unknown> {
  return {
    ...(patch.name !== undefined && { name: patch.name }),
    ...(patch.url !== undefined && { url: patch.url }),
    ...(patch.events !== undefined && { events: [...patch.events] }),
    ...(patch.authentication !== undefined && authenticationBody(patch.authentication)),
    ...(patch.enabled !== undefined && { active: patch.enabled }),
  };
}

function authenticationBody(authentication: Authentication): Record<string, unknown> {
  switch (authentication.type) {
    case 'none':
      return { auth_type: 'none' };
    case 'basic':
      return {
        auth_type: 'basic',
        auth_username: authentication.username,
        auth_password: authentication.password,
      };
    case 'oauth2':
      return {
        auth_type: 'oauth2',
        oauth_client_id: authentication.clientId,
        oauth_client_secret: authentication.clientSecret,
        oauth_token_url: authentication.tokenUrl,
      };
  }
}

/**
 * A webhook, or what keeps a row from being one. By hand: a schema takes three times as long as this, and for 10,000
 * webhooks longer than fetching and parsing them.
 */
function readWebhook(row: unknown): Webhook | UnreadableRow {
  if (!isObject(row)) {
    return { id: '', field: 'id' };
  }
  const { name, url, enabled, event_types: events, auth_type: authentication } = row;
  const { last_successful_at: success, last_failure_at: failure, last_status: status } = row;
  const id = idOf(row['id']);
  if (id === undefined) {
    // A number beyond 2^53 came as a `bigint` so that it can be shown.
    return { id: typeof row['id'] === 'bigint' ? String(row['id']) : '', field: 'id' };
  }
  if (typeof name !== 'string') {
    return { id, field: 'name' };
  }
  if (typeof url !== 'string') {
    return { id, field: 'url' };
  }
  if (typeof enabled !== 'boolean') {
    return { id, field: 'enabled' };
  }
  return {
    id,
    name,
    url,
    enabled,
    events: readEvents(events),
    authentication: typeof authentication === 'string' ? authentication : 'none',
    hasCredentials: row['has_auth_credentials'] === true,
    lastSuccessAt: toTime(success),
    lastFailureAt: toTime(failure),
    lastStatus: numberOrText(status) ?? null,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** `undefined` for what is no id, or a number that may have been rounded. */
function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? String(value) : undefined;
  }
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/**
 * The items of a list. PHP writes a list with gaps in its numbering as an object: `{"0":…,"2":…}`; what stands there
 * under other names, such as a count, is no item. An object without any numbers is a list by names. An empty object is no
 * list: what stands there instead may be anything.
 */
function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) {
    return value;
  }
  const all = isObject(value) ? Object.entries(value) : [];
  const numbered = all.filter(([name]) => /^\d+$/.test(name));
  const items = (numbered.length > 0 ? numbered : all).map(([, item]) => item);
  return items.length > 0 ? items : undefined;
}

function numberOrText(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined;
}

/** `null` means all; what is no list of names means not said. */
function readEvents(names: unknown): EventSelection | undefined {
  if (names === null) {
    return 'all';
  }
  const items = itemsOf(names);
  return items && (inOrder(items) ?? normalised(items));
}

/**
 * Names as Lettr writes them today, in the API's order, each at most once; `undefined` for any other list. In most lists
 * this spares the work below, which takes longer than everything else about a webhook with all 22 names.
 */
function inOrder(names: readonly unknown[]): readonly string[] | undefined {
  const events: string[] = [];
  let at = 0;
  for (const name of names) {
    while (at < EVENT_TYPE_NAMES.length && EVENT_TYPE_NAMES[at] !== name) {
      at += 1;
    }
    const known = EVENT_TYPE_NAMES[at];
    if (known === undefined) {
      return undefined;
    }
    // Not `name`: 10,000 webhooks share these strings.
    events.push(known);
    at += 1;
  }
  return events;
}

function normalised(names: readonly unknown[]): readonly string[] | undefined {
  return names.every((name) => typeof name === 'string')
    ? [...new Set(names.map((name) => KNOWN.get(name) ?? normaliseEventType(name)))]
    : undefined;
}

const KNOWN: ReadonlyMap<string, string> = new Map(EVENT_TYPE_NAMES.map((name) => [name, name]));

/** The end of the year 9999, Unix ms. Later ones are no times, and sums with them could leave the range of `Date`. */
const LAST_TIME = 253_402_300_799_999;

/** Unix ms of a time as Lettr writes it; without a zone it is UTC. `null` for what is no time. */
function toTime(text: unknown): number | null {
  if (typeof text !== 'string') {
    return null;
  }
  const time = parseTime(text);
  return time >= 0 && time <= LAST_TIME ? time : null;
}

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['name', 'name'],
  ['url', 'url'],
  ['target', 'url'],
  ['events_mode', 'eventsMode'],
  ['events', 'events'],
  ['auth_type', 'authentication'],
  ['auth_username', 'username'],
  ['auth_password', 'password'],
  ['oauth_client_id', 'clientId'],
  ['oauth_client_secret', 'clientSecret'],
  ['oauth_token_url', 'tokenUrl'],
  ['active', 'enabled'],
]);

function toFieldProblem([name, texts]: [string, unknown]): FieldProblem[] {
  const all: readonly unknown[] = Array.isArray(texts) ? texts : [texts];
  const text = all.filter((one) => typeof one === 'string').join(' ');
  // A list's items are reported as `events.0`.
  return [{ field: FIELDS.get(name.split('.')[0] ?? name), text: text || name }];
}
