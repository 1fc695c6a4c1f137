import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** Makes work stop for good between two steps, as a crash does: nothing after it runs, not even a `finally`. */
export interface Stopping {
  /**
   * Does `work` up to its call number `at` to the file system, which does not happen any more.
   *
   * @returns whether it came that far; otherwise the work is done.
   */
  stopAt(at: number, work: () => Promise<unknown>): Promise<boolean>;
}

const CALLS = [
  'appendFile',
  'mkdir',
  'open',
  'readFile',
  'readdir',
  'rename',
  'rm',
  'stat',
  'utimes',
] as const;
const CALLS_OF_OPEN_FILES = ['read', 'writeFile', 'utimes', 'stat'] as const;

/** Counts the calls to the file system in this process, for as long as it lives. */
export async function installStopping(): Promise<Stopping> {
  let left = Infinity;
  let stop = (): void => undefined;
  const isStopped = (): boolean => {
    left -= 1;
    if (left === 0) {
      stop();
    }
    return left === 0;
  };
  const handle = await fs.open(import.meta.filename);
  await handle.close();
  count(fs, CALLS, isStopped);
  count(Object.getPrototypeOf(handle), CALLS_OF_OPEN_FILES, isStopped);
  syncBuiltinESMExports();
  return {
    stopAt: async (at, work) => {
      const stopped = new Promise<boolean>((resolve) => {
        stop = () => resolve(true);
      });
      left = at;
      const isCut = await Promise.race([stopped, work().then(() => false)]);
      left = Infinity;
      return isCut;
    },
  };
}

/** Node complains of open files that nobody holds any more. */
const kept: unknown[] = [];

function count(owner: object, names: readonly string[], isStopped: () => boolean): void {
  for (const name of names) {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') {
      throw new TypeError(`There is no ${name}.`);
    }
    const counted = function (this: unknown, ...parameters: readonly unknown[]): unknown {
      const answer: unknown = isStopped()
        ? new Promise(() => undefined)
        : Reflect.apply(original, this, parameters);
      kept.push(answer);
      return answer;
    };
    Reflect.set(owner, name, counted);
  }
}
