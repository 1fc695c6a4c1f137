import http from 'node:http';

import { Api, type LettrClient } from '../../../src/api/client.ts';
import type { ApiOptions } from '../../../src/api/connection.ts';
import { LettrError } from '../../../src/api/errors.ts';
import { createTransport } from '../../../src/api/transport.ts';
import type { VerbMemory, WebhookDraft } from '../../../src/api/types.ts';
import type { Simulator } from '../../../simulator/simulator.ts';

export { webhook } from '../../support/webhook.ts';

export const DRAFT: WebhookDraft = {
  name: 'New one',
  url: 'https://new.example.com/hook',
  events: 'all',
  authentication: { type: 'none' },
};

/** Ids of the simulator's seed. */
export const ORDERS = '5b1f6c1e-0d5c-4a53-9f0e-6a1c7f2b9d01';
export const BOUNCES = 'c2a7f0d4-93be-4c1d-8a76-20e4b5d8f102';

/** The verbs that a server was found to know, by origin. */
export class Verbs implements VerbMemory {
  readonly known = new Map<string, 'PATCH' | 'PUT'>();

  get(origin: string): 'PATCH' | 'PUT' | undefined {
    return this.known.get(origin);
  }

  set(origin: string, verb: 'PATCH' | 'PUT'): void {
    this.known.set(origin, verb);
  }
}

export interface TestApi {
  readonly api: Api;
  readonly verbs: Verbs;
  readonly log: readonly string[];
  /** A client of `api`; the simulator's live key by default. */
  readonly connect: (options?: {
    key?: string;
    team?: () => number | undefined;
    baseUrl?: string;
  }) => LettrClient;
}

/** An `Api` of its own, with node-fetch as the transport; without chance and without waiting before retries. */
export function testApi(
  sim: Pick<Simulator, 'baseUrl' | 'keys'>,
  options: Partial<ApiOptions> = {},
): TestApi {
  const verbs = new Verbs();
  const log: string[] = [];
  const api = new Api({
    userAgent: 'lettr-vscode/1.2.3',
    loadTransport: () => Promise.resolve(createTransport()),
    verbs,
    log: { debug: (message) => void log.push(message), warn: (message) => void log.push(message) },
    // The jitter's factor becomes 0.
    random: () => -0.5,
    ...options,
  });
  return {
    api,
    verbs,
    log,
    connect: ({ key = sim.keys.live, team = () => undefined, baseUrl = sim.baseUrl } = {}) =>
      api.connect({ baseUrl, team, key: () => Promise.resolve(key) }),
  };
}

/** A client with a scheduler, latch and transport of its own. */
export function testClient(
  sim: Pick<Simulator, 'baseUrl' | 'keys'>,
  options?: Partial<ApiOptions>,
): LettrClient {
  return testApi(sim, options).connect();
}

/** What `work` rejects with; fails the test when it does not reject. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol('resolved');
  const caught: unknown = await work.then(
    () => nothing,
    (error: unknown) => error,
  );
  if (caught === nothing) {
    throw new Error('It was expected to fail.');
  }
  return caught;
}

/** The `LettrError` that `work` rejects with; fails the test on anything else. */
export async function problemIn(work: Promise<unknown>): Promise<LettrError> {
  const error = await failureOf(work);
  if (!(error instanceof LettrError)) {
    throw new Error('It was expected to fail with a LettrError.', { cause: error });
  }
  return error;
}

export interface TestServer {
  readonly origin: string;
  readonly received: readonly http.IncomingMessage[];
  close(): Promise<void>;
}

/** A plain server on a port of its own, for what the simulator cannot do. */
export async function startServer(listener: http.RequestListener): Promise<TestServer> {
  const received: http.IncomingMessage[] = [];
  const server = http.createServer((request, response) => {
    received.push(request);
    listener(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server has no port.');
  }
  return {
    origin: `http://127.0.0.1:${address.port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Waits until `condition` holds; fails after two seconds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    if (waited > 2_000) {
      throw new Error('The condition was not met in time.');
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
