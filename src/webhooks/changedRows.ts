import type { UnreadableRow, Webhook } from '../api/types.ts';
import { WEBHOOK_FIELDS, type WebhookField } from './fields.ts';
import { type StoreState, listOf } from './state.ts';

/** Which rows look different after a change: `all` when rows came, went or changed places. */
export function changedRows(before: StoreState, after: StoreState): 'all' | readonly string[] {
  const [shown, list] = [listOf(before), listOf(after)];
  if (!shown || !list || shown.webhooks.size !== list.webhooks.size) {
    return 'all';
  }
  if (!isSameUnreadable(shown.unreadable, list.unreadable)) {
    return 'all';
  }
  if (shown.webhooks === list.webhooks) {
    return [];
  }
  const changed: string[] = [];
  for (const [id, webhook] of list.webhooks) {
    const known = shown.webhooks.get(id);
    if (known === webhook) {
      continue;
    }
    if (!known || !isSameIn(MOVING, known, webhook)) {
      return 'all';
    }
    if (!isSameIn(LOOKING, known, webhook)) {
      changed.push(id);
    }
  }
  return changed;
}

/**
 * The webhooks of a list that was read. Where it names the same ones in the same order as before, those that did not
 * change are the same objects: at each refresh, thousands of new ones would keep the garbage collector busy just when
 * the row that changed is to be painted.
 */
export function listedWebhooks(
  list: readonly Webhook[],
  known: ReadonlyMap<string, Webhook>,
): ReadonlyMap<string, Webhook> {
  const changed = list.length === known.size ? changedIn(list, known) : undefined;
  if (!changed) {
    return new Map(list.map((webhook) => [webhook.id, webhook]));
  }
  const webhooks = new Map(known);
  changed.forEach((webhook) => webhooks.set(webhook.id, webhook));
  return webhooks;
}

/** Those that differ from what is known; `undefined` when they are others, or in another order. */
function changedIn(
  list: readonly Webhook[],
  known: ReadonlyMap<string, Webhook>,
): readonly Webhook[] | undefined {
  const changed: Webhook[] = [];
  let at = 0;
  for (const before of known.values()) {
    const webhook = list[at];
    if (webhook?.id !== before.id) {
      return undefined;
    }
    if (!isSameIn(ALL, before, webhook)) {
      changed.push(webhook);
    }
    at += 1;
  }
  return changed;
}

const ALL = Object.values(WEBHOOK_FIELDS);
/** Fields by which rows are ordered, and others that rows show. */
const MOVING = ALL.filter(({ row }) => row === 'moves');
const LOOKING = ALL.filter(({ row }) => row === 'looks');

function isSameUnreadable(a: readonly UnreadableRow[], b: readonly UnreadableRow[]): boolean {
  return (
    a.length === b.length && a.every((row, index) => row.id === b[index]?.id && row.field === b[index]?.field)
  );
}

function isSameIn(fields: readonly WebhookField[], a: Webhook, b: Webhook): boolean {
  for (const { isSame } of fields) {
    if (!isSame(a, b)) {
      return false;
    }
  }
  return true;
}
