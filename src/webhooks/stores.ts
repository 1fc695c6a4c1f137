import type { LettrClient } from '../api/client.ts';
import type { Account } from '../accounts/account.ts';
import { Emitter } from '../platform/emitter.ts';
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
  readonly #didForget = new Emitter<void>();
  readonly #didChange = new Emitter<StoresChange>();

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
    made.onDidChange((change) => this.#didChange.fire({ ...change, account, store: made }));
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
    this.#didForget.fire();
  }

  /** Stores were replaced; ask for them anew. */
  readonly onDidForget = this.#didForget.event;

  /** Any of the stores changed. */
  readonly onDidChange = this.#didChange.event;

  dispose(): void {
    this.forget();
    this.#didForget.dispose();
    this.#didChange.dispose();
  }
}
