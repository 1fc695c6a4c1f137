import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

import type { Authentication } from '../api/types.ts';
import { type DeliveryFault, headerOf } from '../deliveries/delivery.ts';
import { urlFault } from '../webhooks/endpoint.ts';
import { type ExchangeOptions, USER_AGENT, exchange } from './exchange.ts';

export type TokenResult =
  | { readonly kind: 'token'; readonly token: string; readonly ms: number }
  | { readonly kind: 'fault'; readonly fault: DeliveryFault; readonly ms: number };

type OAuth = Extract<Authentication, { readonly type: 'oauth2' }>;

/** Answers by which a server says that it cannot read JSON, or that it found no client in it. */
const JSON_REFUSED = [400, 401, 406, 415, 422];

/**
 * A token by client credentials. The provider's examples send JSON; the standard (RFC 6749, 4.4.2) knows a form only, which
 * is tried where JSON is refused.
 */
export async function requestToken(oauth: OAuth, options: ExchangeOptions = {}): Promise<TokenResult> {
  const fields = {
    grant_type: 'client_credentials',
    client_id: oauth.clientId,
    client_secret: oauth.clientSecret,
  };
  const asJson = await ask(oauth.tokenUrl, 'application/json', JSON.stringify(fields), options);
  if (asJson.kind !== 'refused') {
    return asJson;
  }
  const form = new URLSearchParams(fields).toString();
  const asForm = await ask(oauth.tokenUrl, 'application/x-www-form-urlencoded', form, options);
  return asForm.kind === 'refused' ? { ...asForm, kind: 'fault' } : asForm;
}

type Answer = TokenResult | { readonly kind: 'refused'; readonly fault: DeliveryFault; readonly ms: number };

async function ask(
  tokenUrl: string,
  contentType: string,
  text: string,
  options: ExchangeOptions,
): Promise<Answer> {
  if (urlFault(tokenUrl) !== undefined) {
    return { kind: 'fault', fault: fault(l10n.t("the URL isn't a valid http or https address")), ms: 0 };
  }
  const url = new URL(tokenUrl);
  const body = Buffer.from(text);
  const headers = [
    ['Host', url.host],
    ['User-Agent', USER_AGENT],
    ['Content-Type', contentType],
    ['Accept', 'application/json'],
    ['Content-Length', String(body.length)],
    ['Connection', 'close'],
  ] as const;
  const { outcome, timings } = await exchange({ url, method: 'POST', headers, body }, options);
  const ms = timings.total;
  if (outcome.kind === 'fault') {
    const { code, message } = outcome.fault;
    return { kind: 'fault', fault: { ...fault(code ?? message), code }, ms };
  }
  const { status, headers: received } = outcome.response;
  if (status < 200 || status >= 300) {
    const location = headerOf(received, 'location');
    const why = fault(
      location === undefined ? l10n.t('it answered {0}', status) : l10n.t('it redirects to {0}', location),
      status,
    );
    return { kind: JSON_REFUSED.includes(status) ? 'refused' : 'fault', fault: why, ms };
  }
  const token = tokenIn(await outcome.response.body.read());
  return token === undefined
    ? { kind: 'fault', fault: fault(l10n.t('its answer has no access_token'), status), ms }
    : { kind: 'token', token, ms };
}

const TokenAnswer = v.object({ access_token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/)) });

function tokenIn(bytes: Uint8Array): string | undefined {
  try {
    const answer = v.safeParse(TokenAnswer, JSON.parse(Buffer.from(bytes).toString('utf8')));
    return answer.success ? answer.output.access_token : undefined;
  } catch {
    return undefined;
  }
}

function fault(message: string, status?: number): DeliveryFault {
  return { kind: 'token', message, ...(status !== undefined && { code: String(status) }) };
}
