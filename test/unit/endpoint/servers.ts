import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { Certificate } from '../../support/certificates.ts';

/** A request as a server saw it. */
export interface SeenRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  /** Names and values in turn, as on the wire. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

type Answer = (request: SeenRequest, response: http.ServerResponse) => unknown;

const open = new Set<TestServer>();

/** Ends every server that a test started. */
export async function closeServers(): Promise<void> {
  await Promise.all([...open].map((server) => server.close()));
  open.clear();
}

/** A server on a free port of this machine; over TLS when it is given a certificate. */
export async function serve(answer: Answer, certificate?: Certificate): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const listener: http.RequestListener = (incoming, response) => {
    void buffer(incoming).then((body) => {
      const { method, url: path, headers, rawHeaders } = incoming;
      const request = { method, path, headers, rawHeaders, body };
      seen.push(request);
      return answer(request, response);
    });
  };
  const server = certificate ? https.createServer(certificate, listener) : http.createServer(listener);
  return listening(server, certificate ? 'https' : 'http', seen);
}

/** A server that speaks no HTTP. */
export function serveRaw(answer: (socket: net.Socket) => unknown): Promise<TestServer> {
  return listening(
    net.createServer((socket) => void answer(socket.on('error', () => undefined))),
    'http',
    [],
  );
}

async function listening(
  server: net.Server,
  scheme: string,
  seen: readonly SeenRequest[],
): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const started: TestServer = {
    url: `${scheme}://127.0.0.1:${port}/webhooks/lettr`,
    port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
  open.add(started);
  return started;
}
