import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Account } from '../accounts/account.ts';
import { type WebhookHistory, differingHistories } from '../webhooks/history.ts';
import type { Incident } from './incidents.ts';
import { type Lease, LeaseFile } from './lease.ts';
import {
  type Publication,
  type RecordData,
  type SharedList,
  withAnnounced,
  withPublication,
} from './publication.ts';
import { RecordFile } from './recordFile.ts';

/** Why the record on disk could not be used; for the log. What is known goes on in memory. */
export type RecordFault =
  | { readonly kind: 'disk'; readonly error: unknown }
  /** Another window held the right to write for longer than was waited. */
  | { readonly kind: 'busy' }
  /** The file was cut off, of another version or something else; it counts as absent. */
  | { readonly kind: 'malformed' };

/** What is known of an account after a call. */
export interface RecordView {
  /** `undefined` before the first list under this key. */
  readonly list: SharedList | undefined;
  /** What is open now. */
  readonly incidents: readonly Incident[];
  readonly histories: ReadonlyMap<string, WebhookHistory>;
  /** Webhooks whose history differs from the view that this record gave before; for `Histories.set`. */
  readonly changedHistories: readonly string[];
  readonly fault: RecordFault | undefined;
}

/** The incidents that this window has to tell, and what is known. */
export interface Claim extends RecordView {
  readonly claimed: readonly Incident[];
}

export interface AccountRecordOptions {
  /** `<globalStorage>/accounts`; made when it is missing. */
  readonly root: string;
  /** The account's folder in it; see {@link recordName}. */
  readonly name: string;
  /** `Accounts.fingerprint`: a list that was read with another key is never shown. */
  readonly fingerprint: string;
  /** Ends waits for other windows. */
  readonly signal?: AbortSignal | undefined;
  readonly now?: () => number;
}

/** How long writing may take, in ms; after a crash others wait for as long. */
const WRITING_MS = 15_000;
/** Longer than {@link WRITING_MS}: whoever waits outlives a writer that crashed. */
const PATIENCE_MS = 20_000;
/** Tries to write when another window took over meanwhile. */
const TRIES = 2;

/**
 * What all windows of this machine know of one account: the last list, the incidents and the history, in one file.
 * Calls run one after the other. None of them rejects: with a broken disk the record goes on in memory, and the view
 * says so.
 */
export class AccountRecord {
  /** The right to ask Lettr without a person having asked; whoever has it also claims the announcements. */
  readonly polling: LeaseFile;
  readonly #writing: LeaseFile;
  readonly #file: RecordFile;
  readonly #signal: AbortSignal | undefined;
  readonly #now: () => number;
  #data: RecordData = { list: undefined, incidents: [], histories: new Map() };
  /** The histories of the last view. */
  #shown: ReadonlyMap<string, WebhookHistory> = new Map();
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ root, name, fingerprint, signal, now = Date.now }: AccountRecordOptions) {
    const folder = join(root, name);
    this.polling = new LeaseFile(folder, 'polling', now);
    this.#writing = new LeaseFile(folder, 'writing', now);
    this.#file = new RecordFile(folder, fingerprint);
    this.#signal = signal;
    this.#now = now;
  }

  /** What the file says now. Costs one `stat` when it did not change since this object last read or wrote it. */
  read(): Promise<RecordView> {
    return this.#enqueue(async () => this.#view(await this.#look()));
  }

  /**
   * Whether some window has published a list that came after `loadedAt` (Unix ms). Costs one `stat` when the file did
   * not change; otherwise it is read, and the next {@link read} is free.
   */
  isNewerThan(loadedAt: number): Promise<boolean> {
    return this.#enqueue(async () => {
      await this.#look();
      return (this.#list()?.loadedAt ?? loadedAt) > loadedAt;
    });
  }

  /**
   * Adds what this window has learnt to the file. The changes since the record are put into the history, and incidents
   * begin and end, in the same step. What is older than the record is left out; the view is then the newer one.
   */
  publish(publication: Publication): Promise<RecordView> {
    return this.#enqueue(async () =>
      this.#view(await this.#change((data) => withPublication(data, publication, this.#now()))),
    );
  }

  /**
   * Takes the incidents that nobody has told the person, and marks them as told before they are returned: a crash may
   * lose one, and never doubles it.
   *
   * @param known ids of incidents to leave alone: those of the view that came with the window's first list.
   */
  claimAnnouncements(known: ReadonlySet<string>): Promise<Claim> {
    return this.#enqueue(async () => {
      let claimed: readonly Incident[] = [];
      const claim: Change = (data) => {
        claimed = data.incidents.filter(({ id, isAnnounced }) => !isAnnounced && !known.has(id));
        return claimed.length > 0 ? withAnnounced(data, new Set(claimed.map(({ id }) => id))) : data;
      };
      const looked = await this.#look();
      // Mostly there is nothing to claim, which needs no lease.
      const fault = claim(this.#data) === this.#data ? looked : await this.#change(claim);
      return { ...this.#view(fault), claimed };
    });
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done;
    return done;
  }

  #view(fault: RecordFault | undefined): RecordView {
    const { incidents, histories } = this.#data;
    const changedHistories = histories === this.#shown ? [] : differingHistories(this.#shown, histories);
    this.#shown = histories;
    return { list: this.#list(), incidents, histories, changedHistories, fault };
  }

  /** A list that is ahead of the clock was written before that was set back, and is older than it says. */
  #list(): SharedList | undefined {
    const { list } = this.#data;
    if (!list || list.loadedAt > this.#now()) {
      return undefined;
    }
    const { webhooks, askedAt, loadedAt } = list;
    return { webhooks, askedAt, loadedAt };
  }

  /** Takes over what other windows wrote. What cannot be read changes nothing here. */
  async #look(): Promise<RecordFault | undefined> {
    try {
      const looked = await this.#file.look();
      if (looked.kind === 'read') {
        this.#data = looked.data;
      }
      return looked.kind === 'malformed' ? { kind: 'malformed' } : undefined;
    } catch (error) {
      return { kind: 'disk', error };
    }
  }

  /** Changes the record on disk; only in memory when that cannot be. `change` may be asked several times. */
  async #change(change: Change): Promise<RecordFault | undefined> {
    let fault: RecordFault | undefined;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const waiting = { patience: PATIENCE_MS, signal: this.#signal };
      const acquired = await this.#writing.acquire(WRITING_MS, waiting);
      if (acquired.kind !== 'held') {
        fault = acquired.kind === 'busy' ? { kind: 'busy' } : { kind: 'disk', error: acquired.error };
        break;
      }
      fault = await this.#changeUnder(acquired.lease, change);
      await acquired.lease.release();
      if (fault?.kind !== 'busy') {
        break;
      }
    }
    if (fault && fault.kind !== 'malformed') {
      this.#data = change(this.#data);
    }
    return fault;
  }

  /** Everything but `busy`, which means that the lease was lost, is final. */
  async #changeUnder(lease: Lease, change: Change): Promise<RecordFault | undefined> {
    try {
      await this.#file.removeUnfinished();
      const fault = await this.#look();
      // What could not be read must not be overwritten.
      if (fault?.kind === 'disk') {
        return fault;
      }
      const changed = change(this.#data);
      if (changed !== this.#data && !(await this.#file.write(changed, () => lease.isHeld()))) {
        return { kind: 'busy' };
      }
      this.#data = changed;
      return fault;
    } catch (error) {
      return { kind: 'disk', error };
    }
  }
}

type Change = (data: RecordData) => RecordData;

/** The name of an account's folder. Two keys of the environment never share one. */
export function recordName({ id, source }: Pick<Account, 'id' | 'source'>, fingerprint: string): string {
  const name = source === 'environment' ? `${id}-${fingerprint}` : id;
  return name.replaceAll(/[^\w-]/g, '_');
}

/** Removes what is kept of an account. Never rejects. @returns why it could not be removed. */
export async function forgetRecord(root: string, name: string): Promise<RecordFault | undefined> {
  try {
    await rm(join(root, name), { recursive: true, force: true, maxRetries: 3 });
    return undefined;
  } catch (error) {
    return { kind: 'disk', error };
  }
}
