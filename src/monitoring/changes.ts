import type { EventSelection, Webhook, WebhookPatch } from '../api/types.ts';
import { WEBHOOK_FIELDS } from '../webhooks/fields.ts';
import {
  type DeliveryState,
  type HistoryChange,
  type WebhookHistory,
  deliveryStateOf,
  lastHealth,
} from '../webhooks/history.ts';

/** Fields of the history that a person changes; health is Lettr's. */
type WrittenField = 'enabled' | 'url' | 'events';

/** Characters of a URL and of a name in the history; Lettr takes URLs of this length. */
const LONGEST_URL = 2_048;
const LONGEST_NAME = 100;
const MOST_NAMES = 50;

/**
 * The changes between two states of a webhook; the later one was seen at `at` (Unix ms).
 *
 * @param patch what was written here in between.
 */
export function changesBetween(
  before: Webhook,
  after: Webhook,
  at: number,
  patch: Pick<WebhookPatch, WrittenField> = {},
): readonly HistoryChange[] {
  if (before === after) {
    return [];
  }
  const by = (field: WrittenField) =>
    ({ at, by: patch[field] === undefined ? 'elsewhere' : 'here' }) as const;
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

function shortUrl(url: string): string {
  return url.slice(0, LONGEST_URL);
}

function shortEvents(events: EventSelection): EventSelection {
  return events === 'all' ? events : events.slice(0, MOST_NAMES).map((name) => name.slice(0, LONGEST_NAME));
}
