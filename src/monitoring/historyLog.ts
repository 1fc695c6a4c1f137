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
/** Lines of removed files that this version cannot read. */
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
  /** The file it stands in; `undefined` while it could not be written. */
  readonly file: string | undefined;
  readonly isCarried: boolean;
}

/**
 * What this machine saw change about the webhooks of an account. All windows append to the same files, one line a
 * change, and nobody rewrites what is there: a line that cannot be read costs no other line. What several windows, or a
 * window and the one that took over after a crash, wrote down twice is one change to those who read.
 */
export class HistoryLog {
  readonly #folder: string;
  readonly #now: () => number;
  /** How far each file was read, in bytes. */
  readonly #offsets = new Map<string, number>();
  readonly #entries = new Map<string, Entry[]>();
  readonly #histories = new Map<string, WebhookHistory>();
  #unwritten: readonly LoggedChange[] = [];
  #unreadable = 0;

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

  /** Lines that were met and could not be read; they stay where they are. */
  get unreadable(): number {
    return this.#unreadable;
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
    const files = await this.#files();
    const sizes = new Map(files.map(({ name, size }) => [name, size]));
    const isOther = [...this.#offsets].some(([name, offset]) => (sizes.get(name) ?? -1) < offset);
    const touched = new Set<string>();
    if (isOther) {
      // A file was removed, or is another one.
      this.#offsets.clear();
      [...this.#entries.keys()].forEach((id) => touched.add(id));
      this.#entries.clear();
      this.#unreadable = 0;
      this.#unwritten.forEach((change) => this.#keep({ ...change, file: undefined, isCarried: false }));
    }
    for (const { name, size } of files) {
      for (const id of await this.#readOn(name, size)) {
        touched.add(id);
      }
    }
    return this.#merge(touched);
  }

  /**
   * Writes changes down. Where the disk does not take them they are known to this window all the same, and are written
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
      changes.forEach((change) => this.#keep({ ...change, file: undefined, isCarried: false }));
      this.#merge(new Set(changes.map(({ webhookId }) => webhookId)));
      throw error;
    }
    const written = new Set(this.#unwritten.map(({ webhookId }) => webhookId));
    this.#unwritten = [];
    for (const id of written) {
      this.#entries.set(id, this.#entries.get(id)?.filter(({ file }) => file !== undefined) ?? []);
    }
    return [...new Set([...(await this.read()), ...this.#merge(written)])];
  }

  /**
   * Removes files in which everything is too old, and the oldest ones when all together are too much. The last change of
   * each field of a webhook is carried over, since it tells for how long things have been as they are, and so is what
   * this version cannot read. {@link read} comes before.
   *
   * @param isPresent whether a webhook still exists.
   * @throws what the file system says.
   */
  async tidy(isPresent: (webhookId: string) => boolean): Promise<void> {
    const files = await this.#files();
    let rest = files.reduce((sum, { size }) => sum + size, 0);
    const gone = new Set<string>();
    for (const { name, month, size } of files.slice(0, -1)) {
      if (this.#now() - endOf(month) < OLDEST_MS && rest <= MOST_BYTES) {
        break;
      }
      gone.add(name);
      rest -= size;
    }
    if (gone.size === 0) {
      return;
    }
    const carried = [...this.#entries].flatMap(([id, entries]) =>
      isPresent(id) ? latestOfFields(entries).filter(({ file }) => file !== undefined && gone.has(file)) : [],
    );
    if (carried.length > 0) {
      await this.#write(carried.map((entry) => textOf(entry, true)));
    }
    for (const name of gone) {
      await this.#putAside(name);
      await rm(join(this.#folder, name), { force: true });
    }
  }

  /** What is in the folder, the oldest first; links that lead nowhere and the like count as full. */
  async #files(): Promise<readonly { name: string; month: string; part: number; size: number }[]> {
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
    return files.flat().toSorted((a, b) => a.month.localeCompare(b.month) || a.part - b.part);
  }

  /** @returns the webhooks that are named in what was read. */
  async #readOn(name: string, size: number): Promise<ReadonlySet<string>> {
    const offset = this.#offsets.get(name) ?? 0;
    const ids = new Set<string>();
    if (size <= offset) {
      return ids;
    }
    const handle = await open(join(this.#folder, name));
    let bytes: Buffer;
    try {
      const read = await handle.read(Buffer.alloc(size - offset), 0, size - offset, offset);
      bytes = read.buffer.subarray(0, read.bytesRead);
    } finally {
      await handle.close();
    }
    // A line that is being written counts when it is whole.
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    this.#offsets.set(name, offset + whole.length);
    for (const line of linesOf(whole.toString('utf8'))) {
      const entry = parsed(line, name);
      if (entry) {
        this.#keep(entry);
        ids.add(entry.webhookId);
      } else {
        this.#unreadable += 1;
      }
    }
    return ids;
  }

  #keep(entry: Entry): void {
    const known = this.#entries.get(entry.webhookId);
    if (known) {
      known.push(entry);
    } else {
      this.#entries.set(entry.webhookId, [entry]);
    }
  }

  #merge(ids: ReadonlySet<string>): readonly string[] {
    const now = this.#now();
    return [...ids].filter((id) => {
      const before = this.#histories.get(id) ?? [];
      const after = mergedHistory(this.#entries.get(id) ?? [], now);
      if (after.length > 0) {
        this.#histories.set(id, after);
      } else {
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
    const last = (await this.#files()).at(-1);
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
    const lines = linesOf(text).filter((line) => !parsed(line, name));
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

function parsed(line: string, file: string): Entry | undefined {
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
  return { webhookId: id, change: changeOf(stored.output), file, isCarried: isCarried === true };
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
