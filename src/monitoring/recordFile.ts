import { randomUUID } from 'node:crypto';
import { type BigIntStats } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { codeOf } from './faults.ts';
import type { RecordData } from './publication.ts';
import { parseRecord, recordText } from './recordText.ts';

/** What looking at the file told. */
export type Looked =
  /** Nobody has written it since this object last read or wrote it. */
  | { readonly kind: 'same' }
  | { readonly kind: 'read'; readonly data: RecordData }
  | { readonly kind: 'absent' }
  | { readonly kind: 'malformed' };

const NAME = 'record.json';
const UNFINISHED = /^record-.*\.tmp$/;
/** Ms before each further try to put a file into the place of one that Windows still sees in use. */
const RETRY_DELAYS = [20, 60, 180];

/** The file that holds an account's record. Its methods reject with what the file system says. */
export class RecordFile {
  readonly #folder: string;
  readonly #path: string;
  readonly #fingerprint: string;
  #seen: Pick<BigIntStats, 'mtimeNs' | 'size' | 'ino'> | undefined;

  /** `fingerprint`: of the present key; of a record that was read with another one only the history counts. */
  constructor(folder: string, fingerprint: string) {
    this.#folder = folder;
    this.#path = join(folder, NAME);
    this.#fingerprint = fingerprint;
  }

  /** Costs one `stat` when the file is the same. */
  async look(): Promise<Looked> {
    try {
      return this.#isSeen(await stat(this.#path, { bigint: true })) ? { kind: 'same' } : await this.#read();
    } catch (error) {
      if (isMissing(error)) {
        return { kind: 'absent' };
      }
      throw error;
    }
  }

  /**
   * Removes what a writer left that crashed, or that lost its lease while it was slow. Whoever has just acquired the
   * right to write calls this first: a slow writer then finds nothing to put in place, so it cannot undo what follows.
   */
  async removeUnfinished(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => UNFINISHED.test(name));
    await Promise.all(names.map((name) => rm(join(this.#folder, name), { force: true })));
  }

  /**
   * Writes the whole record in one step: readers see the old one or the new one.
   *
   * @param isHeld asked between writing and putting in place whether the right to write still stands.
   * @returns whether it was put in place.
   */
  async write(data: RecordData, isHeld: () => Promise<boolean>): Promise<boolean> {
    const temporary = join(this.#folder, `record-${randomUUID()}.tmp`);
    try {
      const written = await this.#writeTo(temporary, recordText(data, this.#fingerprint));
      const isPlaced = await this.#place(temporary, isHeld);
      if (isPlaced) {
        this.#seen = written;
      }
      return isPlaced;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async #read(): Promise<Looked> {
    const handle = await open(this.#path);
    try {
      const stats = await handle.stat({ bigint: true });
      const data = parseRecord(await handle.readFile('utf8'), this.#fingerprint);
      this.#seen = stats;
      return data ? { kind: 'read', data } : { kind: 'malformed' };
    } finally {
      await handle.close();
    }
  }

  async #writeTo(path: string, text: string): Promise<BigIntStats> {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await this.#setTime(handle);
      await handle.sync();
      return await handle.stat({ bigint: true });
    } finally {
      await handle.close();
    }
  }

  /**
   * Each record is younger than the one before, so that its time tells them apart also when they follow within a tick of
   * the file system's clock. 2 ms, since both the division and the system round down.
   */
  async #setTime(handle: FileHandle): Promise<void> {
    const after = this.#seen ? Number(this.#seen.mtimeNs / 1_000_000n) + 2 : 0;
    const seconds = Math.max(Date.now(), after) / 1000;
    await handle.utimes(seconds, seconds);
  }

  async #place(temporary: string, isHeld: () => Promise<boolean>): Promise<boolean> {
    for (const delay of [...RETRY_DELAYS, undefined]) {
      if (!(await isHeld())) {
        return false;
      }
      try {
        await rename(temporary, this.#path);
        return true;
      } catch (error) {
        if (isMissing(error)) {
          // Removed by whoever holds the right now.
          return false;
        }
        if (delay === undefined || !isInUse(error)) {
          throw error;
        }
        await sleep(delay);
      }
    }
    return false;
  }

  #isSeen({ mtimeNs, size, ino }: BigIntStats): boolean {
    const seen = this.#seen;
    return seen !== undefined && seen.mtimeNs === mtimeNs && seen.size === size && seen.ino === ino;
  }
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

function isInUse(error: unknown): boolean {
  return ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '');
}
