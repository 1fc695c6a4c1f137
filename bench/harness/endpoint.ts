import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { closeServer, listen } from './bytes-server.ts';

const PATIENCE_MS = 30_000;

/** What the handler in the measurement accepts. */
export const CREDENTIALS = { username: 'lettr', password: 'bench' } as const;
const EXPECTED = `Basic ${Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString('base64')}`;

/** A webhook endpoint that answers as fast as Node can, and as a right handler does. */
export interface Endpoint {
  readonly url: string;
  /** The same without authentication. */
  readonly openUrl: string;
  /** How many requests there were since the last call. */
  takeRequests(): number;
  /** Waits for the next request. @throws {Error} after 30 s */
  requested(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one on a free loopback port. */
export async function startEndpoint(): Promise<Endpoint> {
  let requests = 0;
  let next = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    requests += 1;
    next.resolve();
    next = Promise.withResolvers();
    const isKnown = request.url === '/open' || request.headers.authorization === EXPECTED;
    const status = request.method === 'POST' ? (isKnown ? 200 : 401) : 405;
    request.resume().on('end', () => response.writeHead(status).end());
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  return {
    url: `${origin}/webhooks/lettr`,
    openUrl: `${origin}/open`,
    takeRequests: () => {
      const count = requests;
      requests = 0;
      return count;
    },
    requested: async () => {
      const late = new AbortController();
      const tooLate = delay(PATIENCE_MS, true, { signal: late.signal }).catch(() => false);
      if (await Promise.race([next.promise, tooLate])) throw new Error('Nothing was sent to the endpoint.');
      late.abort();
    },
    close: () => closeServer(server),
  };
}
