import type { LettrClient } from '../api/client.ts';
import { Cancelled, LettrError, isProblem } from '../api/errors.ts';
import type { CallOptions, Webhook, WebhookDraft, WebhookPatch } from '../api/types.ts';
import { Emitter } from '../platform/emitter.ts';
import { changedRows, listedWebhooks } from './changedRows.ts';
import { SingleFlight } from './singleFlight.ts';
import type {
  LastList,
  ReadyState,
  SharedList,
  StoreChange,
  StoreState,
  StoreWrite,
  Written,
} from './state.ts';
import { webhooksOf } from './state.ts';
import { abortable } from './abortable.ts';
import {
  type Verdict,
  WriteFailure,
  outcomeOf,
  verdictOnCreate,
  verdictOnDelete,
  verdictOnUpdate,
} from './verdict.ts';

/**
 * Windows that read within this time, ms, have read the same list: what is newer in one of them is a write, which the
 * other takes over although its own read may be the later one.
 */
const SAME_TIME_MS = 5_000;

/**
 * The one place in which an account's webhooks are read and changed. Commands, the tree and later features all go
 * through it; every change is told to the listeners.
 */
export class WebhookStore {
  readonly #client: LettrClient;
  readonly #didChange = new Emitter<StoreChange>();
  readonly #didWrite = new Emitter<StoreWrite>();
  readonly #now: () => number;
  #state: StoreState = { kind: 'unread' };
  /** Of the list; tells whether it came to an end, good or bad, and was not cancelled. */
  readonly #reading = new SingleFlight((options) => this.#load(options));
  readonly #written: StoreWrite[] = [];
  /** Writes that settled, well or badly. */
  #writes = 0;
  /** Unix ms of the latest list, single read or settled write that is known here; an older list may lack it. */
  #asOf = 0;

  constructor(client: LettrClient, now: () => number = Date.now) {
    this.#client = client;
    this.#now = now;
  }

  get state(): StoreState {
    return this.#state;
  }

  /** The webhooks that can be shown; before this window has read them, those that were last known. */
  get webhooks(): ReadonlyMap<string, Webhook> {
    return webhooksOf(this.#state);
  }

  readonly onDidChange = this.#didChange.event;

  /** The writes of this window that took effect, the oldest first; for those who come to listen later. */
  get writes(): readonly StoreWrite[] {
    return this.#written;
  }

  /** Told after the listeners of the change itself. */
  readonly onDidWrite = this.#didWrite.event;

  /** Takes over a list that another window of this machine read, when it is newer than what is known here. */
  adopt({ webhooks, unreadable, askedAt, loadedAt, asOf }: SharedList): void {
    const state = this.#state;
    const now = this.#now();
    // What is known from a time that is still to come was known before the clock was set back.
    const isNewer = (mine: number, its: number): boolean => mine > its && mine <= now;
    const isOwnNewer =
      isNewer(this.#asOf, asOf) || (state.kind === 'ready' && isNewer(state.askedAt, askedAt + SAME_TIME_MS));
    if (isOwnNewer || this.#reading.isUnderWay) {
      return;
    }
    this.#asOf = asOf;
    if (state.kind !== 'ready' || state.webhooks !== webhooks || state.askedAt !== askedAt) {
      this.#replace({ kind: 'ready', webhooks, unreadable, askedAt, loadedAt, problem: undefined }, 'shared');
    }
  }

  /** Shows a list that was read before this window asked, until Lettr answers. Of no use once there is a list. */
  remember(last: LastList): void {
    if (this.#state.kind !== 'ready') {
      this.#replace({ ...this.#state, last }, 'shared');
    }
  }

  /**
   * Reads the list; joins a reading that is under way. A failure does not reject: it becomes the state, and the last
   * good list stays. Cancelling leaves the state as it was.
   */
  async load(options: CallOptions = {}): Promise<void> {
    // Whoever began the reading cancels it; whoever joined it only stops waiting.
    const joins = this.#reading.isUnderWay;
    try {
      await abortable(this.#reading.join(options), joins ? options.signal : undefined);
    } catch (error) {
      if (!(error instanceof Cancelled)) {
        throw error;
      }
    }
  }

  /**
   * Makes sure that there is a list. Cancelling ends the wait, not the reading, which others may share.
   *
   * @throws {LettrError} when there is no list and it cannot be read; `Cancelled`.
   */
  async ensure(options: CallOptions = {}): Promise<ReadonlyMap<string, Webhook>> {
    while (this.#state.kind !== 'ready') {
      const { signal, ...shared } = options;
      await abortable(this.#reading.join(shared), signal);
      if (this.state.kind === 'failed') {
        throw this.state.error;
      }
    }
    return this.webhooks;
  }

  /** Reads one webhook anew. @throws {LettrError} a missing one is taken off the list first. */
  async get(id: string, options?: CallOptions): Promise<Webhook> {
    const writes = this.#writes;
    const askedAt = this.#now();
    const webhook = await this.#dropMissing(id, () => this.#client.webhooks.get(id, options));
    // The answer may be older than a write that settled meanwhile.
    if (writes === this.#writes) {
      this.#put(webhook, 'webhook');
      this.#asOf = Math.max(this.#asOf, askedAt);
    }
    return webhook;
  }

  /** @throws {LettrError | WriteFailure | Cancelled} and then nothing was created, or the failure says that it is not known. */
  async create(draft: WebhookDraft, options?: CallOptions): Promise<Written<Webhook>> {
    const before = this.#state.kind === 'ready' ? this.#state.webhooks : undefined;
    const written = await this.#write(
      () => this.#client.webhooks.create(draft, options),
      (list) => verdictOnCreate(draft, before, list),
    );
    this.#put(written.value, 'write');
    this.#note({ kind: 'create', id: written.value.id, patch: {}, before: undefined, after: written.value });
    return written;
  }

  /** @throws {LettrError | WriteFailure | Cancelled} and then nothing was changed, or the failure says that it is not known. */
  async update(id: string, patch: WebhookPatch, options?: CallOptions): Promise<Written<Webhook>> {
    const before = this.webhooks.get(id);
    const written = await this.#write(
      () => this.#dropMissing(id, () => this.#sendUpdate(id, patch, options)),
      (list) => verdictOnUpdate(patch, before, list.get(id)),
    );
    this.#put(written.value, 'write');
    const { authentication: _, ...shown } = patch;
    this.#note({ kind: 'update', id, patch: shown, before, after: written.value });
    return written;
  }

  /** @throws {LettrError | WriteFailure | Cancelled} and then the webhook is still there, or the failure says that it is not known. */
  async delete(id: string, options?: CallOptions): Promise<Written<void>> {
    const before = this.webhooks.get(id);
    const written = await this.#write(
      () => this.#dropMissing(id, () => this.#client.webhooks.delete(id, options)),
      (list) => verdictOnDelete(id, list),
    );
    this.#drop(id, 'write');
    this.#note({ kind: 'delete', id, patch: {}, before, after: undefined });
    return written;
  }

  dispose(): void {
    this.#didChange.dispose();
    this.#didWrite.dispose();
  }

  async #load(options: CallOptions): Promise<boolean> {
    const start = this.#state;
    if (start.kind !== 'ready') {
      this.#replace({ kind: 'loading', ...lastOf(start) }, 'list');
    }
    try {
      const read = await this.#readList(options);
      this.#asOf = read.askedAt;
      this.#replace({ kind: 'ready', ...read, loadedAt: this.#now(), problem: undefined }, 'list');
      return true;
    } catch (error) {
      this.#fail(error, start);
      return !(error instanceof Cancelled);
    }
  }

  /** Reads again when a write settled meanwhile: the answer may be older than it. */
  async #readList(options: CallOptions): Promise<Pick<ReadyState, 'webhooks' | 'unreadable' | 'askedAt'>> {
    for (;;) {
      const writes = this.#writes;
      const askedAt = this.#now();
      const { webhooks, unreadable } = await this.#client.webhooks.list(options);
      if (writes === this.#writes) {
        return { webhooks: listedWebhooks(webhooks, this.webhooks), unreadable, askedAt };
      }
    }
  }

  #fail(error: unknown, start: StoreState): void {
    if (error instanceof LettrError && this.#state.kind === 'ready') {
      this.#replace({ ...this.#state, problem: error }, 'list');
    } else if (error instanceof LettrError) {
      this.#replace({ kind: 'failed', error, ...lastOf(this.#state) }, 'list');
    } else if (this.#state.kind === 'loading') {
      this.#replace(start.kind === 'ready' ? start : { ...start, ...lastOf(this.#state) }, 'list');
    }
    if (!(error instanceof LettrError || error instanceof Cancelled)) {
      throw error;
    }
  }

  async #write<T>(
    send: () => Promise<T>,
    judge: (list: ReadonlyMap<string, Webhook>) => Verdict<T>,
  ): Promise<Written<T>> {
    try {
      const value = await send().finally(() => {
        this.#writes += 1;
        this.#asOf = this.#now();
      });
      return { value, answerLost: false };
    } catch (error) {
      // Not cancellable and not the caller's signal: it has to find out what happened.
      const look = async (): Promise<ReadonlyMap<string, Webhook>> => {
        // A reading that somebody else began and cancelled tells nothing.
        while (!(await this.#reading.join({})));
        if (this.#state.kind !== 'ready' || this.#state.problem) {
          throw new WriteFailure(error, 'unchecked');
        }
        return this.#state.webhooks;
      };
      return { value: await outcomeOf(error, look, judge), answerLost: true };
    }
  }

  /**
   * Lettr refuses an update that changes nothing (422). Whether an equal value counts as a change is not documented, so
   * after a refused enable or disable the webhook is read: one that is as wanted counts as done.
   */
  async #sendUpdate(id: string, patch: WebhookPatch, options?: CallOptions): Promise<Webhook> {
    try {
      return await this.#client.webhooks.update(id, patch, options);
    } catch (error) {
      const { enabled, ...rest } = patch;
      if (isProblem(error, 'invalid') && enabled !== undefined && Object.keys(rest).length === 0) {
        const webhook = await this.#client.webhooks.get(id, options).catch((failure: unknown) => {
          if (isProblem(failure, 'notFound') || failure instanceof Cancelled) {
            throw failure;
          }
          // The refusal says more than why nobody could look.
          return undefined;
        });
        if (webhook?.enabled === enabled) {
          return webhook;
        }
      }
      throw error;
    }
  }

  async #dropMissing<T>(id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isProblem(error, 'notFound')) {
        this.#drop(id, 'webhook');
        this.#asOf = this.#now();
      }
      throw error;
    }
  }

  #put(webhook: Webhook, cause: 'webhook' | 'write'): void {
    if (this.#state.kind === 'ready') {
      const webhooks = new Map(this.#state.webhooks).set(webhook.id, webhook);
      this.#replace({ ...this.#state, webhooks }, cause);
    }
  }

  #drop(id: string, cause: 'webhook' | 'write'): void {
    if (this.#state.kind === 'ready' && this.#state.webhooks.has(id)) {
      const webhooks = new Map(this.#state.webhooks);
      webhooks.delete(id);
      this.#replace({ ...this.#state, webhooks }, cause);
    }
  }

  #note(write: Omit<StoreWrite, 'at'>): void {
    const noted = { ...write, at: this.#now() };
    this.#written.push(noted);
    this.#didWrite.fire(noted);
  }

  #replace(state: StoreState, cause: StoreChange['cause']): void {
    const rows = changedRows(this.#state, state);
    this.#state = state;
    this.#didChange.fire({ rows, cause });
  }
}

function lastOf(state: StoreState): { readonly last?: LastList } {
  return state.kind !== 'ready' && state.last ? { last: state.last } : {};
}
