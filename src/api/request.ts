import { type Operation, isNoHttp, networkFaultOf, problemOf, responderOf } from './answer.ts';
import { type Effect, LettrError } from './errors.ts';
import { rateLimitOf, sandboxQuotaOf, waitAfter429, waitTold, waitWhenUsedUp } from './rateLimits.ts';
import type { Transport, TransportResponse } from './transport.ts';
import type { SandboxQuota } from './types.ts';
import { parseError } from './wire.ts';

/** One request; `url` is absolute. */
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
  /** Told what is left of a sandbox key's day, by answers that say so. */
  readonly onSandboxQuota: ((quota: SandboxQuota) => void) | undefined;
  /** Told the status and the `X-Correlation-Id` of every answer. */
  readonly onAnswer: (status: number, correlationId: string | undefined) => void;
}

/** More than any account's list; an endless answer must not fill the memory. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Three requests in all. */
const MAX_REDIRECTS = 2;
/** A 429 that does not say how long to wait. */
const UNTOLD_WAIT_MS = 1_000;

/** A 2xx answer; `body` is its JSON, `undefined` when it was empty. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly correlationId: string | undefined;
}

/**
 * Sends one request and returns its 2xx answer.
 *
 * @throws {LettrError} for every other outcome; whatever `signal` carries when it fired.
 */
export async function sendOnce(request: ApiRequest, sending: Sending): Promise<Answer> {
  const deadline = AbortSignal.timeout(Math.ceil(sending.timeoutMs));
  const signals = { deadline, given: sending.signal };
  const signal = sending.signal ? AbortSignal.any([sending.signal, deadline]) : deadline;
  const isWrite = request.method !== 'GET';
  const response = await follow(request, sending, signal).catch((error: unknown) => {
    throw networkError(error, isWrite, signals);
  });
  const { status } = response;
  sending.onAnswer(status, correlationIdOf(response));
  sending.onUsedUp(waitWhenUsedUp(response.headers, sending.now()));
  const quota = sending.onSandboxQuota && sandboxQuotaOf(response.headers, sending.now());
  if (quota) {
    sending.onSandboxQuota?.(quota);
  }
  const text = await response.text().catch((error: unknown) => {
    throw isSuccess(status) || sending.signal?.aborted
      ? bodyError(error, response, isWrite, signals)
      : refusal(request, response, '', sending.now());
  });
  if (!isSuccess(status)) {
    throw refusal(request, response, text, sending.now());
  }
  return {
    status,
    body: parseSuccess(text, response, isWrite),
    correlationId: correlationIdOf(response),
  };
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
      await drain(response);
      throw new LettrError({ kind: 'redirected', host: target.host });
    }
    // 301 to 303 turn a write into a GET in many clients; such an answer is left to the caller as unexpected.
    if (request.method !== 'GET' && response.status !== 307 && response.status !== 308) {
      return response;
    }
    await drain(response);
    url = target.href;
  }
}

/** An answer that is not read keeps its connection. What goes wrong here no longer matters. */
async function drain(response: TransportResponse): Promise<void> {
  await response.text().catch(() => undefined);
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
  const fault = networkFaultOf(error);
  const effect: Effect = isWrite && fault.hasLeft ? 'unknown' : 'none';
  if (isNoHttp(error)) {
    return new LettrError({ kind: 'unreadable', status: undefined }, { effect, cause: error });
  }
  const cause = deadline.aborted ? 'timeout' : fault.cause;
  return new LettrError({ kind: 'unreachable', cause, code: fault.code }, { effect, cause: error });
}

/** A 2xx whose body did not arrive: too large, cut off or too slow. */
function bodyError(
  error: unknown,
  response: TransportResponse,
  isWrite: boolean,
  { deadline, given }: Signals,
): unknown {
  if (given?.aborted) {
    return error;
  }
  return new LettrError(
    deadline.aborted
      ? { kind: 'unreachable', cause: 'timeout', code: undefined }
      : { kind: 'unreadable', status: response.status },
    { effect: isWrite ? 'unknown' : 'none', cause: error, correlationId: correlationIdOf(response) },
  );
}

function parseSuccess(text: string, response: TransportResponse, isWrite: boolean): unknown {
  if (text === '') {
    return undefined;
  }
  try {
    return parseExactly(text);
  } catch {
    // The parser's own error quotes the answer, which may hold what was sent.
    const cause = new Error(`No JSON in an answer of ${text.length} characters`);
    const { status } = response;
    throw new LettrError(
      { kind: 'unreadable', status },
      { effect: isWrite ? 'unknown' : 'none', cause, correlationId: correlationIdOf(response) },
    );
  }
}

/** As `JSON.parse`; but an id that is an integer beyond 2^53 becomes a `bigint`, since a number would be another id. */
function parseExactly(text: string): unknown {
  if (!/"id"\s*:\s*-?\d{16}/.test(text)) {
    return JSON.parse(text);
  }
  const exactId = (key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    key === 'id' &&
    typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    /^-?\d+$/.test(context?.source ?? '')
      ? BigInt(context?.source ?? '')
      : value;
  // TypeScript's description of `JSON.parse` does not know the third parameter yet.
  return JSON.parse(text, exactId);
}

/** The failure that an answer outside 2xx stands for; without a body the status still decides. */
function refusal(request: ApiRequest, response: TransportResponse, text: string, now: number): LettrError {
  const { status, headers } = response;
  const body = parseError(parseOrUndefined(text));
  const responder = responderOf(status, body, correlationIdOf(response));
  const waitMs =
    status === 429 ? waitAfter429(headers, body?.retryAfter, now) : waitTold(headers, body?.retryAfter, now);
  const problem = problemOf({
    status,
    body,
    operation: request.operation,
    retryAt: waitMs === undefined ? undefined : now + waitMs,
    usualRetryAt: now + UNTOLD_WAIT_MS,
    limit: status === 429 ? rateLimitOf(headers) : undefined,
    responder,
  });
  return new LettrError(problem, {
    effect: request.method !== 'GET' && mayHaveBeenDone(status, body?.code) ? 'unknown' : 'none',
    code: body?.code,
    waitMs: status === 429 ? (waitMs ?? UNTOLD_WAIT_MS) : status >= 500 ? waitMs : undefined,
    ...answeredBy(response, responder),
  });
}

/** Whether a write may have been carried out although the answer is no success: "see other" and faults after the start. */
function mayHaveBeenDone(status: number, code: string | undefined): boolean {
  if (status >= 300 && status < 400) {
    return true;
  }
  return status >= 500 && status !== 501 && status !== 511 && code !== 'auth_unavailable';
}

function answeredBy(
  response: TransportResponse,
  responder: 'lettr' | 'gateway',
): { readonly responder: 'lettr' | 'gateway'; readonly correlationId: string | undefined } {
  return { responder, correlationId: correlationIdOf(response) };
}

function correlationIdOf({ headers }: TransportResponse): string | undefined {
  return headers.get('x-correlation-id') ?? undefined;
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
