import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';

/** A server that nobody may connect to. */
export interface Attacker {
  readonly port: number;
  /** `http://127.0.0.1:N` */
  readonly origin: string;
  /** How often somebody connected all the same. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Listens at every address of this machine, counts, and hangs up. */
export async function startAttacker(): Promise<Attacker> {
  let connections = 0;
  const server = createServer((socket: Socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const { port } = address;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    get connections() {
      return connections;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
