import { buildBatch, canonicalType, type EventEnvelope } from './events.ts';
import { liveTeam } from './seed.ts';

/** An event as `GET /emails/events` shows it; `type` is the short name. */
export interface EmailEvent {
  readonly event_id: string;
  readonly type: string;
  /** ISO 8601 with milliseconds and `Z` */
  readonly timestamp: string;
  readonly request_id: string;
  readonly rcpt_to: string;
  readonly [field: string]: unknown;
}

/** More than anybody looks at, so that a simulator left running does not grow for ever. */
const kept = 10_000;

/** What happened to the emails of every team, whether or not a webhook took it. */
export class EmailEventLog {
  #events: { team: number; event: EmailEvent }[] = [];

  add(team: number, events: readonly EmailEvent[]): void {
    this.#events.push(...events.map((event) => ({ team, event })));
    this.#events = this.#events.slice(-kept);
  }

  /** The newest first; of every team where none is named. */
  list(team?: number): EmailEvent[] {
    return (
      this.#events
        .filter((entry) => team === undefined || entry.team === team)
        .map(({ event }) => structuredClone(event))
        // Of two in the same millisecond the later one is the newer one.
        .toReversed()
        .toSorted((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp))
    );
  }

  clear(): void {
    this.#events = [];
  }
}

/** The 17 types that the API lists: all but inbound email, by their short names. */
export function isListed(type: string): boolean {
  return canonicalType(type) !== undefined && !canonicalType(type)?.startsWith('relay.');
}

export interface HappenedOptions {
  /** 1 by default */
  count?: number;
  /** whose emails; the live team's by default */
  team?: number;
  /** ms since the epoch, or a date; now by default */
  at?: number | string;
}

/**
 * Notes events of one type.
 * @param type canonical, short or misspelt
 * @throws RangeError for a type that is not listed, a count that is not a whole number from 1 on, or no time
 */
export function happened(log: EmailEventLog, type: string, options: HappenedOptions = {}): EmailEvent[] {
  const { count = 1, team = liveTeam, at = Date.now() } = options;
  const canonical = canonicalType(type);
  if (canonical === undefined || !isListed(canonical)) {
    throw new RangeError(`"${type}" is no type of an email's events.`);
  }
  if (!Number.isInteger(count) || count < 1) throw new RangeError('"count" is a whole number from 1 on.');
  const time = typeof at === 'number' ? at : Date.parse(at);
  if (!Number.isFinite(time)) throw new RangeError('"at" is a time in ms or a date.');
  const events = toEmailEvents(buildBatch(canonical, count, time), time);
  log.add(team, events);
  return events;
}

/** The same events as a webhook's body carries them and as the list shows them. `at` in ms since the epoch. */
export function toEmailEvents(batch: readonly EventEnvelope[], at: number): EmailEvent[] {
  return batch.flatMap(({ msys }) => Object.values(msys).map((fields) => toEmailEvent(fields, at)));
}

const onlyInWebhooks = [
  'transmission_id',
  'customer_id',
  'subaccount_id',
  'rcpt_hash',
  'mailfrom',
  'rcpt_subs',
];
const numbers = ['msg_size', 'queue_time', 'num_retries', 'bounce_class'];

function toEmailEvent(fields: Readonly<Record<string, unknown>>, at: number): EmailEvent {
  const event: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!onlyInWebhooks.includes(name)) event[name] = numbers.includes(name) ? Number(value) : value;
  }
  if ('transactional' in event) event['transactional'] = event['transactional'] === '1';
  return {
    ...event,
    event_id: textOf(fields['event_id']),
    type: textOf(fields['type']),
    timestamp: new Date(at).toISOString(),
    request_id: textOf(fields['transmission_id']),
    rcpt_to: textOf(fields['rcpt_to']),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Ages in ms before the start. They fit what the seed's webhooks say of themselves. */
const seeded: readonly (readonly [type: string, ...ages: number[]])[] = [
  ['injection', 30_000, 5 * minute, 21 * minute, hour, 5 * hour, 2 * day],
  ['delivery', 30_000, 4 * minute, 20 * minute, hour, 5 * hour, 2 * day],
  ['bounce', 7 * minute, 3 * hour, 2 * day],
  ['delay', 5 * hour],
  ['spam_complaint', 3 * day],
  ['initial_open', 40 * minute, 6 * hour],
  ['open', 35 * minute, 6 * hour],
  ['click', 35 * minute],
  ['link_unsubscribe', 2 * day],
];

/** What happened before the start, in the live team. `now` in ms since the epoch. */
export function seedEvents(log: EmailEventLog, now: number): void {
  for (const [type, ...ages] of seeded) {
    for (const age of ages) happened(log, type, { at: now - age });
  }
}
