import type { Authentication } from '../api/types.ts';
import { type Body, type Delivery, type Header, bodyOf } from './delivery.ts';

/** Headers whose values are credentials, whatever they are. */
const SECRET_HEADERS = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'authentication-info',
];

/** Stands for a value that isn't kept. */
export const HIDDEN = '••••••';

/** Shorter ones are words that any text may hold; they are replaced only where they stand alone. */
const SHORTEST_ANYWHERE = 6;

/** The username and password of basic authentication as one text, in Base64. */
export function basicPair({
  username,
  password,
}: Pick<Extract<Authentication, { readonly type: 'basic' }>, 'username' | 'password'>): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

/**
 * What of an authentication is secret. Usernames and client IDs are not: they are often plain words such as "lettr", and
 * hiding those in a URL or a body would make Resend send something else. Where they stand beside a secret they are hidden
 * with it.
 */
export function secretsOf(authentication: Authentication): string[] {
  switch (authentication.type) {
    case 'none':
      return [];
    case 'basic':
      return [authentication.password, basicPair(authentication)];
    case 'oauth2':
      return [authentication.clientSecret];
  }
}

/** The forms in which an endpoint may echo a credential: as it is, in JSON, in a URL, in Base64. */
export function formsOf(secrets: readonly string[]): readonly string[] {
  const all = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ]);
  // The longest first, so that no part of a longer one is left over.
  return [...new Set(all)].filter((form) => form !== '').toSorted((a, b) => b.length - a.length);
}

/** Replaces the values of headers that carry credentials; the scheme of an authorization stays readable. */
export function redactHeaders(headers: readonly Header[], forms: readonly string[]): readonly Header[] {
  return headers.map(([name, value]) => {
    if (!SECRET_HEADERS.includes(name.toLowerCase())) {
      return [name, redactText(value, forms)];
    }
    const scheme = /^(basic|bearer|digest) /i.exec(value)?.[0] ?? '';
    return [name, `${scheme}${HIDDEN}`];
  });
}

export function redactText(text: string, forms: readonly string[]): string {
  return forms.reduce((left, form) => left.replaceAll(patternOf(form), HIDDEN), text);
}

/** Overwrites credentials with as many asterisks, so that a body keeps its length. Returns the same bytes where there are none. */
export function redactBytes(bytes: Uint8Array, forms: readonly string[]): Uint8Array {
  // Latin-1 maps each byte to one character and back.
  const text = Buffer.from(bytes).toString('latin1');
  const redacted = forms.reduce(
    (left, form) =>
      left.replaceAll(patternOf(Buffer.from(form).toString('latin1')), (found) => '*'.repeat(found.length)),
    text,
  );
  return redacted === text ? bytes : Buffer.from(redacted, 'latin1');
}

/** A URL without username and password. Nothing is sent to one that has them, but a command may have been called with it. */
export function redactUrl(url: string, forms: readonly string[]): string {
  if (!URL.canParse(url)) {
    return redactText(url, forms);
  }
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  // An address without credentials stays as it was typed.
  const hasCredentials = /^[^/?#]*\/\/[^/?#]*@/.test(url);
  return redactText(hasCredentials ? parsed.href : url, forms);
}

/** A delivery without its credentials: headers, URL, and every form of `forms` in headers, bodies and messages. */
export async function redactDelivery(delivery: Delivery, forms: readonly string[]): Promise<Delivery> {
  const { request, outcome } = delivery;
  const body = async (its: Body): Promise<Body> => {
    const bytes = await its.read();
    const redacted = redactBytes(bytes, forms);
    return redacted === bytes ? its : bodyOf(redacted);
  };
  const url = redactUrl(request.url, forms);
  const sent = await body(request.body);
  return {
    ...delivery,
    request: {
      ...request,
      url,
      headers: redactHeaders(request.headers, forms),
      body: sent,
      ...((url.includes(HIDDEN) || sent !== request.body) && { isAltered: true }),
    },
    outcome:
      outcome.kind === 'fault'
        ? { kind: 'fault', fault: { ...outcome.fault, message: redactText(outcome.fault.message, forms) } }
        : {
            kind: 'response',
            response: {
              ...outcome.response,
              statusText: redactText(outcome.response.statusText, forms),
              headers: redactHeaders(outcome.response.headers, forms),
              body: await body(outcome.response.body),
            },
          },
  };
}

function patternOf(form: string): RegExp {
  const literal = form.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  return form.length < SHORTEST_ANYWHERE
    ? new RegExp(String.raw`(?<![\w])${literal}(?![\w])`, 'g')
    : new RegExp(literal, 'g');
}
