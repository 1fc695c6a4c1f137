import type { FaultKind } from '../../../simulator/simulator.ts';
import type { Arena } from '../arena.ts';
import type { FaultName } from '../table.ts';
import {
  ELSEWHERE,
  internalLost,
  internal,
  INTERNAL_LOST_PROXY,
  INTERNAL_PROXY,
  notDone,
  notKnown,
} from '../words.ts';
import { redirected, unreachable, unreadable } from '../words.ts';
import { answerOf } from './answer.ts';
import {
  ALWAYS,
  ATTEMPTS,
  type Aim,
  type Hit,
  type Hits,
  answered,
  foreign,
  foundDone,
  isWrite,
  lost,
  more,
  onlyToPatch,
  passing,
  strike,
} from './hit.ts';

/*
 * What breaks a connection, or an answer on its way.
 */

const RESET = unreachable('the connection was closed before Lettr answered');
const LATE = unreachable("it didn't answer in time");

export const dns: Hits = () => [
  {
    title: '',
    end: { kind: 'failed', told: unreachable("its host name couldn't be found") },
    sent: 0,
    reach: 'all',
    arm: (arena) => arena.loseNames(),
  },
];

export const refused: Hits = () => [
  {
    title: '',
    end: { kind: 'failed', told: unreachable('the connection was refused') },
    sent: 0,
    reach: 'all',
    arm: ({ network }) => network.refuse(),
  },
];

/** Nobody knows on this side that nothing was read. */
export const unread: Hits = (aim) =>
  isWrite(aim)
    ? [
        {
          title: '',
          end: { kind: 'notDone', told: notDone(RESET.text) },
          sent: 0,
          resets: 1,
          reach: 'first',
          arm: ({ network }) => network.resetNext(1),
        },
      ]
    : [
        {
          title: 'always',
          end: { kind: 'failed', told: RESET },
          sent: 0,
          resets: ATTEMPTS,
          arm: ({ network }) => network.resetNext(ALWAYS),
        },
        more({
          title: 'once',
          end: { kind: 'done' },
          sent: 1,
          resets: 1,
          arm: ({ network }) => network.resetNext(1),
        }),
      ];

export const reset: Hits = (aim) =>
  isWrite(aim)
    ? [foundDone('', { kind: 'reset' }), whileListFails(RESET.text, { kind: 'reset' })]
    : [
        answered('always', { kind: 'reset' }, RESET, { times: ALWAYS, sent: ATTEMPTS }),
        more(passing({ kind: 'reset' })),
      ];

function whileListFails(what: string, fault: FaultKind): Hit {
  return {
    title: 'while the list cannot be read',
    end: { kind: 'notKnown', told: notKnown(what) },
    sent: 1,
    arm: (arena, aim) => {
      strike(arena, aim, fault, { phase: 'after' });
      arena.simulator.fault({ kind: 'status', status: 500, on: { method: 'GET', path: '/webhooks$' } });
    },
  };
}

export const hang: Hits = (aim) =>
  isWrite(aim)
    ? lost({ kind: 'hang' }, LATE.text, { timesOut: true })
    : [answered('', { kind: 'hang' }, LATE, { timesOut: true })];

const SLOW_MS = 60_000;

export const slow: Hits = (aim) => [
  {
    title: 'in time',
    end: { kind: 'done' },
    sent: 1,
    arm: (arena, target) => strike(arena, target, { kind: 'slow', ms: 120 }),
  },
  isWrite(aim)
    ? foundDone('too late', { kind: 'slow', ms: SLOW_MS }, { timesOut: true })
    : answered('too late', { kind: 'slow', ms: SLOW_MS }, LATE, { timesOut: true }),
];

/** `HTTP/1.1 200 OK` and a part of the headers. */
const HEAD_BYTES = 40;
const HALF = { kind: 'body', text: '{"message":"Done.","data":{"webhooks":[{"id":"5b' } as const;

export const truncated: Hits = (aim) =>
  isWrite(aim)
    ? [
        ...lost({ kind: 'truncate' }, unreadable(200).text),
        more(foundDone('with the length it promised', { ...HALF, status: 200 })),
        // Before a PUT the connection carries the answer about the verb that goes first.
        ...(aim.method === 'PUT'
          ? []
          : [
              more({
                ...foundDone('in its head', HALF),
                arm: ({ network }) => network.cutNext(1, HEAD_BYTES),
              }),
            ]),
      ]
    : [
        answered('', { kind: 'truncate' }, unreadable(200)),
        more(answered('with the length it promised', HALF, unreadable(200))),
        more({
          ...answered('in its head', HALF, RESET, { sent: ATTEMPTS }),
          arm: ({ network }) => network.cutNext(ALWAYS, HEAD_BYTES),
        }),
      ];

export const html: Hits = (aim) =>
  isWrite(aim)
    ? lost({ kind: 'html' }, unreadable(200).text)
    : [answered('', { kind: 'html' }, unreadable(200))];

export const proxy: Hits = (aim) => {
  const fault = { kind: 'html', status: 502 } as const;
  if (isWrite(aim)) {
    const [refusedByProxy] = lost(fault, INTERNAL_LOST_PROXY, { hasProxy: true });
    const answers = [
      ...lost(fault, internalLost(502)),
      ...(refusedByProxy ? [{ ...refusedByProxy, title: 'with http.proxy' }] : []),
    ];
    return [...answers.map((hit) => foreign(aim, hit)), ...onlyToPatch(aim, fault)];
  }
  const always = { times: ALWAYS, sent: ATTEMPTS };
  return [
    more(answered('always', fault, internal(502), always)),
    answered('with http.proxy', fault, INTERNAL_PROXY, { ...always, hasProxy: true }),
    passing(fault),
  ];
};

const LIMIT_BYTES = 32 * 1024 * 1024;

/** A right answer but for its size. */
export const large: Hits = (aim) => {
  const within: Hit = {
    title: 'a byte less',
    end: { kind: 'done' },
    sent: 1,
    isMore: true,
    arm: (arena, target) => strikeWithBytes(arena, target, LIMIT_BYTES, 'after'),
  };
  const beyond = (title: string, end: Hit['end'], phase: 'before' | 'after'): Hit => ({
    title,
    end,
    sent: 1,
    arm: (arena, target) => strikeWithBytes(arena, target, LIMIT_BYTES + 1, phase),
  });
  return isWrite(aim)
    ? [
        beyond('not carried out', { kind: 'notDone', told: notDone(unreadable(200).text) }, 'before'),
        beyond('carried out', { kind: 'found' }, 'after'),
        within,
      ]
    : [beyond('', { kind: 'failed', told: unreadable(200) }, 'before'), within];
};

function strikeWithBytes(arena: Arena, aim: Aim, bytes: number, phase: 'before' | 'after'): void {
  arena.simulator.fault({
    kind: 'body',
    status: 200,
    phase,
    on: { method: aim.method, path: aim.path },
    get text() {
      const answer = JSON.stringify(answerOf(arena, aim));
      return answer + ' '.repeat(bytes - Buffer.byteLength(answer));
    },
  });
}

export const redirect: Hits = () =>
  [302, 307, 308].map((status) => ({
    title: String(status),
    end: { kind: 'failed', told: redirected(ELSEWHERE) },
    sent: 1,
    // The one that asks for the same write elsewhere is the dangerous one.
    isMore: status !== 307,
    arm: (arena, aim) => {
      const location = `http://${arena.elsewhere.host}/api/webhooks`;
      strike(arena, aim, { kind: 'redirect', location, status });
    },
  }));

export const NETWORK_HITS = {
  dns,
  refused,
  unread,
  reset,
  hang,
  slow,
  truncated,
  html,
  proxy,
  large,
  redirect,
} satisfies Partial<Record<FaultName, Hits>>;
