import * as v from 'valibot';

import { listedEventName, normaliseEventType } from './events.ts';
import { read } from './read.ts';
import type { EventPage, EventsApi, JsonValue, RecentEvents } from './types.ts';
import { type Call, readable } from './webhooks.ts';
import { itemsOf, toTime } from './wire.ts';

/** The most that one answer may hold. */
const PER_PAGE = 100;
/** As many as a person looks through in a list. */
const PAGE_SIZE = 25;

/** The calls for emails' events on top of `call`. */
export function eventsApi(call: Call): EventsApi {
  return {
    recent: async (types, options) => {
      const names = [...new Set(types.flatMap((type) => listedEventName(type) ?? []))];
      if (names.length === 0) {
        // Without a filter the API would list every type.
        return NOTHING;
      }
      const path = `/emails/events?events=${names.join(',')}&per_page=${PER_PAGE}`;
      return readable(parseEvents, await call({ method: 'GET', path, operation: 'list' }, options));
    },
    page: async (cursor, options) => {
      const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/emails/events?per_page=${PAGE_SIZE}${after}`;
      return readable(parseEventPage, await call({ method: 'GET', path, operation: 'list' }, options));
    },
  };
}

const NOTHING: RecentEvents = { total: 0, from: null, to: null, newest: new Map() };

/** Unix ms; `null` where it is missing or no time. */
const time = v.pipe(v.unknown(), v.transform(toTime));
const optionalTime = v.optional(time, null);

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
