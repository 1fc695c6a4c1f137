import { parseTime } from './time.ts';
import type { RateLimit, RequestBudget, SandboxQuota } from './types.ts';

/** The longest time that a request waits for its rate limit to pass; beyond it the person is told when to try again. */
export const LONGEST_WAIT_MS = 60_000;

interface Headers {
  get(name: string): string | null;
}

/** No wait that a server asks for counts as longer than this. */
const MAX_WAIT_MS = 3_600_000;
/** Larger numbers are no seconds to wait but a time: in Unix seconds, and from here on in Unix ms. */
const UNIX_SECONDS = 1_000_000_000;
const UNIX_MS = 1_000_000_000_000;

/**
 * How long the server wants us to wait, in ms and at most an hour: `Retry-After`, else the body's `retry_after`, each of
 * them in seconds, as a date or as a Unix time. `undefined` when it says nothing that can be understood.
 */
export function waitTold(headers: Headers, retryAfter: unknown, now: number): number | undefined {
  const told = [headers.get('retry-after'), retryAfter].map((value) => waitOf(value, headers, now));
  return told.find((ms) => ms !== undefined);
}

/** The same after a 429, where the time at which the team's limit is renewed counts too. */
export function waitAfter429(headers: Headers, retryAfter: unknown, now: number): number | undefined {
  return waitTold(headers, retryAfter, now) ?? untilReset(headers, now);
}

/** How long to send nothing after an answer that used up the allowance, in ms; 0 when some is left. */
export function waitWhenUsedUp(headers: Headers, now: number): number {
  if (countOf(headers.get('x-ratelimit-remaining')) !== 0) {
    return 0;
  }
  return Math.min(untilReset(headers, now) ?? 0, LONGEST_WAIT_MS);
}

/** What a sandbox key may still send, as an answer that came at `now` (Unix ms) says; `undefined` where it does not. */
export function sandboxQuotaOf(headers: Headers, now: number): SandboxQuota | undefined {
  const day = sandboxBudget(headers, 'day');
  return (
    day && {
      second: sandboxBudget(headers, 'second'),
      minute: sandboxBudget(headers, 'minute'),
      day,
      at: now,
    }
  );
}

/** Which limit an answer with status 429 met: of those that are used up the one with the longest span. */
export function rateLimitOf(headers: Headers): RateLimit | undefined {
  for (const span of ['day', 'minute', 'second'] as const) {
    const budget = sandboxBudget(headers, span);
    if (budget?.remaining === 0) {
      return { owner: 'sandbox', span, size: budget.limit };
    }
  }
  const team = budgetOf(headers, 'x-ratelimit');
  return team?.remaining === 0 ? { owner: 'team', span: 'second', size: team.limit } : undefined;
}

function sandboxBudget(headers: Headers, span: RateLimit['span']): RequestBudget | undefined {
  return budgetOf(headers, `x-sandbox-ratelimit-${span}`);
}

function budgetOf(headers: Headers, prefix: string): RequestBudget | undefined {
  const limit = countOf(headers.get(`${prefix}-limit`));
  const remaining = countOf(headers.get(`${prefix}-remaining`));
  return limit === undefined || remaining === undefined ? undefined : { limit, remaining };
}

/** A header that was sent twice arrives as `3, 3`, and some servers add parameters: `3;w=1`. */
function countOf(text: string | null): number | undefined {
  const count = /^\s*(\d{1,9})\s*(?:$|;|,\s)/.exec(text ?? '')?.[1];
  return count === undefined ? undefined : Number(count);
}

function untilReset(headers: Headers, now: number): number | undefined {
  const reset = headers.get('x-ratelimit-reset');
  return Number.parseFloat(reset ?? '') > 0 ? waitOf(reset, headers, now) : undefined;
}

function waitOf(value: unknown, headers: Headers, now: number): number | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  // A header that was sent twice arrives as "5, 5". A date has a comma of its own, behind its weekday.
  const number = /^\d+(\.\d+)?(?=$|\s*,)/.exec(text)?.[0];
  if (number === undefined) {
    const date = parseTime(/^(?:[a-z]+,)?[^,]*/i.exec(text)?.[0] ?? '');
    return Number.isNaN(date) ? undefined : capped(date - serverNow(headers, now));
  }
  const count = Number(number);
  if (count < UNIX_SECONDS) {
    return capped(count * 1000);
  }
  return capped((count < UNIX_MS ? count * 1000 : count) - serverNow(headers, now));
}

function capped(ms: number): number {
  return Math.min(Math.max(0, ms), MAX_WAIT_MS);
}

/** The server's clock decides, since this machine's may be wrong. */
function serverNow(headers: Headers, now: number): number {
  const date = parseTime(headers.get('date') ?? '');
  return Number.isNaN(date) ? now : date;
}
