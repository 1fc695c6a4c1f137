import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { text } from 'node:stream/consumers';

export interface PostResult {
  /** undefined = there was no answer, and `reason` says why */
  status: number | undefined;
  body: string;
  reason: string | undefined;
}

/** SparkPost gives an endpoint ten seconds. */
const timeout = 10_000;

/** Whether the host can only be this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === '[::1]' || isLocalName(hostname) || /^127(\.\d+){3}$/.test(hostname);
}

function isLocalName(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

/** Names under `localhost` never reach a name server. */
const lookupLocal: LookupFunction = (_hostname, options, done) => {
  if (!options.all) return done(null, '127.0.0.1', 4);
  done(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
};

/**
 * One POST on a connection of its own, to this machine only; never throws. Redirects are not followed, because
 * SparkPost does not follow them, and because they could lead off the machine.
 */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  closing: AbortSignal,
): Promise<PostResult> {
  const target = URL.parse(url);
  if (!target || !/^https?:$/.test(target.protocol)) return failed(`${url} is not an http or https URL.`);
  if (!isLoopback(target.hostname)) {
    return failed(`${target.host} is not on this machine, and the simulator sends nothing elsewhere.`);
  }
  try {
    const answer = await exchange(
      target,
      headers,
      body,
      AbortSignal.any([closing, AbortSignal.timeout(timeout)]),
    );
    return { status: answer.statusCode, body: await text(answer), reason: undefined };
  } catch (error) {
    return failed(describe(error));
  }
}

function exchange(target: URL, headers: Record<string, string>, body: string, signal: AbortSignal) {
  const { request, Agent } = target.protocol === 'https:' ? https : http;
  return new Promise<http.IncomingMessage>((resolve, reject) => {
    const options: http.RequestOptions = {
      method: 'POST',
      headers: {
        Host: target.host,
        ...headers,
        'Content-Length': Buffer.byteLength(body),
        Connection: 'close',
      },
      // An agent of its own: no kept connection, and none of the global agent's proxy settings.
      agent: new Agent({ keepAlive: false }),
      signal,
    };
    if (isLocalName(target.hostname)) options.lookup = lookupLocal;
    request(target, options, resolve).on('error', reject).end(body);
  });
}

function failed(reason: string): PostResult {
  return { status: undefined, body: '', reason };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError') return `There was no answer within ${timeout / 1000} seconds.`;
  // Trying several addresses fails with an AggregateError whose own message is empty.
  return error.message || ('code' in error ? String(error.code) : error.name);
}
