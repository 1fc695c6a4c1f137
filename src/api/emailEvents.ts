import * as v from 'valibot';

import { listedEventName, normaliseEventType } from './events.ts';
import { read } from './read.ts';
import type { EventsApi, RecentEvents } from './types.ts';
import { type Call, readable } from './webhooks.ts';
import { itemsOf, toTime } from './wire.ts';

/** The most that one answer may hold. */
const PER_PAGE = 100;

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
