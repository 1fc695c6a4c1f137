import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import * as v from 'valibot';

import { appendText, codeOf, replaceFile } from '../platform/files.ts';
import type { HistoryChange, WebhookHistory } from '../webhooks/history.ts';

/** A change of one webhook. */
export interface LoggedChange {
  readonly webhookId: string;
  readonly change: HistoryChange;
}

/** Of a line. A later version is left alone, and what an earlier one wrote stays readable. */
const VERSION = 1;
/** One file a month, and further parts of it when there is much; by name they are in the order of writing. */
const FILE = /^history-(\d{4}-\d{2})-(\d{3,6})\.jsonl$/;
/** What was carried over from files that were removed; its name comes before all others. */
const CARRIED = 'history-0000-00-001.jsonl';
/** Lines of removed files that this version can't read. */
const ASIDE = 'history-unreadable.jsonl';

const OLDEST_MS = 90 * 86_400_000;
/** Changes shown of one webhook. */
const MOST_CHANGES = 50;
/** Bytes of one file, and of all together. */
const PART_BYTES = 1_000_000;
const MOST_BYTES = 4_000_000;
/** Changes that wait for a disk on which nothing can be written. */
const MOST_UNWRITTEN = 10_000;
/** Windows may write down what they saw in another order than they saw it, by so many ms. */
const DISORDER_MS = 120_000;

const Seen = {
  v: v.literal(VERSION),
  id: v.string(),
  at: v.pipe(v.number(), v.finite()),
  by: v.picklist(['here', 'elsewhere']),
};
const Delivery = v.picklist(['failing', 'healthy', 'waiting', 'unknown']);
const Selection = v.union([v.literal('all'), v.array(v.string())]);

const Line = v.variant('field', [
  v.object({ ...Seen, field: v.literal('health'), from: v.optional(Delivery), to: Delivery }),
  v.object({ ...Seen, field: v.literal('enabled'), from: v.boolean(), to: v.boolean() }),
  v.object({ ...Seen, field: v.literal('url'), from: v.string(), to: v.string() }),
  v.object({ ...Seen, field: v.literal('events'), from: Selection, to: Selection }),
]);

/** A file in the folder; links that lead nowhere and the like have no bytes. */
interface LogFile {
  readonly name: string;
  readonly month: string;
  readonly part: number;
  /** Bytes. */
  readonly size: number;
  readonly isFile: boolean;
}

/** A line, and the name of the file it is in. */
interface Entry {
  readonly change: HistoryChange;
  readonly file: string;
}

/**
 * The changes to an account's webhooks that VS Code has seen. All windows append to the same files, one line a
 * change, and nobody rewrites what is there: a line that can't be read costs no other line. What several windows, or a
 * window and the one that took over after a crash, wrote down twice is one change to those who read.
 */
export class HistoryLog {
  readonly #folder: string;
  readonly #now: () => number;
  /** For each file the bytes that were read, up to the end of its last whole line. */
  readonly #read = new Map<string, number>();
  /** For each webhook what was read, in the order of writing. */
  readonly #entries = new Map<string, Entry[]>();
  readonly #unreadable: { readonly line: string; readonly file: string }[] = [];
  #unwritten: readonly LoggedChange[] = [];
  /** Webhooks of which there is something that isn't in their histories yet. */
  readonly #touched = new Set<string>();
  readonly #histories = new Map<string, WebhookHistory>();

  /**
   * @param folder the account's; need not exist.
   * @param now Unix ms.
   */
  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#now = now;
  }

  /** By webhook, the oldest change first. */
  get histories(): ReadonlyMap<string, WebhookHistory> {
    return this.#histories;
  }

  /** How many lines can't be read; they stay where they are. */
  get unreadable(): number {
    return this.#unreadable.length;
  }

  of(webhookId: string): WebhookHistory {
    return this.#histories.get(webhookId) ?? [];
  }

  /**
   * Takes over what was appended since, by whichever window.
   *
   * @returns the webhooks whose history is another now.
   * @throws what the file system says; what was known stays.
   */
  async read(): Promise<readonly string[]> {
    const files = await this.#list();
    const sizes = new Map(files.map(({ name, size }) => [name, size]));
    if ([...this.#read].some(([name, end]) => (sizes.get(name) ?? -1) < end)) {
      // Another window has removed old files, or somebody has meddled with them.
      [...this.#entries.keys()].forEach((id) => this.#touched.add(id));
      [this.#read, this.#entries].forEach((known) => known.clear());
      this.#unreadable.length = 0;
    }
    for (const file of files) {
      await this.#readOn(file);
    }
    return this.#merge();
  }

  /**
   * Writes changes down. Where the disk doesn't take them they are known to this window all the same, and are written
   * with the next ones.
   *
   * @returns the webhooks whose history is another now, also by what other windows appended.
   * @throws what the file system says.
   */
  async append(changes: readonly LoggedChange[]): Promise<readonly string[]> {
    this.#unwritten = [...this.#unwritten, ...changes].slice(-MOST_UNWRITTEN);
    changes.forEach(({ webhookId }) => this.#touched.add(webhookId));
    try {
      // A line end comes first as well: what a crashed window left half written then costs only itself.
      const file = nameOfNext(await this.#list(), this.#now());
      await appendText(join(this.#folder, file), `\n${textOf(this.#unwritten)}`);
    } catch (error) {
      this.#merge();
      throw error;
    }
    this.#unwritten = [];
    return this.read();
  }

  /**
   * Removes files in which everything is too old, and the oldest ones when all together are too much. The last change of
   * each field of a webhook is carried over, since it tells for how long things have been as they are, and so is what
   * this version can't read. {@link read} comes before.
   *
   * @param isPresent whether a webhook still exists.
   * @throws what the file system says.
   */
  async tidy(isPresent: (webhookId: string) => boolean): Promise<void> {
    const gone = tooOld(await this.#list(), this.#now());
    if (gone.size === 0) {
      return;
    }
    gone.add(CARRIED);
    const carried = [...this.#entries].flatMap(([webhookId, entries]) => {
      const latest = new Map(entries.map((entry) => [entry.change.field, entry]));
      const leaving = [...latest.values()].filter(({ file }) => gone.has(file));
      return isPresent(webhookId) ? leaving.map(({ change }) => ({ webhookId, change })) : [];
    });
    const odd = this.#unreadable.filter(({ file }) => gone.has(file));
    if (odd.length > 0) {
      await appendText(join(this.#folder, ASIDE), odd.map(({ line }) => `${line}\n`).join(''));
    }
    if (carried.length > 0) {
      await replaceFile(join(this.#folder, CARRIED), textOf(carried));
      gone.delete(CARRIED);
    }
    for (const name of gone) {
      await rm(join(this.#folder, name), { force: true, recursive: true });
    }
  }

  /** The oldest first. */
  async #list(): Promise<readonly LogFile[]> {
    let names: readonly string[];
    try {
      names = await readdir(this.#folder);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return [];
      }
      throw error;
    }
    const files = await Promise.all(
      names.toSorted().map(async (name): Promise<LogFile[]> => {
        const [, month, part] = FILE.exec(name) ?? [];
        if (month === undefined) {
          return [];
        }
        const stats = await stat(join(this.#folder, name)).catch(() => undefined);
        const isFile = stats?.isFile() === true;
        return [{ name, month, part: Number(part), size: isFile ? stats.size : 0, isFile }];
      }),
    );
    return files.flat();
  }

  async #readOn({ name, size }: LogFile): Promise<void> {
    const start = this.#read.get(name) ?? 0;
    if (size === start) {
      return;
    }
    const handle = await open(join(this.#folder, name));
    let bytes: Buffer;
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
      bytes = buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
    // A line that is being written counts when it is whole.
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    this.#read.set(name, start + whole.length);
    for (const line of whole.toString('utf8').split('\n')) {
      const logged = parsed(line);
      if (logged) {
        const { webhookId, change } = logged;
        const entries = this.#entries.get(webhookId) ?? [];
        entries.push({ change, file: name });
        this.#entries.set(webhookId, entries);
        this.#touched.add(webhookId);
      } else if (line.trim() !== '') {
        this.#unreadable.push({ line, file: name });
      }
    }
  }

  /** @returns the webhooks whose history is another now. */
  #merge(): readonly string[] {
    const now = this.#now();
    const unwritten = Map.groupBy(this.#unwritten, ({ webhookId }) => webhookId);
    const others = [...this.#touched].filter((id) => {
      const before = this.of(id);
      const known = [...(this.#entries.get(id) ?? []), ...(unwritten.get(id) ?? [])];
      const after = mergedHistory(
        known.map(({ change }) => change),
        now,
      );
      this.#histories.set(id, after);
      if (after.length === 0) {
        this.#histories.delete(id);
      }
      return !isDeepStrictEqual(before, after);
    });
    this.#touched.clear();
    return others;
  }
}

/**
 * The file to append to. Never an older one than the last: what was written while the clock was ahead must not look as
 * if it came later.
 */
function nameOfNext(files: readonly LogFile[], now: number): string {
  const month = new Date(now).toISOString().slice(0, 7);
  const last = files.at(-1);
  if (!last || last.month < month) {
    return `history-${month}-001.jsonl`;
  }
  return last.isFile && last.size < PART_BYTES
    ? last.name
    : `history-${last.month}-${String(last.part + 1).padStart(3, '0')}.jsonl`;
}

/** The names of the files that can go; what was carried over before counts as none. */
function tooOld(files: readonly LogFile[], now: number): Set<string> {
  const gone = new Set<string>();
  let rest = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, month, size } of files.slice(0, -1).filter((file) => file.name !== CARRIED)) {
    if (now - endOf(month) < OLDEST_MS && rest <= MOST_BYTES) {
      break;
    }
    gone.add(name);
    rest -= size;
  }
  return gone;
}

/** Unix ms at which a month such as `2026-11` is over. */
function endOf(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Date.UTC(year, number, 1);
}

/** The changes of one webhook, in the order in which they were written, as its history at `now` (Unix ms). */
function mergedHistory(written: readonly HistoryChange[], now: number): WebhookHistory {
  const merged: HistoryChange[] = [];
  const last = new Map<HistoryChange['field'], number>();
  for (const change of ordered(written, now)) {
    const place = last.get(change.field) ?? -1;
    const known = merged[place];
    if (!known || !isRepetition(known, change)) {
      last.set(change.field, merged.push(change) - 1);
    } else if (change.by === 'here') {
      // Who did it knows better than who found it.
      merged[place] = { ...known, by: 'here' };
    }
  }
  const latest = new Set(last.values());
  const first = merged.length - MOST_CHANGES;
  return merged.filter(({ at }, place) => latest.has(place) || (place >= first && now - at < OLDEST_MS));
}

/**
 * By time. A change that was written well before another one did not come after it, whatever its time says: the clock
 * was set back between them.
 */
function ordered(written: readonly HistoryChange[], now: number): readonly HistoryChange[] {
  let next = now;
  const changes = written.toReversed().map((change) => {
    const at = change.at > next + DISORDER_MS ? next : Math.min(change.at, now);
    next = Math.min(next, at);
    return at === change.at ? change : { ...change, at };
  });
  return changes.toReversed().toSorted((a, b) => a.at - b.at);
}

function isRepetition(known: HistoryChange, change: HistoryChange): boolean {
  return (
    isDeepStrictEqual(known.to, change.to) &&
    // Who saw a webhook for the first time does not know how it was before.
    (known.field === 'health' || isDeepStrictEqual(known.from, change.from))
  );
}

/** One line each. */
function textOf(changes: readonly LoggedChange[]): string {
  return changes
    .map(({ webhookId, change }) => `${JSON.stringify({ v: VERSION, id: webhookId, ...change })}\n`)
    .join('');
}

function parsed(line: string): LoggedChange | undefined {
  try {
    const { v: _, id, ...change } = v.parse(Line, JSON.parse(line));
    return { webhookId: id, change };
  } catch {
    return undefined;
  }
}
