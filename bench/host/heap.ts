import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const ROUNDS = 4;

/** Collects all garbage of the extension host. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('This Node does not let its garbage be collected.');
  collect();
}

/** The extension host's heap in use when nothing is left to collect, in MB. */
export async function heapAfterCollection(): Promise<number> {
  for (let round = 0; round < ROUNDS; round++) {
    collectGarbage();
    // What was waiting to be finalised lets go of more.
    await delay(50);
  }
  return process.memoryUsage().heapUsed / 1e6;
}
