import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Histories } from '../webhooks/history.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import type { Attention, MonitorLog, WatchSettings } from './attention.ts';
import { Chase } from './chase.ts';
import type { Clock } from './clock.ts';
import type { News } from './early.ts';
import { Exchange } from './exchange.ts';
import type { Incident } from './incidents.ts';
import { Monitor } from './monitor.ts';
import { AccountRecord, recordName } from './record.ts';
import type { Next } from './status.ts';

export interface WatchOptions {
  readonly account: Account;
  readonly store: WebhookStore;
  readonly accounts: Pick<Accounts, 'fingerprint'>;
  readonly histories: Pick<Histories, 'set'>;
  /** Where the records of all accounts are. */
  readonly folder: string;
  readonly attention: Attention;
  readonly settings: WatchSettings;
  readonly clock: Clock;
  readonly log: MonitorLog;
  /** Takes what came to the store before. */
  readonly earlyNews: () => readonly News[];
  readonly announce: (incidents: readonly Incident[]) => void;
  readonly onDidPlan: () => void;
}

/** While a long list is written, the extension host cannot answer VS Code, which asks for the rows that changed. */
const REST_MS = 250;

/** Everything that is done unasked for one account of this window. */
export class Watch {
  readonly #options: WatchOptions;
  readonly #ending = new AbortController();
  readonly #started: Promise<void>;
  #parts:
    { readonly monitor: Monitor; readonly exchange: Exchange; readonly chase: Chase | undefined } | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#started = this.#start()
      .catch((error: unknown) => options.log.error('An account could not be watched', error))
      // Whoever could not begin keeps nothing either.
      .finally(() => void options.earlyNews());
  }

  get account(): Account {
    return this.#options.account;
  }

  get store(): WebhookStore {
    return this.#options.store;
  }

  get next(): Next {
    return this.#parts?.monitor.next ?? { kind: 'never', why: 'hidden' };
  }

  dispose(): void {
    this.#ending.abort();
    this.#parts?.monitor.dispose();
    this.#parts?.chase?.dispose();
    this.#parts?.exchange.dispose();
    this.#options.histories.set(this.account.id, new Map(), []);
  }

  /** Resolves when nothing more is written after {@link dispose}. */
  async ended(): Promise<void> {
    await this.#started;
    await this.#parts?.exchange.settled();
  }

  async #start(): Promise<void> {
    const { account, store, accounts, folder, clock, attention, settings, log } = this.#options;
    const fingerprint = await accounts.fingerprint(account);
    if (fingerprint === undefined || this.#ending.signal.aborted) {
      return;
    }
    const record = new AccountRecord({
      root: folder,
      name: recordName(account, fingerprint),
      fingerprint,
      signal: this.#ending.signal,
      now: () => clock.now(),
    });
    const { histories, announce, onDidPlan } = this.#options;
    const early = this.#options.earlyNews();
    const isTelling = () => settings.isTelling;
    const exchange = new Exchange({
      account,
      store,
      record,
      histories,
      clock,
      isTelling,
      announce,
      log,
      restMs: REST_MS,
      early,
    });
    const monitor = new Monitor({
      mode: account.mode,
      store,
      exchange,
      polling: record.polling,
      attention,
      settings,
      clock,
      log,
      onDidPlan,
    });
    const onRead = exchange.publishSingle.bind(exchange);
    // The few requests that a sandbox key has are the person's.
    const chase = account.mode === 'sandbox' ? undefined : new Chase({ store, clock, onRead });
    this.#parts = { monitor, exchange, chase };
    for (const news of early) {
      if (news.kind === 'write') {
        chase?.note(news.write);
      }
    }
    onDidPlan();
  }
}
