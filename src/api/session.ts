import { setTimeout as delay } from 'node:timers/promises';

import type { ApiOptions, Connection } from './client.ts';
import { eventsApi } from './emailEvents.ts';
import { Cancelled, LettrError, isProblem } from './errors.ts';
import type { KeyLatch } from './latch.ts';
import { LONGEST_WAIT_MS } from './limits.ts';
import { type Answer, type ApiRequest, sendOnce } from './request.ts';
import { type Scheduler, Schedulers } from './scheduler.ts';
import type { Transport } from './transport.ts';
import type { CallOptions, LettrClient } from './types.ts';
import { type Call, readable, webhooksApi } from './webhooks.ts';
import { parseAuth } from './wire.ts';

const RETRIES = 2;
const BACK_OFF_MS = 500;

/** The working half of the API, loaded by the first call. One object serves all accounts of a window. */
export class Session {
  readonly #latch: KeyLatch;
  readonly #options: Required<ApiOptions>;
  readonly #schedulers = new Schedulers();
  #transport: Promise<Transport> | undefined;

  constructor(options: ApiOptions, latch: KeyLatch) {
    this.#options = { timeoutMs: 30_000, random: Math.random, now: Date.now, ...options };
    this.#latch = latch;
  }

  /** Loads the transport ahead of the first request. */
  async prepare(): Promise<void> {
    await this.#loadTransport();
  }

  /** A client for one key. Nothing is sent until one of its methods is called. */
  connect(connection: Connection): LettrClient {
    const call: Call = (request, options) =>
      this.#call({ ...request, url: connection.baseUrl + request.path }, connection, options ?? {});
    const origin = new URL(connection.baseUrl).origin;
    return {
      webhooks: webhooksApi(call, origin, this.#options.verbs),
      events: eventsApi(call),
      auth: {
        check: async (options) =>
          readable(
            parseAuth,
            await call({ method: 'GET', path: '/auth/check', operation: 'check' }, options),
          ),
      },
    };
  }

  async #call(request: ApiRequest, connection: Connection, options: CallOptions): Promise<Answer> {
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
      return await (request.method === 'GET' ? attempts() : scheduler.write(attempts, place(options)));
    } catch (error) {
      if (options.signal?.aborted) {
        throw new Cancelled(state.isSent && request.method !== 'GET' ? 'unknown' : 'none');
      }
      throw error;
    }
  }

  #loadTransport(): Promise<Transport> {
    return (this.#transport ??= this.#options.loadTransport());
  }

  /** Throws for a key that Lettr rejected. */
  #assertOpen(key: string): void {
    if (this.#latch.isClosed(key)) {
      throw new LettrError({ kind: 'unauthorized' });
    }
  }

  async #attempts(work: Work): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work.scheduler.slot(() => this.#attempt(work), place(work.options));
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

  /** Waits before another attempt; `false` when there must not be one. A write is repeated only when it was refused for its rate. */
  async #waits(error: unknown, attempt: number, { request, scheduler, options }: Work): Promise<boolean> {
    const backOff = BACK_OFF_MS * 2 ** attempt * (0.5 + this.#options.random());
    if (isProblem(error, 'rateLimited')) {
      const wait = Math.max(error.problem.retryAt - this.#options.now(), backOff);
      if (wait > LONGEST_WAIT_MS) {
        return false;
      }
      scheduler.pause(wait);
      options.onWait?.({ ms: wait, cause: 'rateLimit', limit: error.problem.limit });
      return true;
    }
    if (request.method !== 'GET' || !isPassing(error)) {
      return false;
    }
    await delay(backOff, undefined, options.signal && { signal: options.signal });
    return true;
  }

  async #attempt({
    request,
    key,
    transport,
    scheduler,
    onSandboxQuota,
    options,
    state,
  }: Work): Promise<Answer> {
    // Asked again, since a request before this one in the queue may have been rejected.
    this.#assertOpen(key);
    const startedAt = this.#options.now();
    state.isSent = true;
    const path = new URL(request.url).pathname;
    const tell = (outcome: string): void =>
      this.#options.log.debug(
        `${request.method} ${path} ${outcome} in ${this.#options.now() - startedAt} ms`,
      );
    try {
      return await sendOnce(request, {
        transport,
        key,
        userAgent: this.#options.userAgent,
        timeoutMs: this.#options.timeoutMs,
        signal: options.signal,
        now: this.#options.now,
        onUsedUp: (ms) => ms > 0 && scheduler.pause(ms),
        onSandboxQuota,
        onStatus: (status) => tell(String(status)),
      });
    } catch (error) {
      // Whoever cancels a write that was refused need not ask what became of it.
      state.isSent = !(error instanceof LettrError && error.effect === 'none');
      if (isProblem(error, 'unauthorized')) {
        this.#latch.close(key);
      } else if (isProblem(error, 'unreachable')) {
        tell(error.message);
      }
      throw error;
    }
  }

  #schedulerOf(connection: Connection, key: string): Scheduler {
    const team = connection.team();
    const owner = team === undefined ? `key ${key}` : `team ${team}`;
    return this.#schedulers.for(new URL(connection.baseUrl).origin, owner);
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

function place({ priority, signal }: CallOptions): {
  priority: 'person' | 'background';
  signal: AbortSignal | undefined;
} {
  return { priority: priority ?? 'person', signal };
}
