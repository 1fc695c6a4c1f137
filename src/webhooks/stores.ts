import type { LettrClient } from '../api/types.ts';
import type { Account } from '../accounts/account.ts';
import { WebhookStore } from './store.ts';

/** One store for each account, made when it is first asked for. */
export class WebhookStores {
  readonly #connect: (accountId: string) => LettrClient;
  readonly #byAccount = new Map<string, WebhookStore>();

  constructor(connect: (accountId: string) => LettrClient) {
    this.#connect = connect;
  }

  of(account: Account): WebhookStore {
    const known = this.#byAccount.get(account.id);
    if (known) {
      return known;
    }
    const made = new WebhookStore(this.#connect(account.id));
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
  }

  dispose(): void {
    this.forget();
  }
}
