import type { NetworkCause, Problem } from './errors.ts';
import type { RateLimit } from './types.ts';
import type { ErrorAnswer } from './wire.ts';

/** What was asked for; it decides what a 400 or 404 means. */
export type Operation = 'list' | 'get' | 'create' | 'update' | 'updateUrl' | 'delete' | 'check';

/**
 * The error table's row for an answer outside 2xx. The status decides first, the body's code second.
 * `body` is `undefined` when it was not JSON; `retryAt` (Unix ms) and `limit` are those of a 429.
 */
export function problemOf(
  status: number,
  body: ErrorAnswer | undefined,
  operation: Operation,
  { retryAt, limit }: { readonly retryAt: number; readonly limit: RateLimit | undefined },
): Problem {
  switch (status) {
    case 401:
      return { kind: 'unauthorized' };
    case 403:
      return forbidden(body);
    case 404:
      return namesAWebhook(operation) ? { kind: 'notFound' } : { kind: 'unexpected', status };
    case 409:
      return { kind: 'conflict' };
    case 422:
      return { kind: 'invalid', fields: body?.fields ?? [], text: body?.message ?? '' };
    case 429:
      return { kind: 'rateLimited', retryAt, limit };
    case 400:
      return operation === 'create' || operation === 'updateUrl'
        ? { kind: 'badEndpoint' }
        : { kind: 'unexpected', status };
    default:
      return status >= 500 && status <= 599 ? { kind: 'server', status } : { kind: 'unexpected', status };
  }
}

/** Why a request got no answer, from the system's error code. */
export function networkCauseOf(error: unknown): { cause: NetworkCause; code: string | undefined } {
  const code = codeOf(error);
  return { cause: (code !== undefined && causeOfCode(code)) || 'other', code };
}

/** Whether no byte of the request can have reached the server. */
export function neverLeft(cause: NetworkCause): boolean {
  return cause === 'dns' || cause === 'refused' || cause === 'tls';
}

function forbidden(body: ErrorAnswer | undefined): Problem {
  if (!body) {
    return { kind: 'unreadable', status: 403 };
  }
  switch (body.code) {
    case 'insufficient_scope':
      return { kind: 'insufficientScope' };
    case 'sandbox_restricted':
      return { kind: 'sandboxRestricted' };
    case undefined:
      return { kind: 'addressRefused' };
    default:
      return { kind: 'unexpected', status: 403 };
  }
}

function namesAWebhook(operation: Operation): boolean {
  return operation === 'get' || operation === 'update' || operation === 'updateUrl' || operation === 'delete';
}

function causeOfCode(code: string): NetworkCause | undefined {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return 'dns';
  }
  // A route that is lost may also break a connection in use, so only a refusal proves that nothing was sent.
  if (code === 'ECONNREFUSED') {
    return 'refused';
  }
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED') {
    return 'reset';
  }
  if (code === 'ETIMEDOUT') {
    return 'timeout';
  }
  // OpenSSL's and Node's names of certificate and handshake faults.
  return /CERT|TLS|SSL|UNABLE_TO_|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO/.test(code) ? 'tls' : undefined;
}

function codeOf(error: unknown): string | undefined {
  for (let one = error, depth = 0; one instanceof Error && depth < 4; one = one.cause, depth += 1) {
    if ('code' in one && typeof one.code === 'string') {
      return one.code;
    }
  }
  return undefined;
}
