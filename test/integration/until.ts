import { setTimeout as delay } from 'node:timers/promises';

const LIMIT_MS = 8_000;

/** Waits until `check` holds. @throws {Error} naming `what`, when it does not within `limitMs`. */
export async function until(check: () => boolean, what: string, limitMs = LIMIT_MS): Promise<void> {
  for (const start = Date.now(); !check();) {
    if (Date.now() - start > limitMs) {
      throw new Error(`Waited in vain for ${what}.`);
    }
    await delay(10);
  }
}
