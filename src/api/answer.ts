import type { NetworkCause, Problem } from './errors.ts';
import type { RateLimit } from './types.ts';
import type { ErrorAnswer } from './wire.ts';

/** What was asked for; it decides what a 400 or 404 means. */
export type Operation = 'list' | 'get' | 'create' | 'update' | 'updateUrl' | 'delete' | 'check';

/** An answer outside 2xx. */
export interface Refusal {
  readonly status: number;
  /** `undefined` when the body was no JSON object. */
  readonly body: ErrorAnswer | undefined;
  readonly operation: Operation;
  /** Unix ms until which the answer asks to wait; `undefined` when it does not say. */
  readonly retryAt: number | undefined;
  /** Unix ms at which to try again when it doesn't. */
  readonly usualRetryAt: number;
  /** Of a 429. */
  readonly limit: RateLimit | undefined;
  readonly responder: 'lettr' | 'gateway';
}

/** The error table's row for an answer outside 2xx. The status decides first, who answered and the code second. */
export function problemOf(refusal: Refusal): Problem {
  const { status, body, operation, retryAt } = refusal;
  switch (status) {
    case 401:
      return { kind: 'unauthorized' };
    case 403:
      return forbidden(refusal);
    case 404:
      // Load balancers and routers answer 404 too; only Lettr's own code says that the webhook is gone.
      return body?.code === 'not_found' && namesAWebhook(operation)
        ? { kind: 'notFound' }
        : { kind: 'unreadable', status };
    case 407:
      return { kind: 'blocked', by: 'proxy', status };
    case 409:
      return { kind: 'conflict' };
    case 422:
      return { kind: 'invalid', fields: body?.fields ?? [], text: body?.message ?? '' };
    case 429:
      return { kind: 'rateLimited', retryAt: retryAt ?? refusal.usualRetryAt, limit: refusal.limit };
    case 511:
      return { kind: 'blocked', by: 'network', status };
    case 400:
      return refusal.responder === 'lettr' && (operation === 'create' || operation === 'updateUrl')
        ? { kind: 'badEndpoint' }
        : { kind: 'unexpected', status };
    default:
      return status >= 500 && status <= 599
        ? { kind: 'server', status, ...(retryAt !== undefined && { retryAt }) }
        : { kind: 'unexpected', status };
  }
}

/**
 * Whose answer it is. Lettr's own has its correlation ID (since June 2026), a code, or fields; a message alone counts for
 * those statuses for which Lettr gives no code.
 */
export function responderOf(
  status: number,
  body: ErrorAnswer | undefined,
  correlationId: string | undefined,
): 'lettr' | 'gateway' {
  const hasOwnMark =
    correlationId !== undefined || body?.code !== undefined || (body?.fields.length ?? 0) > 0;
  const isOwnWithoutCode =
    body?.message !== undefined && (status === 401 || status === 422 || status === 429 || status === 500);
  return hasOwnMark || isOwnWithoutCode || isAddressRefusal(body) ? 'lettr' : 'gateway';
}

/** A request that got no answer. */
export interface NetworkFault {
  readonly cause: NetworkCause;
  /** The system's name of the fault. */
  readonly code: string | undefined;
  /** Whether the server may have received something; `false` only when the connection certainly wasn't established. */
  readonly hasLeft: boolean;
}

/**
 * Why a request got no answer, from the error's code. A certificate is refused during the handshake, before anything
 * leaves; other faults of TLS, such as a bad record, may also break a connection in use.
 */
export function networkFaultOf(error: unknown): NetworkFault {
  const code = codeOf(error);
  const cause = (code !== undefined && causeOfCode(code)) || 'other';
  // node-fetch has the name of the system call that failed. A reset is reported for any of them, wherever it came.
  const isConnecting = cause !== 'reset' && textIn(error, 'erroredSysCall') === 'connect';
  const isEarly = isConnecting || cause === 'dns' || cause === 'refused' || cause === 'tls';
  return { cause, code, hasLeft: !isEarly };
}

/** Whether what came was no answer in the sense of HTTP, for example a header over Node's 16 KB. */
export function isNoHttp(error: unknown): boolean {
  return codeOf(error)?.startsWith('HPE_') ?? false;
}

function forbidden({ status, body, responder }: Refusal): Problem {
  switch (body?.code) {
    case 'insufficient_scope':
      return { kind: 'insufficientScope' };
    case 'sandbox_restricted':
      return { kind: 'sandboxRestricted' };
    case undefined:
      return responder === 'lettr' && body
        ? { kind: 'addressRefused' }
        : { kind: 'blocked', by: 'gateway', status };
    default:
      return { kind: 'unexpected', status };
  }
}

/** Lettr's 403 for a key with an allowlist has no code: "Access denied. Your IP address is not allowed." */
function isAddressRefusal(body: ErrorAnswer | undefined): boolean {
  return /\bIP address is not allowed\b/i.test(body?.message ?? '');
}

function namesAWebhook(operation: Operation): boolean {
  return operation === 'get' || operation === 'update' || operation === 'updateUrl' || operation === 'delete';
}

function causeOfCode(code: string): NetworkCause | undefined {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return 'dns';
  }
  if (code === 'ECONNREFUSED') {
    return 'refused';
  }
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED') {
    return 'reset';
  }
  if (code === 'ETIMEDOUT') {
    return 'timeout';
  }
  return CERTIFICATE_FAULT.test(code) ? 'tls' : undefined;
}

/** Node's names of what is wrong with a certificate; those of OpenSSL that begin with `ERR_SSL_` may be any fault of TLS. */
const CERTIFICATE_FAULT =
  /^(?!ERR_SSL_)(?:.*CERT|.*CRL|UNABLE_TO_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$)/;

function codeOf(error: unknown): string | undefined {
  return textIn(error, 'code');
}

/** The first text under `name` in an error or the errors that caused it. */
function textIn(error: unknown, name: string): string | undefined {
  for (let one = error, depth = 0; one instanceof Error && depth < 4; one = one.cause, depth += 1) {
    const value: unknown = Object.getOwnPropertyDescriptor(one, name)?.value;
    if (typeof value === 'string') {
      return value;
    }
  }
  return undefined;
}
