import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, appendFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
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
 * The text of a file; `undefined` when it is missing, or when it is no file at all but something that could keep a reader
 * waiting.
 *
 * @throws what the file system says.
 */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isFile() ? await readFile(path, 'utf8') : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** Adds text at the end of a file. The file and its folder are made when they are missing. @throws what the file system says. */
export async function appendText(path: string, text: string): Promise<void> {
  await withFolder(path, () => appendFile(path, text, { mode: 0o600 }));
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

/** Opens a file that must not be there yet. */
function openNew(path: string): Promise<FileHandle> {
  return withFolder(path, () => open(path, 'wx', 0o600));
}

/** Makes the folder of a file where it turns out to be missing. */
async function withFolder<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
    await mkdir(dirname(path), { recursive: true });
    return work();
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
