import { createServer } from 'node:http';

/** An endpoint on this machine, which takes deliveries or refuses them. */
export interface Receiver {
  readonly url: string;
  /** Answers every delivery with this status from now on. */
  answer(status: number): void;
  close(): Promise<void>;
}

/** Starts a receiver that answers 200. */
export async function startReceiver(): Promise<Receiver> {
  let status = 200;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/hooks/bounces`,
    answer: (next) => {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
