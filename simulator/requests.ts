import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { KeyName } from './keys.ts';

/** One request to `/api` as it arrived, and how it was answered. */
export interface RecordedRequest {
  /** ms since the epoch */
  readonly at: number;
  readonly method: string;
  /** below `/api`, as sent (still percent-encoded), without the query */
  readonly path: string;
  /** without the question mark; empty = none */
  readonly query: string;
  /** undefined = no key, or none of the simulator's */
  readonly key: KeyName | undefined;
  /** without authorization */
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** what the answer's `X-Correlation-Id` says */
  readonly correlationId: string;
  /** undefined while unanswered, and for good where a fault kept the answer back */
  status: number | undefined;
}

/** More than any test makes, so that a simulator left running does not grow for ever. */
const kept = 10_000;

/** The requests in the order of their arrival. */
export class RequestLog {
  readonly entries: RecordedRequest[] = [];

  add(
    request: Pick<FastifyRequest, 'raw' | 'method' | 'headers' | 'body'>,
    key: KeyName | undefined,
  ): RecordedRequest {
    const [path = '', query = ''] = request.raw.url?.split('?', 2) ?? [];
    const { authorization: _authorization, ...headers } = request.headers;
    const entry: RecordedRequest = {
      at: Date.now(),
      method: request.method,
      path: path.replace(/^\/api/, '') || '/',
      query,
      key,
      headers,
      body: request.body ?? undefined,
      correlationId: randomUUID(),
      status: undefined,
    };
    this.entries.push(entry);
    if (this.entries.length > kept) this.entries.shift();
    return entry;
  }

  clear(): void {
    this.entries.length = 0;
  }
}
