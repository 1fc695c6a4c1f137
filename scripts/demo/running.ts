import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Child, startChild } from '../child.ts';
import { DEMO_CREDENTIALS } from './workspace.ts';

/** A port of this machine at which nobody listens now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 3000) : 3000;
}

/** Runs the webhook handler of the demo, again at every save. */
export function startHandler(file: string, port: number): Child {
  return startChild(process.execPath, ['--watch', file], {
    env: { ...process.env, ...DEMO_CREDENTIALS, PORT: String(port) },
  });
}
