import http from 'node:http';

import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { Network } from './network.ts';

/** Where one operation meets one fault. */
export interface Arena {
  readonly simulator: Simulator;
  /** Between the extension and the simulator. */
  readonly network: Network;
  /** Another origin, to which nothing may be sent. */
  readonly elsewhere: Elsewhere;
  /** No host name can be resolved any more. */
  loseNames(): Promise<void>;
  restoreNames(): void;
}

export interface Elsewhere {
  readonly host: string;
  /** How many requests came. */
  readonly hits: number;
}

/** What an arena consists of, before somebody decides how names are lost in it. */
export interface Ground extends Pick<Arena, 'simulator' | 'network' | 'elsewhere'> {
  /** The seed, nothing wrong, nothing recorded. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a simulator, the network in front of it and another origin. */
export async function startGround(options: SimulatorOptions = {}): Promise<Ground> {
  const simulator = await startSimulator({ rateLimit: false, updateVerb: 'both', ...options });
  const network = await Network.to(Number(new URL(simulator.origin).port));
  const elsewhere = await startElsewhere();
  return {
    simulator,
    network,
    elsewhere: elsewhere.seen,
    restore: async () => {
      await network.restore();
      simulator.reset();
      elsewhere.forget();
    },
    close: async () => {
      await network.refuse();
      await simulator.close();
      await elsewhere.close();
    },
  };
}

async function startElsewhere(): Promise<{ seen: Elsewhere; forget(): void; close(): Promise<void> }> {
  let hits = 0;
  const server = http.createServer((_request, response) => {
    hits += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    seen: {
      host: `127.0.0.1:${port}`,
      get hits() {
        return hits;
      },
    },
    forget: () => {
      hits = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
