import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import type { Simulator } from '../../simulator/simulator.ts';
import type { Aim } from './hits/hit.ts';

const timeout = AbortSignal.timeout.bind(AbortSignal);
const current = new AsyncLocalStorage<Deadlines>();

const everywhere: { deadlines?: Deadlines } = {};

Object.assign(AbortSignal, {
  timeout: (ms: number) => (current.getStore() ?? everywhere.deadlines)?.begin(ms) ?? timeout(ms),
});

/** Until a request that arrived is carried out, and the head of a slow answer is back. */
const UNDER_WAY_MS = 60;

/**
 * The deadlines of requests under way, which a test lets pass when it is time: the client's half minute is too long for
 * a test, and any short time too short for a busy machine.
 */
export class Deadlines {
  readonly #under: AbortController[] = [];

  /** Runs `work` with these deadlines in the place of the clock's. */
  during<T>(work: () => Promise<T>): Promise<T> {
    return current.run(this, work);
  }

  /** Puts these deadlines in the place of the clock's for everything in this process; ends with what it returns. */
  everywhere(): () => void {
    everywhere.deadlines = this;
    return () => {
      delete everywhere.deadlines;
    };
  }

  /** Lets the time of an operation pass as soon as its first request is at the server. */
  async passFor({ method, path }: Aim, { requests }: Pick<Simulator, 'requests'>): Promise<void> {
    const asked = path.replace(/\$$/, '');
    while (!requests.some((one) => one.method === method && one.path === asked)) {
      await delay(5);
    }
    await delay(UNDER_WAY_MS);
    this.pass();
  }

  begin(ms: number): AbortSignal {
    const controller = new AbortController();
    this.#under.push(controller);
    return AbortSignal.any([timeout(ms), controller.signal]);
  }

  /** The time of every request under way is over. */
  pass(): void {
    for (const controller of this.#under.splice(0)) {
      controller.abort(new DOMException('The time is over.', 'TimeoutError'));
    }
  }
}
