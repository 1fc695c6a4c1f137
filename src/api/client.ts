import type { ApiOptions, Connection } from './connection.ts';
import type { Call } from './call.ts';
import { emailEventsApi } from './emailEvents.ts';
import type { LettrError } from './errors.ts';
import { RejectedKeys } from './rejectedKeys.ts';
import type { Session } from './session.ts';
import type { CallOptions } from './types.ts';
import { webhooksApi, type WebhookCallsOptions } from './webhooks.ts';

/** The API as one key sees it. */
export type LettrClient = ReturnType<typeof clientOf>;

/**
 * The Lettr API as the rest of the extension holds it. It is cheap to make: what sends, parses and throttles is loaded
 * by the first call, or ahead of it.
 */
export class Api {
  readonly #options: ApiOptions;
  readonly #rejectedKeys: RejectedKeys;
  #session: Promise<Session> | undefined;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#rejectedKeys = new RejectedKeys();
  }

  /** A client for one key. Nothing is sent until one of its methods is called. */
  connect(connection: Connection): LettrClient {
    const { verbs, log } = this.#options;
    return clientOf(async (make, options) => (await this.#load()).call(make, connection, options), {
      origin: new URL(connection.baseUrl).origin,
      verbs,
      log,
    });
  }

  /** Loads, ahead of the first call, what it needs. Nothing is sent. */
  async prepare(): Promise<void> {
    await (await this.#load()).prepare();
  }

  /** Lets a rejected key be sent once more, because a person asked for it. */
  release(key: string): void {
    this.#rejectedKeys.release(key);
  }

  /** How many times Lettr rejected a key within the last five minutes. */
  recentRejections(): number {
    return this.#rejectedKeys.recentRejections();
  }

  #load(): Promise<Session> {
    return (this.#session ??= import('./session.ts').then(
      (module) => new module.Session(this.#options, this.#rejectedKeys),
    ));
  }
}

/** A client that sends nothing and rejects every call with `error`. */
export function refusingClient(error: LettrError): LettrClient {
  return clientOf(() => Promise.reject(error), {
    origin: '',
    verbs: { get: () => undefined, set: () => undefined },
    log: { warn: () => undefined },
  });
}

function clientOf(call: Call, webhookOptions: WebhookCallsOptions) {
  return {
    webhooks: webhooksApi(call, webhookOptions),
    events: emailEventsApi(call),
    auth: {
      /** Asks whether the key is valid and whose it is. */
      check: (options?: CallOptions) =>
        call(
          ({ parseAuth }) => ({ method: 'GET', path: '/auth/check', operation: 'check', parse: parseAuth }),
          options,
        ),
    },
  };
}
