import type { Transport } from './transport.ts';
import type { ApiLog, SandboxQuota, VerbMemory } from './types.ts';

export interface ApiOptions {
  /** `name/version`, by which Lettr groups its logs. */
  readonly userAgent: string;
  /** Called by {@link Api.prepare}, or at the first request. */
  readonly loadTransport: () => Promise<Transport>;
  readonly verbs: VerbMemory;
  readonly log: ApiLog;
  /** For one request, from its place in the queue to the end of its answer. */
  readonly timeoutMs?: number;
  readonly random?: () => number;
  /** Unix ms. Whatever waits is measured with a clock that nobody can set. */
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
