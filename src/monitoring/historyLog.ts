import { open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import * as v from 'valibot';

import { appendText, codeOf } from '../platform/files.ts';
import type { HistoryChange, WebhookHistory } from '../webhooks/history.ts';

/** A change of one webhook. */
export interface LoggedChange {
  readonly webhookId: string;
  readonly change: HistoryChange;
}

/** Of a line. A later version is left alone, and what an earlier one wrote stays readable. */
const VERSION = 1;
/** One file a month, and further parts of it when there is much; in the order in which they were written. */
const FILE = /^history-(\d{4}-\d{2})(?:\.(\d{1,6}))?\.jsonl$/;
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
  /** Carried over from a file that was removed: it is older than all lines before it. */
  isCarried: v.optional(v.literal(true)),
};
const Delivery = v.picklist(['failing', 'healthy', 'waiting', 'unknown']);
const Selection = v.optional(v.union([v.literal('all'), v.array(v.string())]));

const Line = v.variant('field', [
  v.object({ ...Seen, field: v.literal('health'), from: v.optional(Delivery), to: Delivery }),
  v.object({ ...Seen, field: v.literal('enabled'), from: v.boolean(), to: v.boolean() }),
  v.object({ ...Seen, field: v.literal('url'), from: v.string(), to: v.string() }),
  v.object({ ...Seen, field: v.literal('events'), from: Selection, to: Selection }),
]);

interface Entry extends LoggedChange {
  readonly isCarried: boolean;
}

/** What was read of a file. */
interface ReadFile {
  /** Bytes, up to the end of the last whole line. */
  readonly end: number;
  readonly entries: readonly Entry[];
  /** Lines that can't be read. */
  readonly unreadable: number;
}

const UNREAD: ReadFile = { end: 0, entries: [], unreadable: 0 };

/**
 * The changes to an account's webhooks that VS Code has seen. All windows append to the same files, one line a
 * change, and nobody rewrites what is there: a line that can't be read costs no other line. What several windows, or a
 * window and the one that took over after a crash, wrote down twice is one change to those who read.
 */
export class HistoryLog {
  readonly #folder: string;
  readonly #now: () => number;
  /** By name, the oldest first. */
  #files: ReadonlyMap<string, ReadFile> = new Map();
  #unwritten: readonly LoggedChange[] = [];
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
    return [...this.#files.values()].reduce((sum, { unreadable }) => sum + unreadable, 0);
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
    const before = this.#files;
    const files = new Map<string, ReadFile>();
    for (const { name, size } of await this.#list()) {
      files.set(name, await this.#readOn(name, size));
    }
    this.#files = files;
    const names = new Set([...before.keys(), ...files.keys()]);
    const touched = [...names].flatMap((name) => newEntries(before.get(name), files.get(name)));
    return this.#merge(touched);
  }

  /**
   * Writes changes down. Where the disk doesn't take them they are known to this window all the same, and are written
   * with the next ones.
   *
   * @returns the webhooks whose history is another now, also by what other windows appended.
   * @throws what the file system says.
   */
  async append(changes: readonly LoggedChange[]): Promise<readonly string[]> {
    const waiting = [...this.#unwritten, ...changes].slice(-MOST_UNWRITTEN);
    if (waiting.length === 0) {
      return this.read();
    }
    try {
      await this.#write(waiting.map((change) => textOf(change)));
    } catch (error) {
      this.#unwritten = waiting;
      this.#merge(changes);
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
    const files = await this.#list();
    let rest = files.reduce((sum, { size }) => sum + size, 0);
    const gone: string[] = [];
    for (const { name, month, size } of files.slice(0, -1)) {
      if (this.#now() - endOf(month) < OLDEST_MS && rest <= MOST_BYTES) {
        break;
      }
      gone.push(name);
      rest -= size;
    }
    if (gone.length === 0) {
      return;
    }
    const leaving = new Set(gone.flatMap((name) => this.#files.get(name)?.entries ?? []));
    const carried = [...Map.groupBy(this.#entries(), ({ webhookId }) => webhookId)].flatMap(
      ([id, entries]) => (isPresent(id) ? latestOfFields(entries).filter((entry) => leaving.has(entry)) : []),
    );
    if (carried.length > 0) {
      await this.#write(carried.map((entry) => textOf(entry, true)));
    }
    for (const name of gone) {
      await this.#putAside(name);
      await rm(join(this.#folder, name), { force: true });
    }
  }

  #entries(): readonly Entry[] {
    return [
      ...[...this.#files.values()].flatMap(({ entries }) => entries),
      ...this.#unwritten.map((change) => ({ ...change, isCarried: false })),
    ];
  }

  /** The files in the folder, the oldest first; links that lead nowhere and the like count as empty. */
  async #list(): Promise<readonly { name: string; month: string; part: number; size: number }[]> {
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
      names.map(async (name) => {
        const [, month, part = '1'] = FILE.exec(name) ?? [];
        if (month === undefined) {
          return [];
        }
        const stats = await stat(join(this.#folder, name)).catch(() => undefined);
        const size = stats?.isFile() === true ? stats.size : 0;
        return [{ name, month, part: Number(part), size }];
      }),
    );
    return files
      .flat()
      .toSorted((a, b) => Number(a.month > b.month) - Number(a.month < b.month) || a.part - b.part);
  }

  /** Reads what was added to a file; all of it, when it is another one than before. */
  async #readOn(name: string, size: number): Promise<ReadFile> {
    const known = this.#files.get(name) ?? UNREAD;
    const before = size < known.end ? UNREAD : known;
    if (size === before.end) {
      return before;
    }
    const handle = await open(join(this.#folder, name));
    let bytes: Buffer;
    try {
      const length = size - before.end;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, before.end);
      bytes = buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
    // A line that is being written counts when it is whole.
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    const lines = linesOf(whole.toString('utf8')).map(parsed);
    const entries = lines.filter((entry) => entry !== undefined);
    return {
      end: before.end + whole.length,
      entries: [...before.entries, ...entries],
      unreadable: before.unreadable + lines.length - entries.length,
    };
  }

  /** @returns the webhooks among these whose history is another now. */
  #merge(touched: readonly LoggedChange[]): readonly string[] {
    const ids = new Set(touched.map(({ webhookId }) => webhookId));
    if (ids.size === 0) {
      return [];
    }
    const now = this.#now();
    const entries = Map.groupBy(
      this.#entries().filter(({ webhookId }) => ids.has(webhookId)),
      ({ webhookId }) => webhookId,
    );
    return [...ids].filter((id) => {
      const before = this.of(id);
      const after = mergedHistory(entries.get(id) ?? [], now);
      this.#histories.set(id, after);
      if (after.length === 0) {
        this.#histories.delete(id);
      }
      return !isDeepStrictEqual(before, after);
    });
  }

  /** A line end comes first as well: what a crashed window left half written then costs only itself. */
  async #write(lines: readonly string[]): Promise<void> {
    await appendText(join(this.#folder, await this.#current()), `\n${lines.join('\n')}\n`);
  }

  /**
   * The file to append to. Never an older one than the last: what was written while the clock was ahead must not look
   * as if it came later.
   */
  async #current(): Promise<string> {
    const month = new Date(this.#now()).toISOString().slice(0, 7);
    const last = (await this.#list()).at(-1);
    if (!last || last.month < month) {
      return `history-${month}.jsonl`;
    }
    const isOpen = await stat(join(this.#folder, last.name)).then(
      (stats) => stats.isFile() && stats.size < PART_BYTES,
      () => false,
    );
    return isOpen ? last.name : `history-${last.month}.${last.part + 1}.jsonl`;
  }

  async #putAside(name: string): Promise<void> {
    const text = await readFile(join(this.#folder, name), 'utf8').catch(() => '');
    const lines = linesOf(text).filter((line) => !parsed(line));
    const aside = join(this.#folder, ASIDE);
    const size = await stat(aside).then(
      (stats) => stats.size,
      () => 0,
    );
    if (lines.length > 0 && size < PART_BYTES) {
      await appendText(aside, `\n${lines.join('\n')}\n`);
    }
  }
}

/** What came to a file, or went with it. */
function newEntries(before: ReadFile = UNREAD, after: ReadFile = UNREAD): readonly Entry[] {
  const isSame = before.entries.every((entry, index) => entry === after.entries[index]);
  return isSame ? after.entries.slice(before.entries.length) : [...before.entries, ...after.entries];
}

/** The changes of one webhook, in the order in which they were written, as its history at `now` (Unix ms). */
function mergedHistory(entries: readonly Entry[], now: number): WebhookHistory {
  const merged: HistoryChange[] = [];
  const last = new Map<HistoryChange['field'], number>();
  for (const change of ordered(entries, now)) {
    const place = last.get(change.field);
    const known = place === undefined ? undefined : merged[place];
    if (place !== undefined && known && isRepetition(known, change)) {
      // Who did it knows better than who found it.
      merged[place] = change.by === 'here' ? { ...known, by: 'here' } : known;
    } else {
      last.set(change.field, merged.length);
      merged.push(change);
    }
  }
  const needed = new Set([...last.values()].map((place) => merged[place]));
  const young = merged.filter((change) => now - change.at < OLDEST_MS).slice(-MOST_CHANGES);
  const kept = new Set(young);
  return young.length === merged.length
    ? merged
    : merged.filter((change) => kept.has(change) || needed.has(change));
}

/**
 * By time. A change that was written well before another one did not come after it, whatever its time says: the clock
 * was set back between them.
 */
function ordered(entries: readonly Entry[], now: number): readonly HistoryChange[] {
  const carried = entries.filter(({ isCarried }) => isCarried);
  const written = [...carried, ...entries.filter(({ isCarried }) => !isCarried)];
  let next = now;
  const changes = written.toReversed().map(({ change }) => {
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

function latestOfFields(entries: readonly Entry[]): readonly Entry[] {
  const latest = new Map<string, Entry>();
  for (const entry of [...entries].toSorted((a, b) => Number(b.isCarried) - Number(a.isCarried))) {
    latest.set(entry.change.field, entry);
  }
  return [...latest.values()];
}

function textOf({ webhookId, change }: LoggedChange, isCarried?: true): string {
  return JSON.stringify({ v: VERSION, id: webhookId, ...change, isCarried });
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function parsed(line: string): Entry | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const stored = v.safeParse(Line, json);
  if (!stored.success) {
    return undefined;
  }
  const { id, isCarried } = stored.output;
  return { webhookId: id, change: changeOf(stored.output), isCarried: isCarried === true };
}

/** JSON has no `undefined`: a change that is equal to the one that was written has the same fields. */
function changeOf(line: v.InferOutput<typeof Line>): HistoryChange {
  const { at, by } = line;
  switch (line.field) {
    case 'health':
      return { at, by, field: line.field, from: line.from, to: line.to };
    case 'enabled':
      return { at, by, field: line.field, from: line.from, to: line.to };
    case 'url':
      return { at, by, field: line.field, from: line.from, to: line.to };
    case 'events':
      return { at, by, field: line.field, from: line.from, to: line.to };
  }
}

/** Unix ms at which a month such as `2026-11` is over. */
function endOf(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Date.UTC(year, number, 1);
}
