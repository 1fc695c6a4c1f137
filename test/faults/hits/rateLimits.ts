import type { FaultName } from '../table.ts';
import { limited as limitedWords } from '../words.ts';
import { ALWAYS, ATTEMPTS, type Aim, type Hit, type Hits, answered, more, strike } from './hit.ts';
import { type Arena } from '../arena.ts';
import { answerOf } from './answer.ts';

/*
 * Rate limits and clocks.
 */

const DAY_MS = 24 * 3_600_000;
/** A little less than the second that the server asks for: timers may be early by a millisecond. */
const A_SECOND_MS = 990;
const UNTOLD = { kind: 'body', status: 429, text: '{"message":"Rate limit exceeded."}' } as const;

function tooMany(headers: Record<string, string>): {
  kind: 'status';
  status: number;
  headers: typeof headers;
} {
  return { kind: 'status', status: 429, headers };
}

/** Waited for; then the same request once more. */
function waited(title: string, fault: Parameters<typeof strike>[2]): Hit {
  return {
    title,
    end: { kind: 'done' },
    sent: 2,
    atLeastMs: A_SECOND_MS,
    arm: (arena, aim) => strike(arena, aim, fault),
  };
}

export const limited: Hits = () => [
  waited('of a second', tooMany({ 'retry-after': '1' })),
  answered('of two minutes', tooMany({ 'retry-after': '120' }), limitedWords(2)),
];

export const limitedUntold: Hits = () => [
  waited('once', UNTOLD),
  more(
    waited('once, with the time in the body', {
      ...UNTOLD,
      text: '{"message":"Rate limit exceeded.","retry_after":1}',
    }),
  ),
  more(answered('always', UNTOLD, limitedWords(), { times: ALWAYS, sent: ATTEMPTS })),
];

/** This machine's clock is wrong by a day, or the server's: all that the two can compare are headers. */
export const skew: Hits = () =>
  [DAY_MS, -DAY_MS].flatMap((skewMs) => {
    const way = skewMs > 0 ? 'ahead' : 'behind';
    const dates = (inMs: number): Record<string, string> => {
      const now = Date.now() + skewMs;
      return { date: utc(now), 'retry-after': utc(now + inMs) };
    };
    const hits = [
      waited(`server a day ${way}, limit of a second`, tooMany(dates(1_000))),
      answered(`server a day ${way}, limit of two minutes`, tooMany(dates(120_000)), limitedWords(2)),
      more(usedUp(`server a day ${way}, allowance used up`, skewMs)),
    ];
    return skewMs > 0 ? hits : hits.map(more);
  });

/** Done, and the headers say that the next request has to wait for a second of the server's clock. */
function usedUp(title: string, skewMs: number): Hit {
  return {
    title,
    end: { kind: 'done' },
    sent: 1,
    isOneTeam: true,
    arm: (arena, aim) => strikeAfter(arena, aim, skewMs),
  };
}

function strikeAfter(arena: Arena, aim: Aim, skewMs: number): void {
  const now = Date.now() + skewMs;
  const headers = {
    date: utc(now),
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.floor(now / 1000) + 1),
  };
  arena.simulator.fault({
    kind: 'status',
    status: aim.method === 'POST' ? 201 : 200,
    headers,
    phase: 'after',
    on: { method: aim.method, path: aim.path },
    get body() {
      return answerOf(arena, aim);
    },
  });
}

function utc(ms: number): string {
  return new Date(ms).toUTCString();
}

export const LIMIT_HITS = { limited, limitedUntold, skew } satisfies Partial<Record<FaultName, Hits>>;
