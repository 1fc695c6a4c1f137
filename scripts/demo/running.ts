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

/** Runs the webhook handler of the demo, again at every save. It accepts no others than these credentials. */
export function startHandler(file: string, port: number, credentials = DEMO_CREDENTIALS): Child {
  const child = startChild(process.execPath, ['--watch', file], {
    env: { ...process.env, ...credentials, PORT: String(port) },
  });
  // What nobody reads would fill the pipe and then hold the handler up.
  child.process.stdout?.resume();
  child.process.stderr?.resume();
  return child;
}
