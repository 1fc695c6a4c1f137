import { isDeepStrictEqual } from 'node:util';

import type { Webhook } from '../api/types.ts';
import type { StoreState } from './store.ts';

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

function isSameWebhook(a: Webhook, b: Webhook): boolean {
  return a === b || isDeepStrictEqual(a, b);
}
