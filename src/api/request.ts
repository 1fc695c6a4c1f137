import { type Operation, networkCauseOf, neverLeft, problemOf } from './answer.ts';
import { type Effect, LettrError } from './errors.ts';
import { waitAfter429, waitWhenUsedUp } from './limits.ts';
import type { Transport, TransportResponse } from './transport.ts';
import { parseError } from './wire.ts';

/** One request as the client hands it over; `url` is absolute. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly operation: Operation;
  readonly body?: Record<string, unknown>;
}

export interface Sending {
  readonly transport: Transport;
  readonly key: string;
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
  /** Told how long to send nothing, in ms, when an answer used up the team's allowance. */
  readonly onUsedUp: (ms: number) => void;
  /** Told the status of every answer. */
  readonly onStatus: (status: number) => void;
}

/** More than any account's list; an endless answer must not fill the memory. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_REDIRECTS = 5;
/** A 429 that does not say how long to wait. */
const UNTOLD_WAIT_MS = 1_000;

/**
 * Sends one request and returns the JSON of a 2xx answer, `undefined` for an empty one.
 *
 * @throws {LettrError} for every other outcome; whatever `signal` carries when it fired.
 */
export async function sendOnce(request: ApiRequest, sending: Sending): Promise<unknown> {
  const deadline = AbortSignal.timeout(sending.timeoutMs);
  const signal = sending.signal ? AbortSignal.any([sending.signal, deadline]) : deadline;
  const isWrite = request.method !== 'GET';
  const response = await follow(request, sending, signal).catch((error: unknown) => {
    throw networkError(error, isWrite, { deadline, given: sending.signal });
  });
  sending.onStatus(response.status);
  sending.onUsedUp(waitWhenUsedUp(response.headers, sending.now()));
  const text = await response.text().catch((error: unknown) => {
    throw bodyError(error, response.status, isWrite, { deadline, given: sending.signal });
  });
  return isSuccess(response.status)
    ? parseSuccess(text, response.status, isWrite)
    : refuse(request, response, text, sending.now());
}

interface Signals {
  readonly deadline: AbortSignal;
  readonly given: AbortSignal | undefined;
}

async function follow(
  request: ApiRequest,
  sending: Sending,
  signal: AbortSignal,
): Promise<TransportResponse> {
  let url = request.url;
  for (let redirects = 0; ; redirects += 1) {
    const response = await sending.transport(url, {
      method: request.method,
      headers: headersOf(request, sending),
      ...(request.body && { body: JSON.stringify(request.body) }),
      signal,
      maxBytes: MAX_BYTES,
    });
    const target = redirectTarget(response, url);
    if (!target || redirects >= MAX_REDIRECTS) {
      return response;
    }
    if (target.origin !== new URL(url).origin) {
      throw new LettrError({ kind: 'redirected', host: target.host });
    }
    // 301 to 303 turn a write into a GET in many clients; such an answer is left to the caller as unexpected.
    if (request.method !== 'GET' && response.status !== 307 && response.status !== 308) {
      return response;
    }
    url = target.href;
  }
}

function headersOf(request: ApiRequest, sending: Sending): Record<string, string> {
  return {
    Accept: 'application/json',
    Authorization: `Bearer ${sending.key}`,
    'User-Agent': sending.userAgent,
    ...(request.body && { 'Content-Type': 'application/json' }),
  };
}

function redirectTarget(response: TransportResponse, base: string): URL | undefined {
  const location = response.headers.get('location');
  const isRedirect = response.status >= 300 && response.status < 400;
  return isRedirect && location !== null && URL.canParse(location, base)
    ? new URL(location, base)
    : undefined;
}

function networkError(error: unknown, isWrite: boolean, { deadline, given }: Signals): unknown {
  if (error instanceof LettrError || given?.aborted) {
    return error;
  }
  const found = networkCauseOf(error);
  const cause = deadline.aborted ? 'timeout' : found.cause;
  const effect: Effect = isWrite && !neverLeft(cause) ? 'unknown' : 'none';
  return new LettrError({ kind: 'unreachable', cause, code: found.code }, { effect, cause: error });
}

/** The status arrived but the body did not: too large, cut off or too slow. The status still decides where it can. */
function bodyError(error: unknown, status: number, isWrite: boolean, { deadline, given }: Signals): unknown {
  if (given?.aborted) {
    return error;
  }
  const effect: Effect = isWrite && (isSuccess(status) || status >= 500) ? 'unknown' : 'none';
  if (deadline.aborted && isSuccess(status)) {
    return new LettrError(
      { kind: 'unreachable', cause: 'timeout', code: undefined },
      { effect, cause: error },
    );
  }
  const problem = isSuccess(status)
    ? ({ kind: 'unreadable', status } as const)
    : problemOf(status, undefined, 'list', Date.now() + UNTOLD_WAIT_MS);
  return new LettrError(problem, { effect, cause: error });
}

function parseSuccess(text: string, status: number, isWrite: boolean): unknown {
  if (text === '') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LettrError(
      { kind: 'unreadable', status },
      { effect: isWrite ? 'unknown' : 'none', cause: error },
    );
  }
}

function refuse(request: ApiRequest, response: TransportResponse, text: string, now: number): never {
  const body = parseError(parseOrUndefined(text));
  const wait = waitAfter429(response.headers, body?.retryAfter, now) ?? UNTOLD_WAIT_MS;
  const problem = problemOf(response.status, body, request.operation, now + wait);
  const isUnknown = request.method !== 'GET' && response.status >= 500;
  throw new LettrError(problem, { effect: isUnknown ? 'unknown' : 'none', code: body?.code });
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An error page of a proxy or server; the status alone tells what happened.
    return undefined;
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
