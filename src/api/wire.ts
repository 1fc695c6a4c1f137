import * as v from 'valibot';

import type { FieldProblem } from './errors.ts';
import { normaliseEventType } from './events.ts';
import type { Authentication, DraftField, Webhook, WebhookDraft, WebhookPatch } from './types.ts';

/*
 * The wire's shapes and its asymmetry (`active` is written, `enabled` is read; `null` means all events) stay in this
 * file. Reading is tolerant of everything that Lettr's answers may lack; only what a webhook cannot do without is
 * required.
 */

const numberOrText = v.union([v.string(), v.pipe(v.number(), v.transform(String))]);
const optionalText = v.fallback(v.nullish(v.string(), null), null);

const WireWebhook = v.object({
  id: numberOrText,
  name: v.string(),
  url: v.string(),
  enabled: v.boolean(),
  event_types: v.fallback(v.optional(v.nullable(v.array(v.string()))), undefined),
  auth_type: v.fallback(v.string(), 'none'),
  has_auth_credentials: v.fallback(v.boolean(), false),
  last_successful_at: optionalText,
  last_failure_at: optionalText,
  last_status: v.fallback(v.nullish(numberOrText, null), null),
});

const ListAnswer = v.object({ data: v.object({ webhooks: v.array(WireWebhook) }) });
const WebhookAnswer = v.object({ data: WireWebhook });
const AuthAnswer = v.object({ data: v.object({ team_id: v.pipe(v.number(), v.integer()) }) });

const ErrorBody = v.object({
  message: v.fallback(v.optional(v.string()), undefined),
  error_code: v.fallback(v.optional(v.string()), undefined),
  errors: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  retry_after: v.fallback(v.optional(v.number()), undefined),
});

/** An error answer as far as it could be read. */
export interface ErrorAnswer {
  readonly message: string | undefined;
  readonly code: string | undefined;
  readonly fields: readonly FieldProblem[];
  /** Seconds. */
  readonly retryAfter: number | undefined;
}

/** Throws when the body is not a list of webhooks. */
export function parseList(body: unknown): readonly Webhook[] {
  return v.parse(ListAnswer, body).data.webhooks.map(toWebhook);
}

/** Throws when the body is not a webhook. */
export function parseWebhook(body: unknown): Webhook {
  return toWebhook(v.parse(WebhookAnswer, body).data);
}

/** Throws when the body is not an answer to the key check. */
export function parseAuth(body: unknown): { readonly teamId: number } {
  return { teamId: v.parse(AuthAnswer, body).data.team_id };
}

/** `undefined` when the body is not a JSON object. */
export function parseError(body: unknown): ErrorAnswer | undefined {
  const parsed = v.safeParse(ErrorBody, body);
  if (!parsed.success) {
    return undefined;
  }
  const { message, error_code: code, errors, retry_after: retryAfter } = parsed.output;
  return { message, code, retryAfter, fields: Object.entries(errors ?? {}).flatMap(toFieldProblem) };
}

/** The body that creates a webhook. */
export function draftBody(draft: WebhookDraft): Record<string, unknown> {
  return {
    name: draft.name,
    url: draft.url,
    ...authenticationBody(draft.authentication),
    ...(draft.events === 'all'
      ? { events_mode: 'all' }
      : { events_mode: 'selected', events: [...draft.events] }),
  };
}

/** The body that changes a webhook: only the fields of the patch. `target` is the server's old name of `url` and is never sent. */
export function patchBody(patch: WebhookPatch): Record<string, unknown> {
  return {
    ...(patch.name !== undefined && { name: patch.name }),
    ...(patch.url !== undefined && { url: patch.url }),
    ...(patch.events !== undefined && { events: [...patch.events] }),
    ...(patch.authentication !== undefined && authenticationBody(patch.authentication)),
    ...(patch.enabled !== undefined && { active: patch.enabled }),
  };
}

function authenticationBody(authentication: Authentication): Record<string, unknown> {
  switch (authentication.type) {
    case 'none':
      return { auth_type: 'none' };
    case 'basic':
      return {
        auth_type: 'basic',
        auth_username: authentication.username,
        auth_password: authentication.password,
      };
    case 'oauth2':
      return {
        auth_type: 'oauth2',
        oauth_client_id: authentication.clientId,
        oauth_client_secret: authentication.clientSecret,
        oauth_token_url: authentication.tokenUrl,
      };
  }
}

function toWebhook(wire: v.InferOutput<typeof WireWebhook>): Webhook {
  return {
    id: wire.id,
    name: wire.name,
    url: wire.url,
    enabled: wire.enabled,
    events:
      wire.event_types === null
        ? 'all'
        : wire.event_types && [...new Set(wire.event_types.map(normaliseEventType))],
    authentication: wire.auth_type,
    hasCredentials: wire.has_auth_credentials,
    lastSuccessAt: toTime(wire.last_successful_at),
    lastFailureAt: toTime(wire.last_failure_at),
    lastStatus: wire.last_status,
  };
}

function toTime(text: string | null): number | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['name', 'name'],
  ['url', 'url'],
  ['target', 'url'],
  ['events_mode', 'eventsMode'],
  ['events', 'events'],
  ['auth_type', 'authentication'],
  ['auth_username', 'username'],
  ['auth_password', 'password'],
  ['oauth_client_id', 'clientId'],
  ['oauth_client_secret', 'clientSecret'],
  ['oauth_token_url', 'tokenUrl'],
  ['active', 'enabled'],
]);

function toFieldProblem([name, texts]: [string, unknown]): FieldProblem[] {
  const all: readonly unknown[] = Array.isArray(texts) ? texts : [texts];
  const text = all.filter((one) => typeof one === 'string').join(' ');
  // A list's items are reported as `events.0`.
  return [{ field: FIELDS.get(name.split('.')[0] ?? name), text: text || name }];
}
