import type { ApiOptions, Connection } from './connection.ts';
import type { LettrError } from './errors.ts';
import { RejectedKeys } from './rejectedKeys.ts';
import type { Session } from './session.ts';
import type { LettrClient } from './types.ts';

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
    let loaded: Promise<LettrClient> | undefined;
    return clientOf(async (call) =>
      call(await (loaded ??= this.#load().then((session) => session.connect(connection)))),
    );
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
  return clientOf(() => Promise.reject(error));
}

/** A client whose every call goes through `forward`, which gets the call as it would be made on another client. */
function clientOf(forward: <T>(call: (client: LettrClient) => Promise<T>) => Promise<T>): LettrClient {
  return {
    webhooks: {
      list: (...args) => forward(({ webhooks }) => webhooks.list(...args)),
      get: (...args) => forward(({ webhooks }) => webhooks.get(...args)),
      create: (...args) => forward(({ webhooks }) => webhooks.create(...args)),
      update: (...args) => forward(({ webhooks }) => webhooks.update(...args)),
      delete: (...args) => forward(({ webhooks }) => webhooks.delete(...args)),
    },
    events: {
      recent: (...args) => forward(({ events }) => events.recent(...args)),
      page: (...args) => forward(({ events }) => events.page(...args)),
    },
    auth: { check: (...args) => forward(({ auth }) => auth.check(...args)) },
  };
}
