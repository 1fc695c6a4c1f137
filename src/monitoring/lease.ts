import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import * as v from 'valibot';

import { codeOf } from './faults.ts';

/*
 * A lease is a file with a number, `polling-7.json`, made with the flag that lets only one process succeed. Who comes
 * next makes number 8, once 7 was released (`polling-7.free`) or has run out. The highest number is never removed, so
 * that nobody can take a lease over by mistake that was acquired a moment ago: whoever was slow finds its number taken,
 * or finds a higher one afterwards and steps back. Renaming one fixed file away cannot give that.
 *
 * No lock library: they keep a lock alive by timers and hook the exit of the process, and the extension host is shared
 * with other extensions. Here nothing has to run when a window crashes.
 */

/** A lease that this process holds, until it runs out. */
export interface Lease {
  /** Whether it has neither run out nor been taken over. Looks at the disk; `false` also when that fails. */
  isHeld(): Promise<boolean>;
  /** Extends it to `ms` from now. @returns whether it is still held; `false` also when the disk failed. */
  renew(ms: number): Promise<boolean>;
  /** Lets others have it at once. Never rejects; what cannot be released runs out. */
  release(): Promise<void>;
}

/** What came of asking for a lease. */
export type Acquired =
  | { readonly kind: 'held'; readonly lease: Lease }
  /** Somebody else has it; Unix ms at which it runs out unless it is renewed or released. */
  | { readonly kind: 'busy'; readonly until: number }
  /** The disk failed: nobody can have it. */
  | { readonly kind: 'broken'; readonly error: unknown };

/** How long to wait for a lease that somebody else holds. */
export interface Waiting {
  /** Ms. */
  readonly patience: number;
  /** Ends the wait early; the answer is then `busy`. */
  readonly signal?: AbortSignal | undefined;
}

const Content = v.object({
  /** Unix ms. */
  until: v.number(),
  /** How long the lease was to last when it was written, in ms. */
  ms: v.number(),
});

/** How long a file without readable content counts as one that is just being written, in ms. */
const UNREADABLE_MS = 10_000;
/** Ms between two tries, with as much chance on top. */
const TRY_AGAIN_MS = 15;

/** One of the numbered files. */
interface Numbered {
  readonly file: string;
  readonly number: number;
  /** Whether it was released. */
  readonly isFree: boolean;
}

/** The right to do something alone among all windows on this machine, for a while. */
export class LeaseFile {
  readonly #folder: string;
  readonly #name: string;
  readonly #now: () => number;

  /**
   * @param folder made when it is missing.
   * @param name of the right, of letters only; several can live in one folder.
   */
  constructor(folder: string, name: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#name = name;
    this.#now = now;
  }

  /** Asks once. `ms` is how long the lease lasts without {@link Lease.renew}. Never rejects. */
  async tryAcquire(ms: number): Promise<Acquired> {
    try {
      const latest = latestOf(await this.#numbers());
      if (!latest) {
        // What is kept is nobody else's business.
        await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      }
      const until = latest && !latest.isFree ? await this.#runsOutAt(latest.number) : 0;
      return until > this.#now() ? { kind: 'busy', until } : await this.#make((latest?.number ?? 0) + 1, ms);
    } catch (error) {
      return { kind: 'broken', error };
    }
  }

  /** Asks again and again while somebody else has it. Never rejects. */
  async acquire(ms: number, { patience, signal }: Waiting): Promise<Acquired> {
    const begin = performance.now();
    for (;;) {
      const acquired = await this.tryAcquire(ms);
      if (acquired.kind !== 'busy' || signal?.aborted || performance.now() - begin >= patience) {
        return acquired;
      }
      await sleep(TRY_AGAIN_MS * (1 + Math.random()), undefined, signal && { signal }).catch(() => undefined);
    }
  }

  /** Unix ms; in the past when the lease is over. */
  async #runsOutAt(number: number): Promise<number> {
    const now = this.#now();
    const path = this.#path(number);
    const content = await readContent(path);
    if (content) {
      // Further ahead than it was ever meant to be: the clock was set back.
      return content.until - now > 2 * content.ms ? 0 : content.until;
    }
    try {
      const { mtimeMs } = await stat(path);
      return Math.abs(now - mtimeMs) < UNREADABLE_MS ? mtimeMs + UNREADABLE_MS : 0;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        // Released or succeeded just now: the next look tells.
        return now + TRY_AGAIN_MS;
      }
      throw error;
    }
  }

  async #make(number: number, ms: number): Promise<Acquired> {
    const path = this.#path(number);
    const until = this.#now() + ms;
    const lost = { kind: 'busy', until: this.#now() + TRY_AGAIN_MS } as const;
    try {
      await create(path, JSON.stringify({ until, ms }));
    } catch (error) {
      if (codeOf(error) === 'EEXIST') {
        return lost;
      }
      throw error;
    }
    const names = await this.#numbers();
    if (!isLatest(number, names)) {
      await rm(path, { force: true });
      return lost;
    }
    const old = names.filter((one) => one.number < number);
    // One that cannot be removed is in nobody's way.
    await Promise.allSettled(old.map((one) => rm(join(this.#folder, one.file))));
    return { kind: 'held', lease: this.#lease(number, until) };
  }

  #lease(number: number, begun: number): Lease {
    const path = this.#path(number);
    let until = begun;
    const isHeld = async (): Promise<boolean> =>
      this.#now() < until && isLatest(number, await this.#numbers().catch(() => []));
    return {
      isHeld,
      renew: async (ms) => {
        const next = this.#now() + ms;
        if (!(await isHeld()) || !(await overwrite(path, JSON.stringify({ until: next, ms })))) {
          return false;
        }
        until = next;
        return isHeld();
      },
      release: async () => {
        until = 0;
        await rename(path, path.replace(/json$/, 'free')).catch(() => undefined);
      },
    };
  }

  /** Every numbered file; none when the folder is missing. */
  async #numbers(): Promise<readonly Numbered[]> {
    const pattern = new RegExp(`^${this.#name}-(\\d+)\\.(json|free)$`);
    return (await this.#files()).flatMap((file) => {
      const [, number, ending] = pattern.exec(file) ?? [];
      return number === undefined ? [] : [{ file, number: Number(number), isFree: ending === 'free' }];
    });
  }

  async #files(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return [];
      }
      throw error;
    }
  }

  #path(number: number): string {
    return join(this.#folder, `${this.#name}-${number}.json`);
  }
}

function latestOf(files: readonly Numbered[]): Numbered | undefined {
  return files.toSorted((a, b) => a.number - b.number).at(-1);
}

function isLatest(number: number, files: readonly Numbered[]): boolean {
  const latest = latestOf(files);
  return latest?.number === number && !latest.isFree;
}

/** `undefined` when the file is missing, cannot be read or holds something else. */
async function readContent(path: string): Promise<v.InferOutput<typeof Content> | undefined> {
  try {
    const content = v.safeParse(Content, JSON.parse(await readFile(path, 'utf8')));
    return content.success ? content.output : undefined;
  } catch {
    return undefined;
  }
}

/** Rejects with EEXIST when somebody else was first. A file that cannot be filled does not stay. */
async function create(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Whether the file was there and could be written. */
async function overwrite(path: string, text: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r+');
    try {
      await handle.truncate();
      await handle.writeFile(text);
      return true;
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}
