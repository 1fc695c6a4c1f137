import type { SecretStorage } from 'vscode';

import { DisposableStore } from '../platform/disposableStore.ts';
import { Emitter, type Event } from '../platform/emitter.ts';
import type { Memory } from '../platform/memory.ts';
import { type Account, ENVIRONMENT_ID, modeOf } from './account.ts';
import type { AccountEntry } from './entry.ts';
import { type StoredAccount, Vault } from './vault.ts';

/** What the accounts stand on. */
export interface AccountsOptions {
  readonly secrets: SecretStorage;
  /** Remembers the current account of this workspace. */
  readonly workspaceState: Memory;
  /** Remembers the account that was used last in any window. */
  readonly globalState: Memory;
  /** The key of the environment, when it is set and has the shape of a key. */
  readonly environmentKey: string | undefined;
  /** Where the environment's key may go: the API's origin when the accounts are first read, for as long as the window lives. */
  readonly environmentOrigin: () => string | undefined;
  /** The language of the UI, in whose order the accounts stand. */
  readonly language: () => string;
  /** Told when the secret store could not be read; the accounts known so far stay. */
  readonly onStoreFault: (error: unknown) => void;
}

export type AccountsState =
  | { readonly kind: 'unread' }
  | { readonly kind: 'read'; readonly all: readonly Account[]; readonly current: Account | undefined };

const CURRENT = 'lettr.account.current';

/** The accounts of this machine and the one that is current in this window. Nothing is read before {@link load}. */
export class Accounts {
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<AccountsState>());
  readonly #keyReplaced = this.#disposables.add(new Emitter<Account>());
  readonly #vault: Vault;
  readonly #options: AccountsOptions;
  /** Keys that the secret store could not keep. */
  readonly #windowOnly = new Map<string, StoredAccount>();
  /** Keys as this window last saw them, to tell a replaced key from a renamed account. Compared, never shown. */
  readonly #seenKeys = new Map<string, { readonly key: string; readonly origin: string }>();
  #stored: readonly StoredAccount[] = [];
  #state: AccountsState = { kind: 'unread' };
  #queue = Promise.resolve();
  #currentId: string | undefined;
  #environmentOrigin: string | undefined;
  #reading: Promise<void> | undefined;

  readonly onDidChange: Event<AccountsState> = this.#changed.event;
  /** The account has another key than before, or its key another origin; changed here or in another window. */
  readonly onDidReplaceKey: Event<Account> = this.#keyReplaced.event;

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#vault = new Vault(options.secrets);
  }

  get state(): AccountsState {
    return this.#state;
  }

  get all(): readonly Account[] {
    return this.#state.kind === 'read' ? this.#state.all : [];
  }

  get current(): Account | undefined {
    return this.#state.kind === 'read' ? this.#state.current : undefined;
  }

  /** The account of the environment, which is known before anything is read. */
  get environment(): Account | undefined {
    return this.#environment()?.account;
  }

  /** The stored account that has this key already. */
  withKey(key: string): Account | undefined {
    return this.all.find(({ id, source }) => source !== 'environment' && this.#seenKeys.get(id)?.key === key);
  }

  /** Reads the accounts once and then follows other windows. */
  load(): Promise<void> {
    this.#reading ??= this.#start();
    return this.#reading;
  }

  async add(entry: AccountEntry): Promise<Account> {
    const account = await this.#write(entry);
    await this.select(account);
    return account;
  }

  /** Gives an account another key, and the origin that the key was entered for. */
  async replaceKey(account: Account, change: Omit<AccountEntry, 'name'>): Promise<Account> {
    const replaced = await this.#write({ name: account.name, ...change }, account.id);
    // Entered again on purpose: even the same key starts afresh.
    this.#seenKeys.set(account.id, { key: '', origin: '' });
    await this.#read();
    return replaced;
  }

  async remove(account: Account): Promise<void> {
    this.#windowOnly.delete(account.id);
    try {
      await this.#vault.delete(account.id);
    } finally {
      await this.#read();
    }
  }

  /** Makes an account the current one of this window, and the first choice of the next new workspace. */
  async select(account: Account): Promise<void> {
    this.#currentId = account.id;
    await Promise.all([
      this.#options.workspaceState.update(CURRENT, account.id),
      this.#options.globalState.update(CURRENT, account.id),
    ]);
    await this.#read();
  }

  /** The key for a request to `origin`; `undefined` when the account is gone or the key belongs to another origin. */
  async key(id: string, origin: string): Promise<string | undefined> {
    const stored =
      id === ENVIRONMENT_ID
        ? this.#environment()
        : (this.#windowOnly.get(id) ?? (await this.#vault.read(id)));
    return stored?.account.origin === origin ? stored.key : undefined;
  }

  /**
   * 16 hexadecimal characters that differ for each key and origin and tell neither; `undefined` without a key. What was
   * read with one key is kept under them, so that it is never shown for another.
   */
  async fingerprint({ id, origin }: Account): Promise<string | undefined> {
    const key = await this.key(id, origin);
    if (key === undefined) {
      return undefined;
    }
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(`${origin}\n${key}`));
    return Buffer.from(digest).toString('hex').slice(0, 16);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #start(): Promise<void> {
    const { workspaceState, globalState } = this.#options;
    this.#currentId = workspaceState.get<string>(CURRENT) ?? globalState.get<string>(CURRENT);
    this.#disposables.add(this.#vault.onDidChange(() => void this.#read()));
    await this.#read();
    if (this.current && workspaceState.get(CURRENT) === undefined) {
      // Otherwise a choice in another window would move this one at its next start. Nobody has to wait for it.
      void workspaceState.update(CURRENT, this.current.id);
    }
  }

  async #write(entry: AccountEntry, id?: string): Promise<Account> {
    const account = await this.#vault.write(entry, id);
    if (account.source === 'window') {
      this.#windowOnly.set(account.id, { account, key: entry.key });
    } else {
      this.#windowOnly.delete(account.id);
    }
    return account;
  }

  /** One reading after the other, so that an older answer never covers a newer one. */
  #read(): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      try {
        this.#stored = await this.#vault.list();
      } catch (error) {
        this.#options.onStoreFault(error);
      }
      this.#publish();
    });
    return this.#queue;
  }

  #publish(): void {
    const stored = this.#stored
      .filter(({ account }) => !this.#windowOnly.has(account.id))
      .concat(...this.#windowOnly.values())
      .toSorted((a, b) =>
        a.account.name.localeCompare(b.account.name, this.#options.language(), { numeric: true }),
      );
    const environment = this.#environment();
    const all = environment ? [environment, ...stored] : stored;
    const accounts = all.map(({ account }) => account);
    const current = accounts.find((account) => account.id === this.#currentId) ?? accounts[0];
    // What was resolved once stays: another window's choice must not move this one.
    this.#currentId = current?.id ?? this.#currentId;
    this.#state = { kind: 'read', all: accounts, current };
    const replaced = all.filter(({ account, key }) => this.#noteKey(account, key));
    this.#changed.fire(this.#state);
    for (const { account } of replaced) {
      this.#keyReplaced.fire(account);
    }
  }

  /** Whether the account had another key before, or the same one for another origin. */
  #noteKey({ id, origin }: Account, key: string): boolean {
    const before = this.#seenKeys.get(id);
    this.#seenKeys.set(id, { key, origin });
    return before !== undefined && (before.key !== key || before.origin !== origin);
  }

  #environment(): StoredAccount | undefined {
    const { environmentKey: key, environmentOrigin } = this.#options;
    const origin = (this.#environmentOrigin ??= environmentOrigin());
    if (key === undefined || origin === undefined) {
      return undefined;
    }
    const account: Account = {
      id: ENVIRONMENT_ID,
      name: 'LETTR_API_KEY',
      origin,
      mode: modeOf(key),
      teamId: undefined,
      source: 'environment',
    };
    return { account, key };
  }
}
