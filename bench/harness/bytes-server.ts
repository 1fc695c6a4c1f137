import { createServer, type Server } from 'node:http';

/** Answers every request with the same bytes, as fast as Node can or after a wait: what is measured is who asks. */
export interface BytesServer {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** What answers the requests for the list from now on. */
  serve(list: Buffer): void;
  /** How long the requests from now on wait for their answers, in ms. */
  delay(ms: number): void;
  /** How many requests there were since the last call. */
  takeRequests(): number;
  /** How many connections there were since the last call. */
  takeConnections(): number;
  close(): Promise<void>;
}

/** A loopback address that VS Code does not take for this machine, so that its proxy agent is in force as it is for Lettr. */
const HOST = '127.0.0.2';

/** Starts one on a free loopback port; it has no webhooks yet. */
export async function startBytesServer(): Promise<BytesServer> {
  let list = Buffer.from('{"message":"Webhooks retrieved successfully.","data":{"webhooks":[]}}');
  let delayMs = 0;
  const counts = { requests: 0, connections: 0 };
  const server = createServer((request, response) => {
    counts.requests += 1;
    const isList = request.url === '/api/webhooks';
    const body = isList ? list : Buffer.from('{"message":"Not found.","error_code":"not_found"}');
    const answer = (): void => {
      response.writeHead(isList ? 200 : 404, {
        'content-type': 'application/json',
        'content-length': body.length,
        'x-ratelimit-limit': '3',
        'x-ratelimit-remaining': '2',
      });
      response.end(body);
    };
    if (delayMs === 0) answer();
    else setTimeout(answer, delayMs);
  });
  server.on('connection', () => (counts.connections += 1));
  // Longer than any pause of a run, so that a connection that was kept open is still there.
  server.keepAliveTimeout = 600_000;
  const take = (name: keyof typeof counts) => (): number => {
    const count = counts[name];
    counts[name] = 0;
    return count;
  };
  return {
    baseUrl: `http://${HOST}:${await listen(server, HOST)}/api`,
    delay: (ms) => void (delayMs = ms),
    serve: (next) => void (list = Buffer.from(next)),
    takeRequests: take('requests'),
    takeConnections: take('connections'),
    close: () => closeServer(server),
  };
}

/** Lets a server listen on a free loopback port. @returns the port */
export async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** Ends a server with all of its connections. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
