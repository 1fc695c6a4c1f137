import { fieldsOf } from './json.ts';

/** What goes wrong. Times in ms. */
export type FaultKind =
  /** Answers with the status; without `body`, the documented one for that status. */
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  /** 503: keys can't be checked for so long. */
  | { kind: 'authUnavailable'; seconds: number }
  /** Waits, then answers as usual. */
  | { kind: 'delay'; ms: number }
  /** Never answers. */
  | { kind: 'hang' }
  /** Answers as usual, the body spread over `ms`. */
  | { kind: 'slow'; ms: number }
  /** Resets the connection. */
  | { kind: 'reset' }
  /** Promises more bytes than it sends, then ends the connection. */
  | { kind: 'truncate' }
  | { kind: 'html'; status?: number }
  | { kind: 'redirect'; location: string; status?: number }
  | { kind: 'body'; text: string; contentType?: string; status?: number }
  /** Streams a JSON string of so many bytes, quotes included. */
  | { kind: 'large'; bytes: number };

export interface FaultScope {
  /**
   * `path` is below `/api`: `/webhooks` covers itself and everything under it, `/webhooks/` only what is under it,
   * `/webhooks$` only itself.
   */
  on?: { method?: string; path?: string };
  /** How many requests it hits; 1 by default, Infinity allowed. */
  times?: number;
  /** before (default): the request changes nothing. after: it is carried out and only the answer suffers. */
  phase?: 'before' | 'after';
}

export type Fault = FaultScope & FaultKind;

/** The faults still to come, in the order they were asked for. */
export class FaultQueue {
  #pending: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1 });
  }

  /** Takes the first fault that fits the request and uses up one of its times. */
  claim(method: string, path: string): Fault | undefined {
    const entry = this.#pending.find(({ fault }) => fits(fault, method, path));
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#pending = this.#pending.filter((other) => other !== entry);
    return entry.fault;
  }

  clear(): void {
    this.#pending = [];
  }
}

function fits({ on = {} }: Fault, method: string, path: string): boolean {
  if (on.method !== undefined && on.method.toUpperCase() !== method.toUpperCase()) return false;
  if (on.path === undefined || path === on.path) return true;
  if (on.path.endsWith('$')) return path === on.path.slice(0, -1);
  return path.startsWith(on.path.endsWith('/') ? on.path : `${on.path}/`);
}

const neededFields: ReadonlyMap<unknown, Readonly<Record<string, 'number' | 'string'>>> = new Map([
  ['status', { status: 'number' }],
  ['authUnavailable', { seconds: 'number' }],
  ['delay', { ms: 'number' }],
  ['hang', {}],
  ['slow', { ms: 'number' }],
  ['reset', {}],
  ['truncate', {}],
  ['html', {}],
  ['redirect', { location: 'string' }],
  ['body', { text: 'string' }],
  ['large', { bytes: 'number' }],
]);

/**
 * Reads a fault from JSON, where `"times": "always"` stands for Infinity.
 * @throws TypeError naming what is missing
 */
export function parseFault(value: unknown): Fault {
  const fields = fieldsOf(value);
  if (fields['times'] === 'always') fields['times'] = Number.POSITIVE_INFINITY;
  assertFault(fields);
  return fields;
}

function assertFault(fields: object): asserts fields is Fault {
  const { kind, times, ...rest }: Record<string, unknown> = { ...fields };
  const needed = neededFields.get(kind);
  if (!needed) throw new TypeError(`"kind" is one of ${[...neededFields.keys()].join(', ')}.`);
  for (const [field, type] of Object.entries(needed)) {
    if (typeof rest[field] !== type) throw new TypeError(`"${field}" is a ${type} and must be there.`);
  }
  if (times !== undefined && typeof times !== 'number') {
    throw new TypeError('"times" is a number or "always".');
  }
}
