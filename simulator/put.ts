import { liveTeam } from './seed.ts';
import {
  blank,
  credentialFields,
  toWire,
  type Credentials,
  type WebhookState,
  type WireWebhook,
} from './state.ts';

/** Fields of a webhook as a test wants them, with no rule applied. */
export interface WebhookPut extends Partial<WireWebhook> {
  credentials?: Credentials;
}

/**
 * Inserts a webhook, or lays the fields over the one that has the same id.
 * @param team undefined = the existing webhook's, and the live team for a new one
 */
export function putWebhook(state: WebhookState, put: WebhookPut, team: number | undefined): WireWebhook {
  const existing = state.list().find((webhook) => webhook.id === put.id);
  const base = existing ?? blank(team ?? liveTeam);
  const merged = { ...base, ...put, team: team ?? base.team };
  const expected = credentialFields[merged.auth_type] ?? [];
  // Sparing tests one field: an authentication with credentials says so unless told otherwise.
  if (put.has_auth_credentials === undefined && put.auth_type !== undefined) {
    merged.has_auth_credentials = expected.length > 0;
  }
  return toWire(state.put(merged));
}
