import type { LettrError } from './errors.ts';
import { KeyLatch } from './latch.ts';
import type { Session } from './session.ts';
import type { Transport } from './transport.ts';
import type { ApiLog, LettrClient, SandboxQuota, VerbMemory } from './types.ts';

export interface ApiOptions {
  /** `name/version`, by which Lettr groups its logs. */
  readonly userAgent: string;
  /** Called by {@link Api.prepare}, or at the first request. */
  readonly loadTransport: () => Promise<Transport>;
  readonly verbs: VerbMemory;
  readonly log: ApiLog;
  /** For one request from its start to the end of its answer. */
  readonly timeoutMs?: number;
  readonly random?: () => number;
  readonly now?: () => number;
}

/** Where a client's requests go and whose they are. */
export interface Connection {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Whose rate limit counts; `undefined` until the team is known. */
  readonly team: () => number | undefined;
  /** The key for exactly this origin; rejects when there is none. */
  readonly key: (origin: string) => Promise<string>;
  /** Told after every answer to a sandbox key that says what is left of its day. */
  readonly onSandboxQuota?: (quota: SandboxQuota) => void;
}

/**
 * The Lettr API as the rest of the extension holds it. It is cheap to make: what sends, parses and throttles is loaded
 * by the first call, or ahead of it.
 */
export class Api {
  readonly #options: ApiOptions;
  readonly #latch: KeyLatch;
  #session: Promise<Session> | undefined;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#latch = new KeyLatch(options.now);
  }

  /** A client for one key. Nothing is sent until one of its methods is called. */
  connect(connection: Connection): LettrClient {
    let loaded: Promise<LettrClient> | undefined;
    const client = (): Promise<LettrClient> =>
      (loaded ??= this.#load().then((session) => session.connect(connection)));
    return {
      webhooks: {
        list: async (options) => (await client()).webhooks.list(options),
        get: async (id, options) => (await client()).webhooks.get(id, options),
        create: async (draft, options) => (await client()).webhooks.create(draft, options),
        update: async (id, patch, options) => (await client()).webhooks.update(id, patch, options),
        delete: async (id, options) => (await client()).webhooks.delete(id, options),
      },
      events: { recent: async (types, options) => (await client()).events.recent(types, options) },
      auth: { check: async (options) => (await client()).auth.check(options) },
    };
  }

  /** Loads, ahead of the first call, what it needs. Nothing is sent. */
  async prepare(): Promise<void> {
    await (await this.#load()).prepare();
  }

  /** Lets a rejected key be sent once more, because a person asked for it. */
  release(key: string): void {
    this.#latch.release(key);
  }

  /** How many times Lettr rejected a key within the last five minutes. */
  recentRejections(): number {
    return this.#latch.recentRejections();
  }

  #load(): Promise<Session> {
    return (this.#session ??= import('./session.ts').then(
      (module) => new module.Session(this.#options, this.#latch),
    ));
  }
}

/** A client that sends nothing and rejects every call with `error`. */
export function refusingClient(error: LettrError): LettrClient {
  const refuse = (): Promise<never> => Promise.reject(error);
  return {
    webhooks: { list: refuse, get: refuse, create: refuse, update: refuse, delete: refuse },
    events: { recent: refuse },
    auth: { check: refuse },
  };
}
