import type { SandboxAllowance } from './types.ts';

/** The longest time that a request waits for its rate limit to pass; beyond it the person is told when to try again. */
export const LONGEST_WAIT_MS = 60_000;

interface Headers {
  get(name: string): string | null;
}

/**
 * How long the server wants us to wait, in ms: `Retry-After` (seconds or a date), else the body's `retry_after`
 * (seconds), else the time at which the allowance is renewed. `undefined` when it says nothing.
 */
export function waitAfter429(
  headers: Headers,
  retryAfterSeconds: number | undefined,
  now: number,
): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (text !== undefined && /^\d+(\.\d+)?$/.test(text)) {
    return Number(text) * 1000;
  }
  const date = text === undefined ? Number.NaN : Date.parse(text);
  if (!Number.isNaN(date)) {
    return Math.max(0, date - serverNow(headers, now));
  }
  return retryAfterSeconds === undefined ? untilReset(headers, now) : retryAfterSeconds * 1000;
}

/** How long to send nothing after an answer that used up the allowance, in ms; 0 when some is left. */
export function waitWhenUsedUp(headers: Headers, now: number): number {
  if (headers.get('x-ratelimit-remaining') !== '0') {
    return 0;
  }
  return Math.min(untilReset(headers, now) ?? 0, LONGEST_WAIT_MS);
}

/** What a sandbox key may still ask today, as an answer that came at `now` (Unix ms) says; `undefined` where it does not. */
export function allowanceOf(headers: Headers, now: number): SandboxAllowance | undefined {
  const dayLimit = countOf(headers.get('x-sandbox-ratelimit-day-limit'));
  const dayRemaining = countOf(headers.get('x-sandbox-ratelimit-day-remaining'));
  return dayLimit === undefined || dayRemaining === undefined
    ? undefined
    : { dayLimit, dayRemaining, at: now };
}

function countOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}

function untilReset(headers: Headers, now: number): number | undefined {
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(reset) && reset > 0
    ? Math.max(0, reset * 1000 - serverNow(headers, now))
    : undefined;
}

/** The server's clock decides, since this machine's may be wrong. */
function serverNow(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? now : date;
}
