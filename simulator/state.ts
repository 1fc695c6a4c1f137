import { randomUUID } from 'node:crypto';

/** A webhook as the API shows it. Times are ISO 8601 with `+00:00`. */
export interface WireWebhook {
  id: string;
  name: string;
  url: string;
  enabled: boolean;
  /** null = all events */
  event_types: string[] | null;
  auth_type: string;
  has_auth_credentials: boolean;
  last_successful_at: string | null;
  last_failure_at: string | null;
  last_status: string | null;
}

/** Flat as the API takes them; it never shows them again. */
export interface Credentials {
  auth_username?: string;
  auth_password?: string;
  oauth_client_id?: string;
  oauth_client_secret?: string;
  oauth_token_url?: string;
}

export interface StoredWebhook extends WireWebhook {
  team: number;
  credentials: Credentials;
}

/** What a validated create or update carries; on update an absent field stays as it is. */
export interface WebhookChange {
  name?: string;
  url?: string;
  auth_type?: string;
  credentials?: Credentials;
  event_types?: string[] | null;
  enabled?: boolean;
}

/** The credential fields each authentication type needs. */
export const credentialFields: Readonly<Record<string, readonly (keyof Credentials)[]>> = {
  none: [],
  basic: ['auth_username', 'auth_password'],
  oauth2: ['oauth_client_id', 'oauth_client_secret', 'oauth_token_url'],
};

/** `2024-01-15T10:30:00+00:00`. `ms` since the epoch. */
export function wireTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** The fields the API shows, without team and credentials. */
export function toWire(webhook: StoredWebhook): WireWebhook {
  const { team: _team, credentials: _credentials, ...wire } = structuredClone(webhook);
  return wire;
}

/** The webhooks of every team, in the order they were created. */
export class WebhookState {
  #webhooks: StoredWebhook[] = [];

  replaceAll(webhooks: readonly StoredWebhook[]): void {
    this.#webhooks = structuredClone([...webhooks]);
  }

  /** Copies; of every team where none is named. */
  list(team?: number): StoredWebhook[] {
    return structuredClone(this.#webhooks.filter((webhook) => team === undefined || webhook.team === team));
  }

  find(team: number, id: string): StoredWebhook | undefined {
    const found = this.#webhooks.find((webhook) => webhook.team === team && webhook.id === id);
    return found && structuredClone(found);
  }

  hasUrl(team: number, url: string): boolean {
    return this.#webhooks.some((webhook) => webhook.team === team && webhook.url === url);
  }

  create(team: number, change: WebhookChange): StoredWebhook {
    return this.put({ ...preview(blank(team), change), id: randomUUID() });
  }

  /** The changed webhook, or undefined where it is gone. */
  update(team: number, id: string, change: WebhookChange): StoredWebhook | undefined {
    const current = this.find(team, id);
    return current && this.put(preview(current, change));
  }

  /** Inserts, or replaces the webhook of the same id where it stands. */
  put(webhook: StoredWebhook): StoredWebhook {
    const copy = structuredClone(webhook);
    const index = this.#webhooks.findIndex((other) => other.id === webhook.id);
    if (index === -1) this.#webhooks.push(copy);
    else this.#webhooks[index] = copy;
    return structuredClone(copy);
  }

  remove(id: string, team?: number): boolean {
    const before = this.#webhooks.length;
    this.#webhooks = this.#webhooks.filter(
      (webhook) => webhook.id !== id || (team !== undefined && webhook.team !== team),
    );
    return this.#webhooks.length < before;
  }

  /** Notes a delivery that ended at `at` (ms since the epoch); nothing happens where the webhook is gone. */
  recordDelivery(id: string, succeeded: boolean, at: number): void {
    const webhook = this.#webhooks.find((candidate) => candidate.id === id);
    if (!webhook) return;
    webhook.last_status = succeeded ? 'success' : 'failure';
    if (succeeded) webhook.last_successful_at = wireTime(at);
    else webhook.last_failure_at = wireTime(at);
  }
}

/** A webhook nobody has named yet, enabled and never delivered to. */
export function blank(team: number): StoredWebhook {
  return {
    id: randomUUID(),
    name: 'Webhook',
    url: 'https://example.com/webhook',
    enabled: true,
    event_types: null,
    auth_type: 'none',
    has_auth_credentials: false,
    last_successful_at: null,
    last_failure_at: null,
    last_status: null,
    team,
    credentials: {},
  };
}

/** The webhook as it would be after the change. Credentials of another authentication type are dropped. */
export function preview(webhook: StoredWebhook, change: WebhookChange): StoredWebhook {
  const { credentials: sent = {}, ...rest } = change;
  const next: StoredWebhook = { ...webhook, ...rest };
  const offered = { ...webhook.credentials, ...sent };
  next.credentials = {};
  for (const field of credentialFields[next.auth_type] ?? []) {
    const value = offered[field];
    if (value !== undefined) next.credentials[field] = value;
  }
  next.has_auth_credentials = Object.keys(next.credentials).length > 0;
  return next;
}
