import type { Arena } from '../arena.ts';
import type { FaultName } from '../table.ts';
import { ORDERS } from '../subjects.ts';
import { answerOf } from './answer.ts';
import { type Aim, type Hit, type Hits, more } from './hit.ts';
import { UNKNOWN_CODE } from './refusals.ts';

/*
 * Answers of a newer server than the one that the extension was written for, or of an older one.
 */

const NEW_FIELDS = { api_version: 9, __lettr: null, warnings: [{ code: 'soon' }] };
const NEW_VALUES = {
  last_status: 'paused',
  event_types: ['message.teleported', 'engagament.open'],
  auth_type: 'mtls',
  last_successful_at: 'not a date',
  labels: { team: 'a' },
};
const OPTIONAL = ['event_types', 'last_successful_at', 'last_failure_at', 'last_status', 'auth_type'];

export const unknown: Hits = () => [
  told('fields and values', (body) => decorated(body), prepare),
  told('prototype keys', (body) => body, prepare, '{"__proto__":{"enabled":1},"constructor":null,'),
  more(told('fields left out', (body) => without(body))),
  UNKNOWN_CODE,
];

/** The operation is done and answered in another form than usual. */
function told(
  title: string,
  change: (body: unknown) => unknown,
  before: (arena: Arena, aim: Aim) => void = () => undefined,
  start = '{',
): Hit {
  return {
    title,
    end: { kind: 'done' },
    sent: 1,
    arm: (arena, aim) => {
      before(arena, aim);
      arena.simulator.fault({
        kind: 'body',
        status: aim.method === 'POST' ? 201 : 200,
        phase: 'after',
        on: { method: aim.method, path: aim.path },
        get text() {
          return start + JSON.stringify(change(answerOf(arena, aim))).slice(1);
        },
      });
    },
  };
}

/** The server keeps the unknown values too, so that the next list has them. */
function prepare({ simulator }: Arena, { id, operation }: Aim): void {
  const subject = operation === 'list' ? ORDERS : id;
  if (subject !== undefined) {
    simulator.put({ id: subject, ...NEW_VALUES });
  }
}

function decorated(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(decorated);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, one]) => [
    key,
    key === 'event_types' ? one : decorated(one),
  ]);
  return { ...NEW_FIELDS, ...Object.fromEntries(entries) };
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(without);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const kept = Object.entries(value).filter(([key]) => !OPTIONAL.includes(key));
  return Object.fromEntries(kept.map(([key, one]) => [key, without(one)]));
}

export const UNKNOWN_HITS = { unknown } satisfies Partial<Record<FaultName, Hits>>;
