import * as v from 'valibot';

import type { EventSelection, Webhook } from '../api/types.ts';
import type { HistoryChange } from '../webhooks/history.ts';
import type { KnownList, RecordData } from './publication.ts';

/*
 * How a record is written. Each selection of event types stands once, and the webhooks name its place: 10,000 webhooks
 * with 22 types each would otherwise be 8 MB, and each type of each webhook a piece of memory of its own.
 */

const VERSION = 1;

const Time = v.number();
const Times = v.array(v.tuple([v.string(), Time]));

const StoredWebhook = v.object({
  id: v.string(),
  name: v.string(),
  url: v.string(),
  enabled: v.boolean(),
  /** The place in the list's selections; without it the answer did not say. */
  events: v.optional(v.number()),
  authentication: v.string(),
  hasCredentials: v.boolean(),
  lastSuccessAt: v.nullable(Time),
  lastFailureAt: v.nullable(Time),
  lastStatus: v.nullable(v.string()),
});

const StoredIncident = v.object({
  id: v.string(),
  webhookId: v.string(),
  kind: v.picklist(['failing', 'disabled']),
  since: Time,
  isAnnounced: v.boolean(),
});

const Seen = { at: Time, by: v.picklist(['here', 'elsewhere']) };
const Delivery = v.picklist(['failing', 'healthy', 'waiting', 'unknown']);
const Selection = v.union([v.literal('all'), v.array(v.string())]);

const StoredChange = v.variant('field', [
  v.object({ ...Seen, field: v.literal('health'), from: v.optional(Delivery), to: Delivery }),
  v.object({ ...Seen, field: v.literal('enabled'), from: v.boolean(), to: v.boolean() }),
  v.object({ ...Seen, field: v.literal('url'), from: v.string(), to: v.string() }),
  v.object({
    ...Seen,
    field: v.literal('events'),
    from: v.optional(Selection),
    to: v.optional(Selection),
  }),
]);

const StoredRecord = v.object({
  version: v.literal(VERSION),
  fingerprint: v.string(),
  list: v.optional(
    v.object({
      askedAt: Time,
      loadedAt: Time,
      touched: Times,
      selections: v.array(Selection),
      webhooks: v.array(StoredWebhook),
    }),
  ),
  incidents: v.array(StoredIncident),
  histories: v.array(v.tuple([v.string(), v.array(StoredChange)])),
});

type StoredList = NonNullable<v.InferOutput<typeof StoredRecord>['list']>;

/** The record as the text of its file. */
export function recordText({ list, incidents, histories }: RecordData, fingerprint: string): string {
  return JSON.stringify({
    version: VERSION,
    fingerprint,
    list: list && storedList(list),
    incidents,
    histories: [...histories],
  });
}

/**
 * Reads the text of a record. Of one that was read with another key only the history counts.
 *
 * @returns `undefined` when it is cut off, of another version or something else.
 */
export function parseRecord(text: string, fingerprint: string): RecordData | undefined {
  const stored = v.safeParse(StoredRecord, parsedJson(text));
  if (!stored.success) {
    return undefined;
  }
  const { list, incidents, histories } = stored.output;
  const known = { histories: new Map(histories.map(([id, changes]) => [id, changes.map(toChange)])) };
  return stored.output.fingerprint === fingerprint
    ? { ...known, list: list && toList(list), incidents }
    : { ...known, list: undefined, incidents: [] };
}

function storedList({ askedAt, loadedAt, touched, webhooks }: KnownList): unknown {
  const selections = new Map<string, { readonly place: number; readonly events: EventSelection }>();
  const placeOf = (events: EventSelection): number => {
    const key = JSON.stringify(events);
    const known = selections.get(key) ?? { place: selections.size, events };
    selections.set(key, known);
    return known.place;
  };
  const stored = Array.from(webhooks.values(), (webhook) => ({
    ...webhook,
    events: webhook.events && placeOf(webhook.events),
  }));
  const all = Array.from(selections.values(), ({ events }) => events);
  return { askedAt, loadedAt, touched: [...touched], selections: all, webhooks: stored };
}

function toList({ askedAt, loadedAt, touched, selections, webhooks }: StoredList): KnownList {
  const known = webhooks.map((stored): [string, Webhook] => {
    const events = stored.events === undefined ? undefined : selections[stored.events];
    return [stored.id, { ...stored, events }];
  });
  return { askedAt, loadedAt, touched: new Map(touched), webhooks: new Map(known) };
}

/** JSON has no `undefined`: what is equal to the change that was written has the same fields. */
function toChange(stored: v.InferOutput<typeof StoredChange>): HistoryChange {
  switch (stored.field) {
    case 'health':
      return { ...stored, from: stored.from };
    case 'events':
      return { ...stored, from: stored.from, to: stored.to };
    default:
      return stored;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
