import { EventEmitter } from 'node:events';

import type { LettrClient } from '../api/types.ts';
import type { Account } from '../accounts/account.ts';
import type { StoreChange } from './state.ts';
import { WebhookStore } from './store.ts';

/** A store that changed, and whose it is. */
export interface StoresChange extends StoreChange {
  readonly account: Account;
  readonly store: WebhookStore;
}

/** One store for each account, made when it is first asked for. */
export class WebhookStores {
  readonly #connect: (account: Account) => LettrClient;
  readonly #byAccount = new Map<string, WebhookStore>();
  readonly #events = new EventEmitter<{
    forget: [];
    make: [Account, WebhookStore];
    change: [StoresChange];
  }>();

  constructor(connect: (account: Account) => LettrClient) {
    this.#connect = connect;
  }

  of(account: Account): WebhookStore {
    const known = this.#byAccount.get(account.id);
    if (known) {
      return known;
    }
    const made = new WebhookStore(this.#connect(account));
    this.#byAccount.set(account.id, made);
    made.onDidChange((change) => this.#events.emit('change', { ...change, account, store: made }));
    this.#events.emit('make', account, made);
    return made;
  }

  /** The store of an account that was asked for before. */
  known(accountId: string): WebhookStore | undefined {
    return this.#byAccount.get(accountId);
  }

  /** Forgets what is known of an account, or of all of them: its key or the API's address changed. */
  forget(accountId?: string): void {
    for (const [id, store] of this.#byAccount) {
      if (accountId === undefined || id === accountId) {
        store.dispose();
        this.#byAccount.delete(id);
      }
    }
    this.#events.emit('forget');
  }

  /** Stores were replaced; ask for them anew. */
  onDidForget(listener: () => void): { dispose(): void } {
    this.#events.on('forget', listener);
    return { dispose: () => this.#events.off('forget', listener) };
  }

  /** An account was asked for the first time, or the first time since its store was forgotten. */
  onDidMake(listener: (account: Account, store: WebhookStore) => void): { dispose(): void } {
    this.#events.on('make', listener);
    return { dispose: () => this.#events.off('make', listener) };
  }

  /** Any of the stores changed. */
  onDidChange(listener: (change: StoresChange) => void): { dispose(): void } {
    this.#events.on('change', listener);
    return { dispose: () => this.#events.off('change', listener) };
  }

  dispose(): void {
    this.forget();
    this.#events.removeAllListeners();
  }
}
