import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/simulator.ts';
import type { Webhook } from '../../src/api/types.ts';

/** Fails unless the list on screen is what the server has, field by field. */
export function assertShown(
  shown: ReadonlyMap<string, Webhook>,
  simulator: Pick<Simulator, 'webhooks'>,
): void {
  const expected = simulator.webhooks().map((webhook) => ({
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    enabled: webhook.enabled,
    events: webhook.event_types?.map((type) => type.replace(/^engagament\./, 'engagement.')) ?? 'all',
    authentication: webhook.auth_type,
    hasCredentials: webhook.has_auth_credentials,
    lastSuccessAt: timeOf(webhook.last_successful_at),
    lastFailureAt: timeOf(webhook.last_failure_at),
    lastStatus: webhook.last_status,
  }));
  assert.deepEqual([...shown.values()].toSorted(byId), expected.toSorted(byId));
}

function timeOf(text: string | null): number | null {
  const ms = text === null ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? null : ms;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
