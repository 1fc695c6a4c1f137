import type { EventSelection, Webhook } from '../api/types.ts';
import type { StoreState } from './state.ts';

/** Which rows look different after a change: `all` when rows came, went or changed places. */
export function changedRows(before: StoreState, after: StoreState): 'all' | readonly string[] {
  if (before.kind !== 'ready' || after.kind !== 'ready' || before.webhooks.size !== after.webhooks.size) {
    return 'all';
  }
  const changed: string[] = [];
  for (const [id, webhook] of after.webhooks) {
    const known = before.webhooks.get(id);
    // Rows are sorted by name.
    if (!known || known.name !== webhook.name) {
      return 'all';
    }
    if (!isSameWebhook(known, webhook)) {
      changed.push(id);
    }
  }
  return changed;
}

/** Field by field: comparing any two objects takes many times as long, for thousands of webhooks at each refresh. */
function isSameWebhook(a: Webhook, b: Webhook): boolean {
  return (
    a === b ||
    (a.url === b.url &&
      a.enabled === b.enabled &&
      a.authentication === b.authentication &&
      a.hasCredentials === b.hasCredentials &&
      a.lastSuccessAt === b.lastSuccessAt &&
      a.lastFailureAt === b.lastFailureAt &&
      a.lastStatus === b.lastStatus &&
      isSameSelection(a.events, b.events))
  );
}

function isSameSelection(a: EventSelection | undefined, b: EventSelection | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') {
    return a === b;
  }
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
