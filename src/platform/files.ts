import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ms before each further try to put a file into the place of one that Windows still sees in use. */
const RETRY_DELAYS = [20, 60, 180];

/** The system's name of a fault, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/**
 * Writes a file in one step, so that readers see the old text or the new one, never half of it. Its folder is made when
 * it is missing. After a crash, a file that ends in `.tmp` may stay beside it.
 *
 * @param modifiedAt Unix ms that the file gets as its time of modification; now, when nothing is said.
 * @returns what the system says about the new file.
 * @throws what the file system says; the old file then stays as it was.
 */
export async function replaceFile(path: string, text: string, modifiedAt?: number): Promise<BigIntStats> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const handle = await openNew(temporary);
    let stats: BigIntStats;
    try {
      await handle.writeFile(text);
      if (modifiedAt !== undefined) {
        await handle.utimes(modifiedAt / 1000, modifiedAt / 1000);
      }
      stats = await handle.stat({ bigint: true });
    } finally {
      await handle.close();
    }
    await place(temporary, path);
    return stats;
  } catch (error) {
    // What could not be removed either is no reason to hide why it was to be.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Makes an empty file. Of all processes that try, exactly one is told that it did.
 *
 * @returns `false` when something of this name is there already, whatever it is.
 * @throws what else the file system says.
 */
export async function createOnce(path: string): Promise<boolean> {
  try {
    const handle = await openNew(path);
    await handle.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** Opens a file that must not be there yet, and makes its folder where that is missing. */
async function openNew(path: string) {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'wx', 0o600);
  }
}

async function place(temporary: string, path: string): Promise<void> {
  for (const delay of [...RETRY_DELAYS, undefined]) {
    try {
      await rename(temporary, path);
      return;
    } catch (error) {
      if (delay === undefined || !['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) {
        throw error;
      }
      await sleep(delay);
    }
  }
}
