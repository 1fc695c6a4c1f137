import type { EventSelection, Webhook, WebhookPatch } from '../api/types.ts';
import { WEBHOOK_FIELDS, sameEvents } from '../webhooks/fields.ts';
import {
  type DeliveryState,
  type HistoryChange,
  type WebhookHistory,
  deliveryStateOf,
  lastHealth,
} from '../webhooks/history.ts';

/** Fields that a person changes; health is Lettr's. */
const FIELDS = ['enabled', 'url', 'events'] as const;
type WrittenField = (typeof FIELDS)[number];

/** Whether a field was written in this extension. */
export type WrittenHere = (field: WrittenField) => boolean;

/** How long before the end of a write another reading may have seen it already, in ms. */
const ATTRIBUTION_MS = 120_000;
/** Characters of a URL and of a name in the history; Lettr takes URLs of this length. */
const LONGEST_URL = 2_048;
const LONGEST_NAME = 100;
const MOST_NAMES = 50;

/** The changes between two states of a webhook; the later one was seen at `at` (Unix ms). */
export function changesBetween(
  before: Webhook,
  after: Webhook,
  at: number,
  isWrittenHere: WrittenHere = () => false,
): readonly HistoryChange[] {
  if (before === after) {
    return [];
  }
  const by = (field: WrittenField) => ({ at, by: isWrittenHere(field) ? 'here' : 'elsewhere' }) as const;
  const isOther = (field: WrittenField): boolean => !WEBHOOK_FIELDS[field].isSame(before, after);
  const changes: HistoryChange[] = [...healthChange(deliveryStateOf(before), after, at)];
  if (isOther('enabled')) {
    changes.push({ ...by('enabled'), field: 'enabled', from: before.enabled, to: after.enabled });
  }
  if (isOther('url')) {
    changes.push({ ...by('url'), field: 'url', from: shortUrl(before.url), to: shortUrl(after.url) });
  }
  // An answer without events doesn't say whether they changed.
  if (before.events !== undefined && after.events !== undefined && isOther('events')) {
    const [from, to] = [shortEvents(before.events), shortEvents(after.events)];
    changes.push({ ...by('events'), field: 'events', from, to });
  }
  return changes;
}

/**
 * The changes of a webhook that wasn't in the list before: it may be failing already, or be in another state than when
 * its history ended.
 */
export function changesAtFirstSight(
  after: Webhook,
  history: WebhookHistory,
  at: number,
): readonly HistoryChange[] {
  const last = lastHealth(history);
  return last || deliveryStateOf(after) === 'failing' ? healthChange(last?.to, after, at) : [];
}

function healthChange(from: DeliveryState | undefined, after: Webhook, at: number): readonly HistoryChange[] {
  const to = deliveryStateOf(after);
  return from === to ? [] : [{ at, by: 'elsewhere', field: 'health', from, to }];
}

/**
 * Corrects who made a change: a list may show a write before the write's own answer comes, and it then looks like
 * somebody else's.
 *
 * @param at Unix ms at which the write ended.
 * @returns the changes that were the write's, as done here.
 */
export function attributedHere(
  history: WebhookHistory,
  patch: WebhookPatch,
  at: number,
): readonly HistoryChange[] {
  const last = FIELDS.map((field) => history.findLast((change) => change.field === field));
  return last.flatMap((change) =>
    change && isEarly(change, at) && isOf(change, patch) ? [{ ...change, by: 'here' }] : [],
  );
}

/** Whether a list may have shown the write that ended at `at` (Unix ms) before its answer came. */
function isEarly(change: HistoryChange, at: number): boolean {
  return change.by === 'elsewhere' && Math.abs(at - change.at) < ATTRIBUTION_MS;
}

function isOf(change: HistoryChange, patch: WebhookPatch): boolean {
  switch (change.field) {
    case 'health':
      return false;
    case 'enabled':
      return change.to === patch.enabled;
    case 'url':
      return patch.url !== undefined && change.to === shortUrl(patch.url);
    case 'events':
      return (
        patch.events !== undefined &&
        change.to !== undefined &&
        sameEvents(change.to, shortEvents(patch.events))
      );
  }
}

function shortUrl(url: string): string {
  return url.slice(0, LONGEST_URL);
}

function shortEvents(events: EventSelection): EventSelection {
  return events === 'all' ? events : events.slice(0, MOST_NAMES).map((name) => name.slice(0, LONGEST_NAME));
}
