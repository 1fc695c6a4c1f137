import * as l10n from '@vscode/l10n';
import type { SecretStorage } from 'vscode';

import { DisposableStore } from '../platform/disposableStore.ts';
import { Emitter, type Event } from '../platform/emitter.ts';
import { KEY_VARIABLE } from '../platform/ids.ts';
import type { Memory } from '../platform/memory.ts';
import type { Log } from '../platform/vscode/log.ts';
import {
  type Account,
  ENVIRONMENT_ID,
  type KeyFault,
  type LostKey,
  type environmentKeyOf,
  modeOf,
} from './account.ts';
import type { AccountEntry } from './entry.ts';
import { type RememberedAccount, RememberedAccounts } from './remembered.ts';
import { type StoredAccount, Vault, type VaultEntry } from './vault.ts';

/** What the accounts stand on. */
export interface AccountsOptions {
  readonly secrets: SecretStorage;
  /** Remembers the current account of this workspace. */
  readonly workspaceState: Memory;
  /** Remembers the account that was used last in any window, and which accounts there are. */
  readonly globalState: Memory;
  /** The key of the environment, or what is wrong with it. */
  readonly environmentKey: ReturnType<typeof environmentKeyOf>;
  /** Where the environment's key may go: the API's origin when the accounts are first read, for as long as the window lives. */
  readonly environmentOrigin: () => string | undefined;
  /** The language of the UI, in whose order the accounts stand. */
  readonly language: () => string;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

export type AccountsState =
  | { readonly kind: 'unread' }
  | { readonly kind: 'read'; readonly all: readonly Account[]; readonly current: Account | undefined };

const CURRENT = 'lettr.account.current';
/** The team of the environment's key, with the key's fingerprint. */
const ENVIRONMENT_TEAM = 'lettr.environmentTeam';

/** An account with its key, which is empty while it is lost. */
type HeldAccount = StoredAccount;

/** The accounts of the person and the one that is current in this window. Nothing is read before {@link load}. */
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
  readonly #remembered: RememberedAccounts;
  #stored: readonly HeldAccount[] = [];
  /** The accounts that were remembered when this window first read the secret store, which had lost them. */
  #gone: ReadonlySet<string> | undefined;
  #environmentTeam: number | undefined;
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
    this.#remembered = new RememberedAccounts(options.globalState);
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

  /** Why the key of the environment is not used, where it is set. */
  get environmentFault(): KeyFault | undefined {
    const { environmentKey } = this.#options;
    return environmentKey && 'fault' in environmentKey ? environmentKey.fault : undefined;
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

  /** Adds an account; the first one becomes the current one. An account of the same team that lost its key gets this one. */
  async add(entry: AccountEntry): Promise<Account> {
    const isFirst = this.current === undefined || this.current.lostKey !== undefined;
    const replaced = this.all.find(
      ({ lostKey, origin, teamId }) =>
        lostKey !== undefined && teamId !== undefined && origin === entry.origin && teamId === entry.teamId,
    );
    const account = await this.#write(entry, replaced?.id ?? (await this.#newId(entry)));
    await (isFirst ? this.select(account) : this.#read());
    return account;
  }

  /** Gives an account another name. @throws when its secret can't be read or written. */
  async rename(account: Account, name: string): Promise<void> {
    const windowOnly = this.#windowOnly.get(account.id);
    if (windowOnly) {
      this.#windowOnly.set(account.id, { ...windowOnly, account: { ...windowOnly.account, name } });
    } else if (account.lostKey === undefined) {
      await this.#vault.rename(account.id, name);
    } else {
      await this.#remember((known) => known.map((one) => (one.id === account.id ? { ...one, name } : one)));
    }
    await this.#read();
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
    await this.#remember((known) => known.filter(({ id }) => id !== account.id));
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

  /**
   * The key for a request to `origin`; `undefined` when the account is gone, the key belongs to another origin, or the
   * key is lost, which the account says by then.
   */
  async key(id: string, origin: string): Promise<string | undefined> {
    const stored =
      id === ENVIRONMENT_ID ? this.#environment() : (this.#windowOnly.get(id) ?? (await this.#readKey(id)));
    return stored?.account.origin === origin ? stored.key : undefined;
  }

  /** Remembers whose key the environment has. */
  async nameEnvironment(teamId: number | undefined): Promise<void> {
    const environment = this.environment;
    if (!environment || teamId === undefined || teamId === this.#environmentTeam) {
      return;
    }
    this.#environmentTeam = teamId;
    const fingerprint = await this.fingerprint(environment);
    await this.#options.globalState.update(ENVIRONMENT_TEAM, { fingerprint, teamId });
    await this.#read();
  }

  /**
   * 16 hexadecimal characters that differ for each key and origin and tell neither; `undefined` without a key. What was
   * read with one key is kept under them, so that it is never shown for another.
   */
  async fingerprint({ id, origin }: Account): Promise<string | undefined> {
    // As the accounts were last read: to ask the secret store again would hold back the first rows.
    const held = this.#windowOnly.get(id) ?? this.#stored.find(({ account }) => account.id === id);
    const isUsable = held !== undefined && held.key !== '' && held.account.origin === origin;
    const key = isUsable ? held.key : await this.key(id, origin);
    if (key === undefined) {
      return undefined;
    }
    return (await digestOf(key, origin)).slice(0, 16);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #start(): Promise<void> {
    const { workspaceState, globalState } = this.#options;
    this.#currentId = workspaceState.get<string>(CURRENT) ?? globalState.get<string>(CURRENT);
    this.#disposables.add(this.#vault.onDidChange(() => void this.#read()));
    if (this.environmentFault !== undefined) {
      this.#options.log.warn(`${KEY_VARIABLE} is not used (${this.environmentFault})`);
    }
    await this.#recallEnvironment();
    await this.#read();
    if (this.current && workspaceState.get(CURRENT) === undefined) {
      // Otherwise a choice in another window would move this one at its next start. Nobody has to wait for it.
      void workspaceState.update(CURRENT, this.current.id);
    }
  }

  async #recallEnvironment(): Promise<void> {
    const known = this.#options.globalState.get<{ readonly fingerprint?: string; readonly teamId?: number }>(
      ENVIRONMENT_TEAM,
    );
    if (known && this.environment && known.fingerprint === (await this.fingerprint(this.environment))) {
      this.#environmentTeam = known.teamId;
    }
  }

  /** Follows from what the account is, so that two windows which add one key at the same moment write one account. */
  async #newId({ key, origin, teamId }: AccountEntry): Promise<string> {
    const id = (await digestOf(key, origin, `${teamId}`)).slice(0, 32);
    const seen = this.#seenKeys.get(id);
    // An account that was made with this key and has another one by now keeps its id.
    return seen && seen.key !== key && this.all.some((account) => account.id === id)
      ? crypto.randomUUID()
      : id;
  }

  /** Reads a key anew. Where that shows that it was lost, or found again, the accounts follow. */
  async #readKey(id: string): Promise<StoredAccount | undefined> {
    const account = this.all.find((one) => one.id === id);
    let stored: StoredAccount | undefined;
    try {
      stored = await this.#vault.read(id);
    } catch {
      // The next reading of all says why.
    }
    if (account && (stored === undefined) !== (account.lostKey !== undefined)) {
      await this.#read();
    }
    return stored;
  }

  async #write(entry: AccountEntry, id: string): Promise<Account> {
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
        await this.#take(await this.#vault.list());
      } catch (error) {
        this.#options.log.error('The secret storage could not be read', error);
        if (this.#state.kind === 'unread') {
          this.#stored = this.#remembered.all().map((known) => lost(known, 'unreadable'));
        }
      }
      this.#publish();
    });
    return this.#queue;
  }

  /** Takes over what the secret store has, and from memory what it should have. */
  async #take(entries: readonly VaultEntry[]): Promise<void> {
    const known = this.#remembered.all();
    const listed = new Set(entries.map(({ id }) => id));
    // Only what is missing from the start was forgotten; what goes later was removed, in this window or another one.
    this.#gone ??= new Set(known.map(({ id }) => id).filter((id) => !listed.has(id)));
    const before = new Map(this.#stored.map(({ account }) => [account.id, account]));
    const found = entries.map((entry) => {
      if (entry.stored) {
        return entry.stored;
      }
      const about = known.find(({ id }) => id === entry.id) ?? before.get(entry.id) ?? unnamed(entry.id);
      return lost(about, 'unreadable', entry.reason);
    });
    const gone = known
      .filter(({ id }) => this.#gone?.has(id) === true && !listed.has(id))
      .map((about) => lost(about, 'gone'));
    this.#stored = [...found, ...gone];
    for (const { account, reason } of [...found, ...gone].filter(isLost)) {
      if (before.get(account.id)?.lostKey !== account.lostKey) {
        this.#options.log.error(`The API key of account ${account.id} is ${account.lostKey}`, reason);
      }
    }
    await this.#remember(() => this.#stored.map(({ account }) => account));
  }

  async #remember(
    change: (known: readonly RememberedAccount[]) => readonly RememberedAccount[],
  ): Promise<void> {
    await this.#remembered.set(change(this.#remembered.all()));
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
    const current =
      accounts.find(({ id }) => id === this.#currentId) ??
      accounts.find(({ lostKey }) => lostKey === undefined) ??
      accounts[0];
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
    // A lost key is an empty one: losing it replaces nothing, finding it again does.
    return key !== '' && before !== undefined && (before.key !== key || before.origin !== origin);
  }

  #environment(): StoredAccount | undefined {
    const { environmentKey, environmentOrigin } = this.#options;
    const origin = (this.#environmentOrigin ??= environmentOrigin());
    if (environmentKey === undefined || 'fault' in environmentKey || origin === undefined) {
      return undefined;
    }
    const { key } = environmentKey;
    const account: Account = {
      id: ENVIRONMENT_ID,
      name:
        this.#environmentTeam === undefined
          ? KEY_VARIABLE
          : l10n.t('Team {0} (environment)', this.#environmentTeam),
      origin,
      mode: modeOf(key),
      teamId: this.#environmentTeam,
      source: 'environment',
    };
    return { account, key };
  }
}

/** 64 hexadecimal characters that differ for each key and whatever else is given, and tell none of it. */
async function digestOf(key: string, ...more: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from([...more, key].join('\n')));
  return Buffer.from(digest).toString('hex');
}

/** An account without a usable key, and why it has none. */
interface LostAccount extends HeldAccount {
  readonly reason: unknown;
}

function lost(about: RememberedAccount, lostKey: LostKey, reason?: unknown): LostAccount {
  const { id, name, origin, mode, teamId } = about;
  return { account: { id, name, origin, mode, teamId, source: 'stored', lostKey }, key: '', reason };
}

function isLost(held: HeldAccount | LostAccount): held is LostAccount {
  return 'reason' in held;
}

/** An account of which nothing but its id is known: its secret can't be read, and it was never remembered. */
function unnamed(id: string): RememberedAccount {
  return { id, name: l10n.t('Unknown account'), origin: '', mode: 'live', teamId: undefined };
}
