// Default imports: VS Code puts its proxy and its certificates into these objects, which named imports would miss.
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

import { Cancelled } from '../api/errors.ts';
import { isLoopback } from '../platform/address.ts';
import { TIME_LIMIT_MS } from '../deliveries/verdict.ts';
import {
  type DeliveryFault,
  type DeliveryResponse,
  type FaultKind,
  type Header,
  type Timings,
  bodyOf,
} from '../deliveries/delivery.ts';

/** What the provider calls itself; likely, not documented. */
export const USER_AGENT = 'SparkPost';
/** Bytes. More of a response is not read: no endpoint has to say that much. */
const LARGEST_RESPONSE = 5 * 1024 * 1024;

export interface Message {
  readonly url: URL;
  readonly method: string;
  /** All headers, sent in this order. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

export interface ExchangeOptions {
  /** Ends the exchange with {@link Cancelled}. */
  readonly signal?: AbortSignal | undefined;
  /** ms; what the provider allows by default. */
  readonly timeLimitMs?: number | undefined;
  /** Certificates in PEM that are trusted besides the usual ones. */
  readonly ca?: string | undefined;
}

export interface Exchange {
  readonly outcome:
    | { readonly kind: 'response'; readonly response: DeliveryResponse }
    | { readonly kind: 'fault'; readonly fault: DeliveryFault };
  readonly timings: Timings;
}

/**
 * One request on a connection of its own and what came of it. Redirects are not followed, and a fault of the network is a
 * result. The body's bytes are sent as they are.
 *
 * @throws {Cancelled} when the signal fired.
 */
export async function exchange(message: Message, options: ExchangeOptions = {}): Promise<Exchange> {
  const { signal, timeLimitMs = TIME_LIMIT_MS } = options;
  if (signal?.aborted === true) {
    throw new Cancelled();
  }
  const clock = new Clock();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeLimitMs);
  const ended = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
  try {
    const incoming = await send(message, options, ended, clock);
    const response = await read(incoming, clock, limit.signal);
    return { outcome: { kind: 'response', response }, timings: clock.timings };
  } catch (error) {
    return {
      outcome: { kind: 'fault', fault: limit.signal.aborted ? TIMEOUT : faultOf(error) },
      timings: clock.timings,
    };
  } finally {
    clearTimeout(timer);
    if (isAborted(signal)) {
      // A result of a cancelled exchange would be taken for the endpoint's.
      // oxlint-disable-next-line no-unsafe-finally
      throw new Cancelled();
    }
  }
}

const TIMEOUT: DeliveryFault = { kind: 'timeout', message: '' };

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function send(
  { url, method, headers, body }: Message,
  { ca }: ExchangeOptions,
  signal: AbortSignal,
  clock: Clock,
): Promise<http.IncomingMessage> {
  const module = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const request = module.request(url, {
      method,
      // An object keeps the order of its names and, unlike a list, survives a proxy's rewriting of the request.
      headers: Object.fromEntries(headers),
      signal,
      ...(ca !== undefined && { ca }),
      // VS Code leaves requests alone whose agent is their own in one of its proxy modes; a kept connection would have no timings.
      ...(isLoopback(url.hostname) && { agent: new module.Agent({ keepAlive: false }) }),
    });
    request.on('socket', (socket) => clock.follow(socket, url.protocol === 'https:'));
    request.on('response', (response) => {
      clock.mark('firstByte');
      resolve(response);
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function read(
  incoming: http.IncomingMessage,
  clock: Clock,
  limit: AbortSignal,
): Promise<DeliveryResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  let cut: DeliveryResponse['cut'];
  try {
    for await (const chunk of incoming) {
      const bytes = Buffer.from(chunk);
      const kept = bytes.subarray(0, LARGEST_RESPONSE - size);
      chunks.push(kept);
      size += kept.length;
      if (kept.length < bytes.length) {
        cut = 'tooLarge';
        incoming.destroy();
        break;
      }
    }
  } catch {
    // The status came, which is what counts.
    cut = limit.aborted ? 'timeout' : 'closed';
  }
  clock.mark('total');
  const { statusCode = 0, statusMessage = '', rawHeaders } = incoming;
  return {
    status: statusCode,
    statusText: statusMessage,
    headers: pairs(rawHeaders),
    body: bodyOf(Buffer.concat(chunks)),
    ...(cut && { cut }),
  };
}

function pairs(raw: readonly string[]): readonly Header[] {
  return raw.flatMap((name, index): Header[] => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}

/** When each step was over, by which its length is told. */
class Clock {
  readonly #start = performance.now();
  readonly #marks = new Map<'dns' | 'connect' | 'tls' | 'firstByte' | 'total', number>();

  mark(step: 'dns' | 'connect' | 'tls' | 'firstByte' | 'total'): void {
    if (!this.#marks.has(step)) {
      this.#marks.set(step, performance.now() - this.#start);
    }
  }

  /** A socket that a proxy's agent hands over is connected already: its steps are part of the first byte. */
  follow(socket: Socket, isSecure: boolean): void {
    if (!socket.connecting) {
      return;
    }
    socket.once('lookup', () => this.mark('dns'));
    socket.once('connect', () => this.mark('connect'));
    if (isSecure) {
      socket.once('secureConnect', () => this.mark('tls'));
    }
  }

  get timings(): Timings {
    this.mark('total');
    const at = (step: 'dns' | 'connect' | 'tls' | 'firstByte'): number | undefined => this.#marks.get(step);
    const [dns, connect, tls, firstByte] = [at('dns'), at('connect'), at('tls'), at('firstByte')];
    return {
      ...(dns !== undefined && { dns: round(dns) }),
      ...(connect !== undefined && { connect: round(connect - (dns ?? 0)) }),
      ...(tls !== undefined && { tls: round(tls - (connect ?? 0)) }),
      ...(firstByte !== undefined && { firstByte: round(firstByte - (tls ?? connect ?? 0)) }),
      total: round(this.#marks.get('total') ?? 0),
    };
  }
}

/** Tenths of a ms. */
function round(ms: number): number {
  return Math.max(0, Math.round(ms * 10) / 10);
}

const KINDS: Readonly<Record<string, FaultKind>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_NODATA: 'dns',
  EAI_FAIL: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  ECONNABORTED: 'closed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
  EPROTO: 'tls',
};

/** What kept a response from coming, from an error of Node's. */
export function faultOf(error: unknown): DeliveryFault {
  // Trying several addresses fails with an AggregateError, whose parts mostly say the same.
  const cause =
    error instanceof AggregateError && error.errors.length > 0 ? (error.errors[0] as unknown) : error;
  const code = codeOf(cause) ?? codeOf(error);
  const message = cause instanceof Error ? cause.message : String(cause);
  return { kind: kindOf(code, message), ...(code !== undefined && { code }), message };
}

function kindOf(code: string | undefined, message: string): FaultKind {
  if (code !== undefined && Object.hasOwn(KINDS, code)) {
    return KINDS[code] ?? 'other';
  }
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|SSL|TLS|HOSTNAME_MISMATCH|INVALID_CA/.test(code)) {
    return 'tls';
  }
  if (code?.startsWith('HPE_') === true) {
    return 'notHttp';
  }
  return /proxy/i.test(message) ? 'proxy' : 'other';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
