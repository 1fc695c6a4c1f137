import { EventEmitter } from 'node:events';

import type { LettrClient } from '../api/types.ts';
import type { Account } from '../accounts/account.ts';
import { WebhookStore } from './store.ts';

/** One store for each account, made when it is first asked for. */
export class WebhookStores {
  readonly #connect: (account: Account) => LettrClient;
  readonly #byAccount = new Map<string, WebhookStore>();
  readonly #forgotten = new EventEmitter<{ forget: [] }>();

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
    return made;
  }

  /** Forgets what is known of an account, or of all of them: its key or the API's address changed. */
  forget(accountId?: string): void {
    for (const [id, store] of this.#byAccount) {
      if (accountId === undefined || id === accountId) {
        store.dispose();
        this.#byAccount.delete(id);
      }
    }
    this.#forgotten.emit('forget');
  }

  /** Stores were replaced; ask for them anew. */
  onDidForget(listener: () => void): { dispose(): void } {
    this.#forgotten.on('forget', listener);
    return { dispose: () => this.#forgotten.off('forget', listener) };
  }

  dispose(): void {
    this.#forgotten.removeAllListeners();
    this.forget();
  }
}
