import { validationFailed, type Answer } from './answers.ts';
import { isListed, type EmailEvent } from './emailEvents.ts';
import type { Operation } from './operations.ts';
import { wireTime } from './state.ts';
import type { FieldErrors } from './validation.ts';

type Query = Readonly<Record<string, string>>;

const retention = 10 * 24 * 3_600_000;

/** `GET /emails/events`: newest first, within the ten days that are kept. */
export const listEmailEvents: Operation = {
  access: 'read',
  run: ({ emailEvents }, { team, query }) => {
    const now = Date.now();
    const reader = new QueryReader(query);
    const kept = emailEvents.list(team).filter(({ timestamp }) => Date.parse(timestamp) >= now - retention);
    const from = reader.time('from') ?? now - retention;
    const to = reader.time('to') ?? now;
    const perPage = reader.perPage() ?? 25;
    const filters = [reader.events(), reader.recipients(), reader.transmission(), reader.bounceClasses()];
    const matching = kept.filter(
      (event) =>
        Date.parse(event.timestamp) >= from &&
        Date.parse(event.timestamp) <= to &&
        filters.every((filter) => filter === undefined || filter(event)),
    );
    const start = reader.start(matching);
    return reader.refusal() ?? page(matching, { start, perPage, from, to });
  },
};

interface Window {
  start: number;
  perPage: number;
  /** ms since the epoch */
  from: number;
  to: number;
}

function page(matching: readonly EmailEvent[], { start, perPage, from, to }: Window): Answer {
  const data = matching.slice(start, start + perPage);
  const last = data.at(-1);
  const hasMore = start + perPage < matching.length;
  return {
    status: 200,
    body: {
      message: 'Email events retrieved successfully.',
      data: {
        events: {
          data,
          total_count: matching.length,
          from: wireTime(from),
          to: wireTime(to),
          pagination: { next_cursor: hasMore && last ? cursorOf(last) : null, per_page: perPage },
        },
      },
    },
  };
}

function cursorOf(event: EmailEvent): string {
  return Buffer.from(event.event_id).toString('base64url');
}

type Filter = (event: EmailEvent) => boolean;

/** Reads the query's parameters and collects a message for each one that is wrong. */
class QueryReader {
  readonly #query: Query;
  readonly #errors: FieldErrors = {};

  constructor(query: Query) {
    this.#query = query;
  }

  /** Short names only, as the API documents them. */
  events(): Filter | undefined {
    const names = this.#list('events');
    const unknown = names?.findIndex((name) => name.includes('.') || !isListed(name)) ?? -1;
    if (unknown >= 0) this.#reject(`events.${unknown}`, `The selected events.${unknown} is invalid.`);
    return names && (({ type }) => names.includes(type));
  }

  recipients(): Filter | undefined {
    const addresses = this.#list('recipients');
    const wrong = addresses?.findIndex((address) => !/^[^\s@]+@[^\s@]+$/.test(address)) ?? -1;
    if (wrong >= 0) {
      this.#reject(`recipients.${wrong}`, `The recipients.${wrong} parameter must be a valid email address.`);
    }
    return addresses && (({ rcpt_to: to }) => addresses.includes(to));
  }

  transmission(): Filter | undefined {
    const id = this.#query['transmissions'];
    return id === undefined ? undefined : ({ request_id: request }) => request === id;
  }

  bounceClasses(): Filter | undefined {
    const classes = this.#list('bounce_classes');
    return classes && (({ bounce_class: of }) => typeof of === 'number' && classes.includes(String(of)));
  }

  perPage(): number | undefined {
    const text = this.#query['per_page'];
    if (text === undefined) return undefined;
    if (!/^-?\d+$/.test(text)) return this.#reject('per_page', 'The per_page parameter must be an integer.');
    const value = Number(text);
    if (value >= 1 && value <= 100) return value;
    return this.#reject('per_page', 'The per_page parameter must be between 1 and 100.');
  }

  /** ms since the epoch; a bare date means its midnight. */
  time(field: 'from' | 'to'): number | undefined {
    const text = this.#query[field];
    if (text === undefined) return undefined;
    const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(time) ? this.#reject(field, `The ${field} parameter must be a valid date.`) : time;
  }

  /** Where the page begins among the events that fit. */
  start(matching: readonly EmailEvent[]): number {
    const cursor = this.#query['cursor'];
    if (cursor === undefined) return 0;
    const last = matching.findIndex((event) => cursorOf(event) === cursor);
    if (last === -1) this.#reject('cursor', 'The cursor parameter is invalid.');
    return last + 1;
  }

  refusal(): Answer | undefined {
    return Object.keys(this.#errors).length > 0 ? validationFailed(this.#errors) : undefined;
  }

  #list(field: string): string[] | undefined {
    const text = this.#query[field];
    return text === undefined || text === '' ? undefined : text.split(',');
  }

  #reject(field: string, message: string): undefined {
    this.#errors[field] ??= [message];
    return undefined;
  }
}
