import type { RateLimit, RequestBudget, SandboxQuota } from './types.ts';

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
