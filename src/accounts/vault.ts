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

/** The accounts in VS Code's secret store. */
export class Vault {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /** Every readable account; an entry that another version wrote in another form is passed over. */
  async list(): Promise<readonly StoredAccount[]> {
    const names = (await this.#secrets.keys()).filter((name) => name.startsWith(PREFIX));
    const entries = await Promise.allSettled(names.map((name) => this.read(name.slice(PREFIX.length))));
    // One secret that cannot be read must not hide the others.
    const [fault] = entries.filter((entry) => entry.status === 'rejected');
    const read = entries.flatMap((entry) =>
      entry.status === 'fulfilled' && entry.value ? [entry.value] : [],
    );
    if (fault && read.length === 0) {
      throw fault.reason;
    }
    return read;
  }

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
   * @param id the account to overwrite; a new one without it.
   * @returns the account; its source is `window` when the store lost it, and the caller has to keep the key.
   */
  async write(entry: AccountEntry, id: string = crypto.randomUUID()): Promise<Account> {
    const account = toAccount(id, entry);
    const isKept = await this.#store(PREFIX + id, JSON.stringify({ ...entry, mode: account.mode }));
    return isKept ? account : { ...account, source: 'window' };
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
