import type { Disposable, SecretStorage } from 'vscode';

import { type Account, modeOf } from './account.ts';
import type { AccountEntry } from './entry.ts';

/*
 * Each account is one secret: name, origin, mode and key together, so that no window ever sees half an account. The
 * list of accounts is the list of secrets.
 */

const PREFIX = 'lettr.account.';

/** One stored account with its key; held only for as long as a request or a change needs it. */
export interface StoredAccount {
  readonly account: Account;
  readonly key: string;
}

/** A secret of the list: the account in it, or why it can't be read. */
export type VaultEntry =
  | { readonly id: string; readonly stored: StoredAccount }
  | { readonly id: string; readonly stored: undefined; readonly reason: unknown };

/** The accounts in VS Code's secret store. */
export class Vault {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /** Every account. One secret that can't be read does not hide the others. @throws when the store can't list them. */
  async list(): Promise<readonly VaultEntry[]> {
    // What reads their secrets is loaded while VS Code looks for them.
    const [keys] = await Promise.all([this.#secrets.keys(), import('./entry.ts')]);
    const names = keys.filter((name) => name.startsWith(PREFIX));
    return Promise.all(names.map((name) => this.#entry(name.slice(PREFIX.length))));
  }

  /** The account with its key; `undefined` when it is not there, or not in a form that is known. @throws when the store can't read it. */
  async read(id: string): Promise<StoredAccount | undefined> {
    const text = await this.#secrets.get(PREFIX + id);
    if (text === undefined) {
      return undefined;
    }
    const { parseEntry } = await import('./entry.ts');
    const entry = parseEntry(text);
    return entry && { account: toAccount(id, entry), key: entry.key };
  }

  /**
   * Writes an account in one step and reads it back.
   *
   * @param id the account to write or overwrite.
   * @returns the account; its source is `window` when the store lost it, and the caller has to keep the key.
   */
  async write(entry: AccountEntry, id: string): Promise<Account> {
    const account = toAccount(id, entry);
    const isKept = await this.#store(PREFIX + id, JSON.stringify({ ...entry, mode: account.mode }));
    return isKept ? account : { ...account, source: 'window' };
  }

  /** Gives an account another name. @throws when its secret can't be read or written. */
  async rename(id: string, name: string): Promise<void> {
    const text = await this.#secrets.get(PREFIX + id);
    const { parseEntry } = await import('./entry.ts');
    const entry = parseEntry(text ?? '');
    if (!entry) {
      throw new Error('The secret of this account could not be read.');
    }
    await this.#secrets.store(PREFIX + id, JSON.stringify({ ...entry, name, mode: modeOf(entry.key) }));
  }

  async delete(id: string): Promise<void> {
    await this.#secrets.delete(PREFIX + id);
  }

  /** Another window, or this one, changed an account. */
  onDidChange(listener: (id: string) => void): Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) {
        listener(key.slice(PREFIX.length));
      }
    });
  }

  async #entry(id: string): Promise<VaultEntry> {
    try {
      const stored = await this.read(id);
      return stored
        ? { id, stored }
        : { id, stored, reason: new Error('It is not in a form that is known.') };
    } catch (reason) {
      return { id, stored: undefined, reason };
    }
  }

  async #store(name: string, text: string): Promise<boolean> {
    try {
      await this.#secrets.store(name, text);
      return (await this.#secrets.get(name)) === text;
    } catch {
      // A machine without a keyring; the caller keeps the key for this window and says so.
      return false;
    }
  }
}

function toAccount(id: string, { name, origin, key, teamId }: AccountEntry): Account {
  return { id, name, origin, mode: modeOf(key), teamId, source: 'stored' };
}
