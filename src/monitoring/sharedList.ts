import type { BigIntStats } from 'node:fs';
import { readFile, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import * as v from 'valibot';

import type { Account } from '../accounts/account.ts';
import type { EventSelection, Webhook } from '../api/types.ts';
import { codeOf, replaceFile } from '../platform/files.ts';
import { isWebhook } from '../webhooks/fields.ts';
import type { LastList, SharedList } from '../webhooks/state.ts';

/** Part of the file's name, so that two versions of the extension never overwrite each other's list. */
const VERSION = 1;
const NAME = `list-${VERSION}.json`;
const ASIDE = `list-${VERSION}.unreadable.json`;
/** Bytes; 10,000 webhooks take about 4 MB. */
const LARGEST = 64_000_000;

const StoredList = v.object({
  /** Of the key that the list was read with. */
  fingerprint: v.string(),
  /** Ms from the question to the answer. */
  took: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)),
  /** Ms from the question to the last time that one of the webhooks was read or written by itself; mostly 0. */
  later: v.pipe(v.number(), v.minValue(0), v.finite()),
  /** Each selection of event types stands once: 10,000 webhooks with 22 types each would otherwise take 8 MB. */
  selections: v.array(v.union([v.literal('all'), v.array(v.string())])),
  /** Their `events` are places in the selections. */
  webhooks: v.array(v.record(v.string(), v.unknown())),
  unreadable: v.array(v.object({ id: v.string(), field: v.string() })),
});

/** What the file says besides its time. */
interface Content extends Pick<SharedList, 'webhooks' | 'unreadable'> {
  readonly fingerprint: string;
  readonly took: number;
  readonly later: number;
}

/**
 * The file that holds the last list of an account, for all windows of this machine and for the next session. When the
 * list was asked for is the file's time of modification: a list in which nothing changed is not written again.
 */
export class SharedListFile {
  readonly #folder: string;
  readonly #path: string;
  readonly #fingerprint: string;
  /** What was last read or written, and in which file. */
  #known: { readonly file: string; readonly content: Content | undefined } | undefined;

  /**
   * @param folder the account's; need not exist.
   * @param fingerprint of the present key: a list that was read with another one counts as missing.
   */
  constructor(folder: string, fingerprint: string) {
    this.#folder = folder;
    this.#path = join(folder, NAME);
    this.#fingerprint = fingerprint;
  }

  /**
   * The list on disk; `undefined` when there is none. One that cannot be read is put aside. Costs one `stat` while the
   * file is the same.
   *
   * @throws what the file system says.
   */
  async read(): Promise<SharedList | undefined> {
    let stats: BigIntStats;
    try {
      stats = await stat(this.#path, { bigint: true });
      const file = identityOf(stats);
      if (this.#known?.file !== file) {
        this.#known = { file, content: await this.#readContent(stats) };
      }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') {
        throw error;
      }
      this.#known = undefined;
      return undefined;
    }
    const { content } = this.#known;
    if (content?.fingerprint !== this.#fingerprint) {
      return undefined;
    }
    const askedAt = Math.round(Number(stats.mtimeNs / 1000n) / 1000);
    const { webhooks, unreadable, took, later } = content;
    return { webhooks, unreadable, askedAt, loadedAt: askedAt + took, asOf: askedAt + later };
  }

  /**
   * Puts a list in the place of the one that was last read or written here; where both say the same, only its time is
   * renewed.
   *
   * @throws what the file system says.
   */
  async write({ webhooks, unreadable, askedAt, loadedAt, asOf }: SharedList): Promise<void> {
    const content: Content = {
      fingerprint: this.#fingerprint,
      took: Math.min(Math.max(loadedAt - askedAt, 0), 600_000),
      later: Math.max(asOf - askedAt, 0),
      webhooks,
      unreadable,
    };
    if (this.#known?.content && isSame(this.#known.content, content)) {
      try {
        await utimes(this.#path, askedAt / 1000, askedAt / 1000);
        return;
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') {
          throw error;
        }
      }
    }
    const stats = await replaceFile(this.#path, textOf(content), askedAt);
    this.#known = { file: identityOf(stats), content };
  }

  async #readContent(stats: BigIntStats): Promise<Content | undefined> {
    const isReadable = stats.isFile() && stats.size <= LARGEST;
    const content = isReadable ? parsed(await readFile(this.#path, 'utf8')) : undefined;
    if (!content) {
      await rename(this.#path, join(this.#folder, ASIDE));
    }
    return content;
  }
}

/**
 * The list that another window, or the last session, last wrote for an account; `undefined` when there is none under its
 * present key, or when it cannot be read. Never rejects. A list that is ahead of the clock, which was set back meanwhile,
 * counts as of now.
 *
 * @param root the folder of all accounts.
 * @param fingerprint `Accounts.fingerprint` of the account's key.
 */
export async function readSharedList(
  root: string,
  account: Pick<Account, 'id' | 'source'>,
  fingerprint: string,
): Promise<LastList | undefined> {
  try {
    const list = await new SharedListFile(join(root, folderName(account, fingerprint)), fingerprint).read();
    const now = Date.now();
    return list && { ...list, askedAt: Math.min(list.askedAt, now), loadedAt: Math.min(list.loadedAt, now) };
  } catch {
    return undefined;
  }
}

/** The name of an account's folder below that of all accounts. Two keys of the environment never share one. */
export function folderName({ id, source }: Pick<Account, 'id' | 'source'>, fingerprint: string): string {
  const name = source === 'environment' ? `${id}-${fingerprint}` : id;
  return name.replaceAll(/[^\w-]/g, '_');
}

/** Tells a file from the one before it under the same name. Numbers of files are used again, so their birth counts too. */
function identityOf({ ino, size, birthtimeNs }: BigIntStats): string {
  return `${ino}/${size}/${birthtimeNs}`;
}

/** How long the answer took is no difference. */
function isSame(known: Content, content: Content): boolean {
  if (
    known.fingerprint !== content.fingerprint ||
    known.later !== content.later ||
    known.webhooks.size !== content.webhooks.size ||
    !isDeepStrictEqual(known.unreadable, content.unreadable)
  ) {
    return false;
  }
  for (const [id, webhook] of content.webhooks) {
    const other = known.webhooks.get(id);
    // A store keeps the objects of webhooks that did not change.
    if (other !== webhook && !isDeepStrictEqual(other, webhook)) {
      return false;
    }
  }
  return true;
}

function textOf({ webhooks, ...rest }: Content): string {
  const selections = new Map<string, { readonly place: number; readonly events: EventSelection }>();
  const placeOf = (events: EventSelection): number => {
    const key = JSON.stringify(events);
    const known = selections.get(key) ?? { place: selections.size, events };
    selections.set(key, known);
    return known.place;
  };
  const stored = Array.from(webhooks.values(), (webhook) => ({
    ...webhook,
    events: webhook.events && placeOf(webhook.events),
  }));
  const all = Array.from(selections.values(), ({ events }) => events);
  return JSON.stringify({ ...rest, selections: all, webhooks: stored });
}

/** `undefined` when the text is cut off or something else, also where webhooks had other fields. */
function parsed(text: string): Content | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const stored = v.safeParse(StoredList, json);
  if (!stored.success) {
    return undefined;
  }
  const { selections, webhooks, ...rest } = stored.output;
  const known = new Map<string, Webhook>();
  for (const row of webhooks) {
    const events = typeof row['events'] === 'number' ? selections[row['events']] : undefined;
    const webhook: Readonly<Record<string, unknown>> = { ...row, events };
    if (!isWebhook(webhook)) {
      return undefined;
    }
    known.set(webhook.id, webhook);
  }
  return { ...rest, webhooks: known };
}
