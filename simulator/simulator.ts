import { setMaxListeners } from 'node:events';
import type { DeliveryResult } from './deliver.ts';
import { happened, type EmailEvent, type HappenedOptions } from './emailEvents.ts';
import { emit, type EmitOptions } from './emit.ts';
import type { Fault } from './faults.ts';
import { keyTexts, type KeyName } from './keys.ts';
import { createParts, resetParts, type SimulatorOptions } from './parts.ts';
import { putWebhook, type WebhookPut } from './put.ts';
import type { RecordedRequest } from './requests.ts';
import { liveTeam } from './seed.ts';
import { buildServer } from './server.ts';
import type { StoredWebhook, WireWebhook } from './state.ts';

export type { DeliveryResult } from './deliver.ts';
export type { EmailEvent, HappenedOptions } from './emailEvents.ts';
export type { EmitOptions } from './emit.ts';
export { eventTypes } from './events.ts';
export type { Fault, FaultKind, FaultScope } from './faults.ts';
export type { KeyName } from './keys.ts';
export type { SimulatorOptions } from './parts.ts';
export type { WebhookPut } from './put.ts';
export type { RecordedRequest } from './requests.ts';
export { liveTeam, otherTeam } from './seed.ts';
export type { Credentials, StoredWebhook, WireWebhook } from './state.ts';

/** A running simulator. */
export interface Simulator {
  /** `http://127.0.0.1:N` */
  readonly origin: string;
  /** the origin followed by `/api` */
  readonly baseUrl: string;
  readonly keys: Readonly<Record<KeyName, string>>;
  /** every request to `/api` in order; the same array throughout */
  readonly requests: readonly RecordedRequest[];
  clearRequests(): void;
  /** Copies, credentials included. `team` is the live one by default. */
  webhooks(team?: number): StoredWebhook[];
  /** Inserts, or lays the fields over the webhook of that id. Nothing is validated. */
  put(webhook: WebhookPut, team?: number): WireWebhook;
  /** Removes the webhook, whichever team's it is. */
  remove(id: string): void;
  /** Back to the seed; faults, limits, lock-out, revoked keys and recorded requests are cleared. */
  reset(options?: { empty?: boolean }): void;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Makes a key, given as itself or by name, answer 401. RangeError where there is none. */
  revoke(key: string): void;
  restore(key: string): void;
  /** Delivers a batch to the subscribed webhooks and notes its events. Rejects with RangeError for an unknown type. */
  emit(type: string, options?: EmitOptions): Promise<DeliveryResult[]>;
  /** Notes events of emails that no webhook is told of. RangeError for a type that the API does not list. */
  happened(type: string, options?: HappenedOptions): EmailEvent[];
  /** Forgets the events of every team. */
  clearEvents(): void;
  /** Ends the server and every connection, also hanging ones. */
  close(): Promise<void>;
}

/** Starts a simulator on 127.0.0.1. Rejects with the system's error where the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const closing = new AbortController();
  // Every delayed answer listens to it.
  setMaxListeners(0, closing.signal);
  const parts = createParts(options, closing.signal);
  const app = await buildServer(parts);
  const origin = await app.listen({ host: '127.0.0.1', port: parts.options.port });
  return {
    origin,
    baseUrl: `${origin}/api`,
    keys: keyTexts,
    requests: parts.log.entries,
    clearRequests: () => parts.log.clear(),
    webhooks: (team = liveTeam) => parts.state.list(team),
    put: (webhook, team) => putWebhook(parts.state, webhook, team),
    remove: (id) => void parts.state.remove(id),
    reset: ({ empty = parts.options.empty } = {}) => resetParts(parts, empty),
    fault: (fault) => parts.faults.add(fault),
    clearFaults: () => parts.faults.clear(),
    revoke: (key) => parts.keys.revoke(key),
    restore: (key) => parts.keys.restore(key),
    emit: (type, emitOptions) => emit(parts, type, emitOptions),
    happened: (type, happenedOptions) => happened(parts.emailEvents, type, happenedOptions),
    clearEvents: () => parts.emailEvents.clear(),
    close: async () => {
      closing.abort();
      await app.close();
    },
  };
}
