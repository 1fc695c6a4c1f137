import { randomUUID } from 'node:crypto';

import type { Authentication } from '../api/types.ts';
import {
  type Delivery,
  type DeliverySource,
  type DeliveryWebhook,
  type Header,
  bodyOf,
  deliveryId,
} from '../deliveries/delivery.ts';
import { basicPair, secretsOf } from '../deliveries/redaction.ts';
import { summaryOf } from '../samples/batch.ts';
import { urlFault } from '../webhooks/endpoint.ts';
import { type Exchange, type ExchangeOptions, USER_AGENT, exchange } from './exchange.ts';
import { requestToken } from './token.ts';

/** What goes where. */
export interface SendRequest {
  readonly url: string;
  /** Sent as they are. */
  readonly body: Uint8Array;
  readonly authentication: Authentication;
  readonly source: DeliverySource;
  readonly webhook?: DeliveryWebhook | undefined;
  /** The value of `X-MessageSystems-Batch-ID`; a new one by default. */
  readonly batchId?: string | undefined;
  /** Overrides for checks that send a wrong request on purpose. */
  readonly method?: string | undefined;
  readonly contentType?: string | undefined;
}

/** A delivery with everything in it that has to be kept out of the log. */
export interface SentDelivery {
  readonly delivery: Delivery;
  /** Passwords and client secrets that were typed, and tokens that were received. */
  readonly secrets: readonly string[];
}

/**
 * Sends one batch as Lettr would. With OAuth 2.0 a token is requested first, and once more after a 400 or 401.
 *
 * @throws {Cancelled} when the signal fired.
 */
export async function send(request: SendRequest, options: ExchangeOptions = {}): Promise<SentDelivery> {
  const { authentication } = request;
  const at = Date.now();
  const batchId = request.batchId ?? randomUUID();
  const secrets = secretsOf(authentication);
  const url = urlFault(request.url) === undefined ? new URL(request.url) : undefined;
  if (!url) {
    return { delivery: delivery({ request, at, headers: [], exchanged: INVALID_URL }), secrets };
  }
  const once = async (authorization: string | undefined): Promise<Attempt> => {
    const headers = headersOf(url, request, batchId, authorization);
    const message = { url, method: request.method ?? 'POST', headers, body: request.body };
    return { headers, exchanged: await exchange(message, options) };
  };
  if (authentication.type !== 'oauth2') {
    const attempt = await once(basicOf(authentication));
    return { delivery: delivery({ request, at, ...attempt }), secrets };
  }
  const withToken = async (): Promise<Attempt> => {
    const answer = await requestToken(authentication, options);
    if (answer.kind === 'fault') {
      const outcome = { kind: 'fault', fault: answer.fault } as const;
      return { headers: [], exchanged: { outcome, timings: { total: answer.ms } } };
    }
    secrets.push(answer.token);
    return once(`Bearer ${answer.token}`);
  };
  const first = await withToken();
  const isRefused = [400, 401].includes(statusOf(first.exchanged) ?? 0);
  const attempt = isRefused ? await withToken() : first;
  return { delivery: delivery({ request, at, ...attempt, hasNewToken: isRefused }), secrets };
}

interface Attempt {
  readonly headers: readonly Header[];
  readonly exchanged: Exchange;
}

const INVALID_URL: Exchange = {
  outcome: { kind: 'fault', fault: { kind: 'invalidUrl', message: '' } },
  timings: { total: 0 },
};

function statusOf({ outcome }: Exchange): number | undefined {
  return outcome.kind === 'response' ? outcome.response.status : undefined;
}

/** The headers in the provider's order. */
function headersOf(
  url: URL,
  { body, contentType = 'application/json' }: SendRequest,
  batchId: string,
  authorization: string | undefined,
): readonly Header[] {
  return [
    ['Host', url.host],
    ['User-Agent', USER_AGENT],
    ['Content-Type', contentType],
    ['X-MessageSystems-Batch-ID', batchId],
    ...(authorization === undefined ? [] : [['Authorization', authorization] as const]),
    ['Content-Length', String(body.length)],
    ['Connection', 'close'],
  ];
}

function basicOf(authentication: Authentication): string | undefined {
  return authentication.type === 'basic' ? `Basic ${basicPair(authentication)}` : undefined;
}

interface Parts extends Attempt {
  readonly request: SendRequest;
  readonly at: number;
  readonly hasNewToken?: boolean;
}

function delivery({ request, at, headers, exchanged, hasNewToken = false }: Parts): Delivery {
  const { url, body, authentication, source, webhook, method = 'POST' } = request;
  return {
    id: deliveryId(at),
    at,
    source,
    ...(webhook && { webhook }),
    authentication: authentication.type,
    batch: summaryOf(body),
    request: { method, url, headers, body: bodyOf(body) },
    ...exchanged,
    ...(hasNewToken && { hasNewToken }),
  };
}
