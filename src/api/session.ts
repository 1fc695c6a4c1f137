import { setTimeout as delay } from 'node:timers/promises';

import type { ApiCall, Wire } from './call.ts';
import type { ApiOptions, Connection } from './connection.ts';
import { Cancelled, LettrError, isProblem } from './errors.ts';
import type { RejectedKeys } from './rejectedKeys.ts';
import { LONGEST_WAIT_MS } from './rateLimits.ts';
import { type Answer, type ApiRequest, sendOnce } from './request.ts';
import {
  type Place,
  QueueTimeout,
  SANDBOX_RATE,
  type Scheduler,
  Schedulers,
  TEAM_RATE,
} from './scheduler.ts';
import type { Transport } from './transport.ts';
import type { CallOptions } from './types.ts';
import * as wire from './wire.ts';

const RETRIES = 2;
const BACK_OFF_MS = 500;

/** The working half of the API, loaded by the first call. One object serves all accounts of a window. */
export class Session {
  readonly #rejectedKeys: RejectedKeys;
  readonly #options: Required<ApiOptions>;
  readonly #schedulers = new Schedulers();
  #transport: Promise<Transport> | undefined;

  constructor(options: ApiOptions, rejectedKeys: RejectedKeys) {
    this.#options = { timeoutMs: 30_000, random: Math.random, now: Date.now, ...options };
    this.#rejectedKeys = rejectedKeys;
  }

  /** Loads the transport ahead of the first request. */
  async prepare(): Promise<void> {
    await this.#loadTransport();
  }

  /** As {@link Call}, with the key of `connection`. */
  async call<T>(
    make: (wire: Wire) => ApiCall<T>,
    connection: Connection,
    options: CallOptions = {},
  ): Promise<T> {
    const { path, parse, ...request } = make(wire);
    const url = connection.baseUrl + path;
    return parsed(request.method, parse, await this.#answer({ ...request, url }, connection, options));
  }

  async #answer(request: ApiRequest, connection: Connection, options: CallOptions): Promise<Answer> {
    const state: CallState = { isSent: false };
    try {
      const key = await connection.key(new URL(request.url).origin);
      this.#assertOpen(key);
      // Before the queue: three requests that start together would otherwise leave with the next three.
      const transport = await this.#loadTransport();
      const scheduler = this.#schedulerOf(connection, key);
      const { onSandboxQuota } = connection;
      const work = { request, key, transport, scheduler, onSandboxQuota, options, state };
      const attempts = () => this.#attempts(work);
      return await (request.method === 'GET' ? attempts() : scheduler.write(attempts, this.#place(options)));
    } catch (error) {
      if (options.signal?.aborted) {
        throw new Cancelled(state.isSent && request.method !== 'GET' ? 'unknown' : 'none');
      }
      throw error instanceof QueueTimeout
        ? new LettrError({ kind: 'unreachable', cause: 'timeout', code: undefined }, { cause: error })
        : error;
    }
  }

  #place({ priority, signal }: CallOptions): Place {
    return { priority: priority ?? 'person', signal, limitMs: this.#options.timeoutMs };
  }

  #loadTransport(): Promise<Transport> {
    return (this.#transport ??= this.#options.loadTransport());
  }

  /** Throws for a key that Lettr rejected. */
  #assertOpen(key: string): void {
    if (this.#rejectedKeys.has(key)) {
      throw new LettrError({ kind: 'unauthorized' });
    }
  }

  async #attempts(work: Work): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work.scheduler.slot((leftMs) => this.#attempt(work, leftMs), this.#place(work.options));
      } catch (error) {
        if (
          attempt >= RETRIES ||
          work.options.signal?.aborted ||
          !(await this.#waits(error, attempt, work))
        ) {
          throw error;
        }
      }
    }
  }

  /** Waits before another attempt; `false` when there must not be one. A write is repeated only when it was refused unread. */
  async #waits(error: unknown, attempt: number, { request, scheduler, options }: Work): Promise<boolean> {
    const backOff = BACK_OFF_MS * 2 ** attempt * (0.5 + this.#options.random());
    if (error instanceof LettrError && error.waitMs !== undefined) {
      const wait = Math.max(error.waitMs, backOff);
      const isRepeated = wait <= LONGEST_WAIT_MS && (request.method === 'GET' || error.effect === 'none');
      // Whatever else is sent waits too, also the look at the list after this.
      scheduler.pause(Math.min(wait, LONGEST_WAIT_MS));
      if (isRepeated) {
        const { problem } = error;
        options.onWait?.(
          problem.kind === 'rateLimited'
            ? { ms: wait, cause: 'rateLimit', limit: problem.limit }
            : { ms: wait, cause: 'unavailable', limit: undefined },
        );
      }
      return isRepeated;
    }
    if (!isPassing(error) || (request.method !== 'GET' && !isRefusedUnread(error))) {
      return false;
    }
    await delay(backOff, undefined, options.signal && { signal: options.signal });
    return true;
  }

  async #attempt(work: Work, leftMs: number): Promise<Answer> {
    const { request, key, transport, scheduler, onSandboxQuota, options, state } = work;
    // Asked again, since a request before this one in the queue may have been rejected.
    this.#assertOpen(key);
    const startedAt = performance.now();
    state.isSent = true;
    const path = new URL(request.url).pathname;
    const tell = (outcome: string): void =>
      this.#options.log.debug(
        `${request.method} ${path} ${outcome} in ${Math.round(performance.now() - startedAt)} ms`,
      );
    try {
      return await sendOnce(request, {
        transport,
        key,
        userAgent: this.#options.userAgent,
        timeoutMs: leftMs,
        signal: options.signal,
        now: this.#options.now,
        onUsedUp: (ms) => ms > 0 && scheduler.pause(ms),
        onSandboxQuota,
        onAnswer: (status, correlationId) =>
          tell(correlationId === undefined ? String(status) : `${status} (${correlationId})`),
      });
    } catch (error) {
      // Whoever cancels a write that was refused need not ask what became of it.
      state.isSent = !(error instanceof LettrError && error.effect === 'none');
      if (isProblem(error, 'unauthorized')) {
        this.#rejectedKeys.add(key);
      } else if (isProblem(error, 'unreachable')) {
        tell(error.message);
      }
      throw error;
    }
  }

  /** The rate is the team's, but a sandbox key has one of its own. */
  #schedulerOf(connection: Connection, key: string): Scheduler {
    const team = connection.team();
    const isSandbox = key.startsWith('lttr_sandbox_');
    const owner = team === undefined || isSandbox ? `key ${key}` : `team ${team}`;
    const rate = isSandbox ? SANDBOX_RATE : TEAM_RATE;
    return this.#schedulers.for(new URL(connection.baseUrl).origin, owner, rate);
  }
}

/**
 * Reads a 2xx answer. A write whose answer can't be read may have been done; only the list can tell. So may one that Lettr
 * took to carry it out later (202), unless it answered with the result.
 */
function parsed<T>(
  method: ApiRequest['method'],
  parse: (body: unknown) => T,
  { status, body, correlationId }: Answer,
): T {
  const isWrite = method !== 'GET';
  const accepted = (): LettrError =>
    new LettrError({ kind: 'accepted' }, { effect: 'unknown', responder: 'lettr', correlationId });
  if (status === 202 && method === 'DELETE') {
    throw accepted();
  }
  try {
    return parse(body);
  } catch (cause) {
    throw isWrite && status === 202
      ? accepted()
      : new LettrError(
          { kind: 'unreadable', status },
          { effect: isWrite ? 'unknown' : 'none', cause, correlationId },
        );
  }
}

interface CallState {
  /** Whether a request may have left; a cancelled write has then an unknown effect. */
  isSent: boolean;
}

interface Work {
  readonly request: ApiRequest;
  readonly key: string;
  readonly transport: Transport;
  readonly scheduler: Scheduler;
  readonly onSandboxQuota: Connection['onSandboxQuota'];
  readonly options: CallOptions;
  readonly state: CallState;
}

/** A fault that often passes by itself. A timeout is not among them: the person has waited long enough. */
function isPassing(error: unknown): boolean {
  if (isProblem(error, 'server')) {
    return error.problem.status >= 502 && error.problem.status <= 504;
  }
  return (
    isProblem(error, 'unreachable') && error.problem.cause !== 'timeout' && error.problem.cause !== 'tls'
  );
}

/** Lettr could not check the key; it looked at nothing else. */
function isRefusedUnread(error: unknown): boolean {
  return error instanceof LettrError && error.code === 'auth_unavailable';
}
