import type { Call } from './call.ts';
import { listedEventName } from './events.ts';
import type { CallOptions, EventPage, RecentEvents } from './types.ts';

/** The most that one answer may hold. */
const PER_PAGE = 100;
/** As many as a person looks through in a list. */
const PAGE_SIZE = 25;
const NOTHING: RecentEvents = { total: 0, from: null, to: null, newest: new Map() };

/** The calls for the events of one account's emails (`GET /emails/events`), on top of `call`, which says what they throw. */
export function emailEventsApi(call: Call) {
  return {
    /**
     * One request for the newest events of the given full types, within the API's window of ten days. Types that the API
     * cannot be asked for (`relay.*`) are left out.
     */
    recent: async (types: readonly string[], options?: CallOptions): Promise<RecentEvents> => {
      const names = [...new Set(types.flatMap((type) => listedEventName(type) ?? []))];
      if (names.length === 0) {
        // Without a filter the API would list every type.
        return NOTHING;
      }
      const path = `/emails/events?events=${names.join(',')}&per_page=${PER_PAGE}`;
      return call(
        ({ parseEvents }) => ({ method: 'GET', path, operation: 'list', parse: parseEvents }),
        options,
      );
    },
    /** One request for the newest events of every type with all their fields, or for those after `cursor`. */
    page: (cursor?: string, options?: CallOptions): Promise<EventPage> => {
      const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/emails/events?per_page=${PAGE_SIZE}${after}`;
      return call(
        ({ parseEventPage }) => ({ method: 'GET', path, operation: 'list', parse: parseEventPage }),
        options,
      );
    },
  };
}
