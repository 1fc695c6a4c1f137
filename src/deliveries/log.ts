import { constants, type Dirent } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';

import { Emitter } from '../platform/emitter.ts';
import type { Log } from '../platform/vscode/log.ts';
import type { Body, Delivery } from './delivery.ts';
import { formsOf, redactDelivery } from './redaction.ts';

/** The most deliveries that are kept. */
export const MOST_DELIVERIES = 200;
/** The most bytes that all bodies may have together. */
export const MOST_BYTES = 20 * 1024 * 1024;
/** ms. What another window is just writing is younger. */
const ORPHAN_MS = 60_000;
const DAY_MS = 86_400_000;

export interface LogOptions {
  /** Where deliveries are kept; `undefined` keeps them in memory only. */
  readonly folder: string | undefined;
  /** Days that a delivery is kept; 0 = in this window only, nothing is written. Asked for at each use. */
  readonly keepDays: () => number;
  readonly log: Pick<Log, 'warn'>;
  readonly now?: () => number;
}

/**
 * The deliveries of a workspace, the newest first. On disk each is one small file with what the view shows, and one file of raw
 * bytes for each body, read only when somebody looks at it. A delivery is a file of its own and never changed, so that
 * several windows write side by side and lose nothing; each sees what the others wrote after {@link refresh}.
 */
export class DeliveryLog {
  readonly #options: LogOptions;
  readonly #changed = new Emitter<void>();
  readonly #deliveries = new Map<string, Delivery>();
  /** Those that are nowhere but here: the disk was full, or nothing is to be written. */
  readonly #onlyHere = new Set<string>();
  #writing: Promise<void> = Promise.resolve();

  /** Deliveries came or went. */
  readonly onDidChange = this.#changed.event;

  constructor(options: LogOptions) {
    this.#options = options;
  }

  /** The newest first. */
  get deliveries(): readonly Delivery[] {
    return [...this.#deliveries.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1));
  }

  get(id: string): Delivery | undefined {
    return this.#deliveries.get(id);
  }

  /**
   * Keeps a delivery without the credentials that belong to it. A write that fails costs the entry on disk: this window
   * still has it.
   *
   * @param secrets everything that was typed or received as a credential for this delivery
   * @returns the delivery as it is kept, once it is written
   */
  async add(delivery: Delivery, secrets: readonly string[] = []): Promise<Delivery> {
    const kept = await redactDelivery(delivery, formsOf(secrets));
    this.#deliveries.set(kept.id, kept);
    this.#onlyHere.add(kept.id);
    const over = this.#trim();
    this.#changed.fire();
    await this.#inOrder(() => this.#write(kept));
    await this.#inOrder(() => this.#removeFiles(over));
    return kept;
  }

  /** Reads what this and other windows wrote, and removes what is too old. Never rejects. */
  async refresh(): Promise<void> {
    await this.#inOrder(() => this.#read());
    this.#changed.fire();
  }

  async delete(ids: readonly string[]): Promise<void> {
    this.#drop(ids);
    this.#changed.fire();
    await this.#inOrder(() => this.#removeFiles(ids));
  }

  /** Removes all deliveries, also those that another window has just written. */
  async clear(): Promise<void> {
    this.#drop([...this.#deliveries.keys()]);
    this.#changed.fire();
    await this.#inOrder(async () => {
      if (this.#options.folder !== undefined) {
        await rm(this.#options.folder, { recursive: true, force: true });
      }
    });
  }

  /** One write at a time. A failure is for the log: it must not cost more than the entry. */
  #inOrder(work: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.then(work).catch((error: unknown) => {
      this.#options.log.warn('The log of deliveries could not be written or read', error);
    });
    return this.#writing;
  }

  async #write(delivery: Delivery): Promise<void> {
    const { folder } = this.#options;
    if (folder === undefined || this.#options.keepDays() <= 0 || !this.#deliveries.has(delivery.id)) {
      return;
    }
    await mkdir(folder, { recursive: true });
    const { request, outcome } = delivery;
    const bodies = [
      [REQUEST, request.body],
      ...(outcome.kind === 'response' ? [[RESPONSE, outcome.response.body] as const] : []),
    ] as const;
    for (const [ending, body] of bodies) {
      await writeFile(join(folder, delivery.id + ending), await body.read(), PRIVATE);
    }
    // The entry comes last and all at once: who sees it finds its bodies.
    const draft = join(folder, `${delivery.id}.tmp`);
    await writeFile(draft, JSON.stringify(entryOf(delivery)), PRIVATE);
    await rename(draft, join(folder, delivery.id + ENTRY));
    // It may have been deleted meanwhile; its files go after this write.
    if (this.#deliveries.has(delivery.id)) {
      this.#deliveries.set(delivery.id, fromEntry(entryOf(delivery), folder));
      this.#onlyHere.delete(delivery.id);
    }
  }

  async #read(): Promise<void> {
    const { folder, log } = this.#options;
    if (folder === undefined) {
      return;
    }
    if (this.#options.keepDays() <= 0) {
      await rm(folder, { recursive: true, force: true });
    }
    const names = await namesIn(folder);
    const entries = names.filter((name) => name.endsWith(ENTRY));
    const ids = new Set(entries.map((name) => name.slice(0, -ENTRY.length)));
    this.#drop([...this.#deliveries.keys()].filter((id) => !ids.has(id) && !this.#onlyHere.has(id)));
    await Promise.all(
      [...ids]
        .filter((id) => !this.#deliveries.has(id))
        .map(async (id) => {
          try {
            const text = await readFile(join(folder, id + ENTRY), 'utf8');
            this.#deliveries.set(id, fromEntry(v.parse(Entry, JSON.parse(text)), folder));
          } catch (error) {
            // Another window may just have removed it; what cannot be read stays where it is.
            log.warn(`The delivery ${id} could not be read`, error);
          }
        }),
    );
    await this.#removeFiles(this.#trim());
    await this.#removeOrphans(folder, names, ids);
  }

  /** Drops what is over a cap, the oldest first. */
  #trim(): readonly string[] {
    const { keepDays, now = Date.now } = this.#options;
    const days = keepDays();
    const oldest = days > 0 ? now() - days * DAY_MS : Number.NEGATIVE_INFINITY;
    let bytes = 0;
    const over = this.deliveries.filter((delivery, index) => {
      bytes += sizeOf(delivery);
      // The newest one is kept whatever its size: somebody is about to look at it.
      return index > 0 && (index >= MOST_DELIVERIES || bytes > MOST_BYTES || delivery.at < oldest);
    });
    const ids = over.map(({ id }) => id);
    this.#drop(ids);
    return ids;
  }

  #drop(ids: readonly string[]): void {
    for (const id of ids) {
      this.#deliveries.delete(id);
      this.#onlyHere.delete(id);
    }
  }

  async #removeFiles(ids: readonly string[]): Promise<void> {
    const { folder } = this.#options;
    if (folder !== undefined) {
      const files = ids.flatMap((id) =>
        [ENTRY, REQUEST, RESPONSE].map((ending) => join(folder, id + ending)),
      );
      await Promise.all(files.map((file) => rm(file, { force: true })));
    }
  }

  /** Bodies without an entry are left when a window was ended in the middle of a write. */
  async #removeOrphans(folder: string, names: readonly string[], ids: ReadonlySet<string>): Promise<void> {
    const { now = Date.now } = this.#options;
    const orphans = names.filter(
      (name) => /\.(request|response|tmp)$/.test(name) && !ids.has(name.replace(/\.\w+$/, '')),
    );
    for (const name of orphans) {
      const file = join(folder, name);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (mtimeMs < now() - ORPHAN_MS) {
        await rm(file, { force: true });
      }
    }
  }
}

const ENTRY = '.json';
const REQUEST = '.request';
const RESPONSE = '.response';
/** Payloads are personal data: only this user reads them. */
const PRIVATE = { mode: constants.S_IRUSR | constants.S_IWUSR };

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const found: readonly Dirent[] = await readdir(folder, { withFileTypes: true });
    return found.filter((one) => one.isFile()).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

function sizeOf({ request, outcome }: Delivery): number {
  return request.body.size + (outcome.kind === 'response' ? outcome.response.body.size : 0);
}

const HeaderEntry = v.pipe(v.tuple([v.string(), v.string()]), v.readonly());
const Milliseconds = v.pipe(v.number(), v.minValue(0));

/** A delivery on disk: all but its bodies. */
const Entry = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
  at: v.number(),
  source: v.picklist(['sample', 'rebuilt', 'captured', 'replayed', 'check', 'test']),
  webhook: v.optional(v.object({ accountId: v.string(), id: v.string(), name: v.string() })),
  authentication: v.string(),
  batch: v.object({
    count: v.number(),
    types: v.array(v.string()),
    isUnreadable: v.exactOptional(v.boolean()),
  }),
  request: v.object({
    method: v.string(),
    url: v.string(),
    headers: v.array(HeaderEntry),
    size: v.number(),
    isAltered: v.exactOptional(v.boolean()),
  }),
  response: v.optional(
    v.object({
      status: v.number(),
      statusText: v.string(),
      headers: v.array(HeaderEntry),
      size: v.number(),
      cut: v.exactOptional(v.picklist(['tooLarge', 'timeout', 'closed'])),
    }),
  ),
  fault: v.optional(
    v.object({
      kind: v.picklist([
        'invalidUrl',
        'dns',
        'refused',
        'unreachable',
        'closed',
        'tls',
        'timeout',
        'notHttp',
        'proxy',
        'token',
        'other',
      ]),
      code: v.optional(v.string()),
      message: v.string(),
    }),
  ),
  timings: v.object({
    dns: v.exactOptional(Milliseconds),
    connect: v.exactOptional(Milliseconds),
    tls: v.exactOptional(Milliseconds),
    firstByte: v.exactOptional(Milliseconds),
    total: Milliseconds,
  }),
  hasNewToken: v.exactOptional(v.boolean()),
});

type DeliveryEntry = v.InferOutput<typeof Entry>;

function entryOf({ request, outcome, batch, ...rest }: Delivery): DeliveryEntry {
  const { body, ...sent } = request;
  const entry = {
    ...rest,
    version: 1 as const,
    batch: { ...batch, types: [...batch.types] },
    request: { ...sent, headers: [...sent.headers], size: body.size },
  };
  if (outcome.kind === 'fault') {
    return { ...entry, fault: outcome.fault };
  }
  const { body: answer, ...received } = outcome.response;
  return { ...entry, response: { ...received, headers: [...received.headers], size: answer.size } };
}

function fromEntry({ request, response, fault, ...rest }: DeliveryEntry, folder: string): Delivery {
  const onDisk = (ending: string, size: number): Body => ({
    size,
    read: () => readFile(join(folder, rest.id + ending)),
  });
  const { size, ...sent } = request;
  const received = response && { ...response, body: onDisk(RESPONSE, response.size) };
  return {
    ...rest,
    request: { ...sent, body: onDisk(REQUEST, size) },
    outcome: received
      ? { kind: 'response', response: received }
      : { kind: 'fault', fault: fault ?? { kind: 'other', message: '' } },
  };
}
