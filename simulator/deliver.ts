import { randomUUID } from 'node:crypto';
import type { EventEnvelope } from './events.ts';
import { fieldsOf, parseJson } from './json.ts';
import { post, type PostResult } from './post.ts';
import type { StoredWebhook } from './state.ts';

/** How the delivery of one batch to one webhook ended. */
export interface DeliveryResult {
  webhookId: string;
  team: number;
  url: string;
  /** the `X-MessageSystems-Batch-ID` it carried */
  batchId: string;
  ok: boolean;
  /** undefined = there was no answer */
  status: number | undefined;
  /** why it failed; undefined = it did not */
  reason: string | undefined;
}

/** The body that asks a new endpoint whether it is there. */
const testBody = [{ msys: {} }];

/**
 * POSTs the batch to the webhook with its authentication. Any 2xx is a success, a redirect is not followed.
 * @param closing ends it early, as a failure
 */
export async function deliver(
  webhook: StoredWebhook,
  batch: readonly EventEnvelope[],
  closing: AbortSignal,
): Promise<DeliveryResult> {
  const batchId = randomUUID();
  const { status, reason } = await send(webhook, batch, batchId, closing);
  const ok = reason === undefined && status !== undefined && status >= 200 && status < 300;
  return {
    webhookId: webhook.id,
    team: webhook.team,
    url: webhook.url,
    batchId,
    ok,
    status,
    reason: ok ? undefined : (reason ?? `The endpoint answered ${status}.`),
  };
}

/** Whether the endpoint answers the test POST with exactly 200, as SparkPost demands before it takes a webhook. */
export async function answersTestPost(webhook: StoredWebhook, closing: AbortSignal): Promise<boolean> {
  const { status, reason } = await send(webhook, testBody, randomUUID(), closing);
  return reason === undefined && status === 200;
}

type Sent = Pick<DeliveryResult, 'status' | 'reason'>;

async function send(
  webhook: StoredWebhook,
  body: unknown,
  batchId: string,
  closing: AbortSignal,
): Promise<Sent> {
  const attempt = async (): Promise<Sent> => {
    const authorization = await authorizationFor(webhook, closing);
    if ('reason' in authorization) return { status: undefined, reason: authorization.reason };
    // In the order in which the provider sends them.
    const headers = {
      'User-Agent': 'SparkPost',
      'Content-Type': 'application/json',
      'X-MessageSystems-Batch-ID': batchId,
      ...authorization.headers,
    };
    const { status, reason } = await post(webhook.url, headers, JSON.stringify(body), closing);
    return { status, reason };
  };
  const first = await attempt();
  // A receiver that refuses an OAuth token is asked once more with a new one.
  const refused = first.status === 400 || first.status === 401;
  return refused && webhook.auth_type === 'oauth2' ? attempt() : first;
}

type Authorization = { headers: Record<string, string> } | { reason: string };

async function authorizationFor(webhook: StoredWebhook, closing: AbortSignal): Promise<Authorization> {
  if (webhook.auth_type === 'basic') {
    const { auth_username: user = '', auth_password: password = '' } = webhook.credentials;
    const pair = Buffer.from(`${user}:${password}`).toString('base64');
    return { headers: { Authorization: `Basic ${pair}` } };
  }
  if (webhook.auth_type !== 'oauth2') return { headers: {} };
  const answer = await requestToken(webhook, closing);
  const token = accessToken(answer);
  if (token !== undefined) return { headers: { Authorization: `Bearer ${token}` } };
  const why = answer.reason ?? `It answered ${answer.status} without a usable access_token.`;
  return { reason: `No OAuth token: ${why}` };
}

/** Client credentials as a form, the one encoding RFC 6749 4.4.2 knows; Lettr does not say which it uses. */
function requestToken(webhook: StoredWebhook, closing: AbortSignal): Promise<PostResult> {
  const { oauth_client_id, oauth_client_secret, oauth_token_url = '' } = webhook.credentials;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: oauth_client_id ?? '',
    client_secret: oauth_client_secret ?? '',
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  return post(oauth_token_url, headers, form.toString(), closing);
}

function accessToken({ status, body }: PostResult): string | undefined {
  if (status === undefined || status < 200 || status >= 300) return undefined;
  const { access_token: token } = fieldsOf(parseJson(body));
  return typeof token === 'string' && token !== '' ? token : undefined;
}
