import { isDeepStrictEqual } from 'node:util';

import type { Webhook, WebhookPatch } from '../api/types.ts';
import type { WebhookHistory } from '../webhooks/history.ts';
import type { StoreWrite } from '../webhooks/state.ts';
import { attributedHere, changesAtFirstSight, changesBetween } from './changes.ts';
import { type Incident, incidentAfter } from './incidents.ts';
import { cappedHistories } from './limits.ts';

/** A full list as some window of this machine read it; fits `WebhookStore.adopt`. */
export interface SharedList {
  readonly webhooks: ReadonlyMap<string, Webhook>;
  /** Unix ms at which it was asked for. */
  readonly askedAt: number;
  /** Unix ms at which it came. */
  readonly loadedAt: number;
}

/** What a window has to tell the others. */
export type Publication =
  | ({ readonly kind: 'list' } & SharedList)
  /** One webhook read anew, and when that was asked for (Unix ms); `undefined`: Lettr no longer has it. */
  | {
      readonly kind: 'single';
      readonly id: string;
      readonly webhook: Webhook | undefined;
      readonly askedAt: number;
    }
  /** A write of the person here that took effect (`WebhookStore.onDidWrite`), and what the store then holds. */
  | {
      readonly kind: 'write';
      readonly write: StoreWrite;
      readonly webhook: Webhook | undefined;
      /** Unix ms at which its answer came. */
      readonly at: number;
    };

/** The last list, with what is newer than it. */
export interface KnownList extends SharedList {
  /** When webhooks were read or written one by one (Unix ms); a list that was asked for before says nothing of them. */
  readonly touched: ReadonlyMap<string, number>;
}

/** All that is kept of an account. Replaced, never modified. */
export interface RecordData {
  /** `undefined` before the first list under the present key. */
  readonly list: KnownList | undefined;
  readonly incidents: readonly Incident[];
  readonly histories: ReadonlyMap<string, WebhookHistory>;
}

/**
 * The record with a publication added at `now` (Unix ms): changes go to the history, incidents begin and end. The same
 * object when there is nothing to add, because the record is newer or because there is no list yet to compare with.
 */
export function withPublication(data: RecordData, publication: Publication, now: number): RecordData {
  if (publication.kind === 'list') {
    return withList(data, publication, now);
  }
  if (!isListed(data)) {
    return data;
  }
  if (publication.kind === 'write') {
    return withWrite(data, publication, now);
  }
  const { id, webhook, askedAt } = publication;
  return isKnownSince(data.list, id, askedAt, now)
    ? data
    : withOne(data, { id, after: webhook, touchedAt: askedAt, at: now });
}

/** The record in which some incidents are marked as told. */
export function withAnnounced(data: RecordData, ids: ReadonlySet<string>): RecordData {
  const incidents = data.incidents.map((open) => (ids.has(open.id) ? { ...open, isAnnounced: true } : open));
  return { ...data, incidents };
}

type ListedData = RecordData & { readonly list: KnownList };

function isListed(data: RecordData): data is ListedData {
  return data.list !== undefined;
}

function withList(data: RecordData, read: SharedList, now: number): RecordData {
  const before = data.list;
  if (before && isPast(before.askedAt, now) && before.askedAt >= read.askedAt) {
    return data;
  }
  const { askedAt, loadedAt } = read;
  const touched = new Map(before?.touched);
  for (const [id, at] of touched) {
    if (at < askedAt || !isPast(at, now)) {
      touched.delete(id);
    }
  }
  const webhooks = before ? withTouched(read.webhooks, before.webhooks, touched) : read.webhooks;
  const list = { webhooks, askedAt, loadedAt, touched };
  const ids = before ? new Set([...webhooks.keys(), ...before.webhooks.keys()]) : webhooks.keys();
  return capped(stepped(data, list, { ids, at: loadedAt }), now);
}

/** The webhooks that were read, but those that were touched later as they were known before. */
function withTouched(
  read: ReadonlyMap<string, Webhook>,
  known: ReadonlyMap<string, Webhook>,
  touched: ReadonlyMap<string, number>,
): ReadonlyMap<string, Webhook> {
  if (touched.size === 0) {
    // The very map of the store: a copy would cost memory.
    return read;
  }
  const webhooks = new Map(read);
  for (const id of touched.keys()) {
    put(webhooks, id, known.get(id));
  }
  return webhooks;
}

function withWrite(
  data: ListedData,
  { write, webhook, at }: Publication & { readonly kind: 'write' },
  now: number,
): RecordData {
  const { id } = write;
  const patch = write.kind === 'update' ? write.patch : {};
  const history = data.histories.get(id) ?? [];
  const attributed = attributedHere(history, patch, at);
  const mine =
    attributed === history ? data : { ...data, histories: new Map(data.histories).set(id, attributed) };
  // A list that is newer than the write has its outcome already, and took it for somebody else's.
  const isNews = !isKnownSince(data.list, id, at, now) && (write.kind === 'delete' || webhook !== undefined);
  return isNews
    ? withOne(mine, { id, after: write.kind === 'delete' ? undefined : webhook, touchedAt: at, at, patch })
    : withOne(mine, { id, after: data.list.webhooks.get(id), touchedAt: undefined, at, patch });
}

interface One {
  readonly id: string;
  readonly after: Webhook | undefined;
  /** Unix ms; `undefined` when `after` is no news. */
  readonly touchedAt: number | undefined;
  readonly at: number;
  readonly patch?: WebhookPatch;
}

function withOne(data: ListedData, { id, after, touchedAt, at, patch }: One): RecordData {
  const known = data.list;
  const webhooks =
    known.webhooks.get(id) === after ? known.webhooks : put(new Map(known.webhooks), id, after);
  const list =
    touchedAt === undefined
      ? known
      : { ...known, webhooks, touched: new Map(known.touched).set(id, touchedAt) };
  return capped(stepped(data, list, { ids: [id], at, patch }), at);
}

interface Steps {
  readonly ids: Iterable<string>;
  /** Unix ms at which the changes were seen. */
  readonly at: number;
  /** What the person here just wrote. */
  readonly patch?: WebhookPatch | undefined;
}

function stepped(data: RecordData, list: KnownList, { ids, at, patch }: Steps): RecordData {
  const known = data.list?.webhooks;
  const histories = new Map<string, WebhookHistory>();
  const open = new Map(data.incidents.map((incident) => [incident.webhookId, incident]));
  for (const id of ids) {
    const [before, after] = [known?.get(id), list.webhooks.get(id)];
    const history = data.histories.get(id) ?? [];
    const changes = after
      ? before
        ? changesBetween(before, after, at, (field) => patch?.[field] !== undefined)
        : changesAtFirstSight(after, history, at)
      : [];
    if (changes.length > 0) {
      histories.set(id, [...history, ...changes]);
    }
    // What the first list shows was so before anybody watched.
    const isDisabledHere = patch?.enabled === false;
    put(open, id, known && incidentAfter(open.get(id), { before, after, at, isDisabledHere }));
  }
  const incidents = [...open.values()];
  const isSame = histories.size === 0 && list === data.list && isDeepStrictEqual(incidents, data.incidents);
  return isSame
    ? data
    : {
        list,
        incidents,
        histories: histories.size > 0 ? new Map([...data.histories, ...histories]) : data.histories,
      };
}

function capped(data: RecordData, now: number): RecordData {
  const histories = cappedHistories(data.histories, data.list?.webhooks ?? new Map(), now);
  return histories === data.histories ? data : { ...data, histories };
}

/** Whether what is known of a webhook is at least as new as `at` (Unix ms). */
function isKnownSince(list: KnownList, id: string, at: number, now: number): boolean {
  const knownAt = [list.askedAt, list.touched.get(id) ?? 0];
  return knownAt.some((known) => isPast(known, now) && known >= at);
}

/** Times that are ahead were written before the clock was set back, and must not win for hours. */
function isPast(at: number, now: number): boolean {
  return at <= now;
}

function put<T>(map: Map<string, T>, id: string, value: T | undefined): Map<string, T> {
  if (value === undefined) {
    map.delete(id);
  } else {
    map.set(id, value);
  }
  return map;
}
