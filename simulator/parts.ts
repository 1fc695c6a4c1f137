import { EmailEventLog, seedEvents } from './emailEvents.ts';
import { FaultQueue } from './faults.ts';
import { KeyRing, Lockout } from './keys.ts';
import { RateLimits } from './rateLimits.ts';
import { RequestLog } from './requests.ts';
import { seedWebhooks } from './seed.ts';
import { WebhookState } from './state.ts';

export interface SimulatorOptions {
  /** 0 (default) = any free port */
  port?: number;
  /** start without webhooks and events; false by default */
  empty?: boolean;
  /** the verb that updates a webhook; put by default */
  updateVerb?: 'put' | 'patch' | 'both';
  /** true by default; false also leaves the headers out */
  rateLimit?: boolean;
  /** send the test POST on create and URL change; false by default */
  ping?: boolean;
  /** the most characters of a name; 24 by default, 255 as servers before September 2026 */
  maxName?: 24 | 255;
}

/** What the routes work on: one set for each running simulator. */
export interface Parts {
  readonly options: Required<SimulatorOptions>;
  readonly state: WebhookState;
  readonly emailEvents: EmailEventLog;
  readonly keys: KeyRing;
  readonly lockout: Lockout;
  readonly limits: RateLimits;
  readonly faults: FaultQueue;
  readonly log: RequestLog;
  /** aborted when the simulator closes */
  readonly closing: AbortSignal;
}

export function createParts(options: SimulatorOptions, closing: AbortSignal): Parts {
  const complete = {
    port: 0,
    empty: false,
    updateVerb: 'put' as const,
    rateLimit: true,
    ping: false,
    maxName: 24 as const,
    ...options,
  };
  const parts: Parts = {
    options: complete,
    state: new WebhookState(),
    emailEvents: new EmailEventLog(),
    keys: new KeyRing(),
    lockout: new Lockout(Date.now),
    limits: new RateLimits(complete.rateLimit, Date.now),
    faults: new FaultQueue(),
    log: new RequestLog(),
    closing,
  };
  resetParts(parts, complete.empty);
  return parts;
}

/** Back to how it started, except for the port and the other options. */
export function resetParts(parts: Parts, empty: boolean): void {
  parts.state.replaceAll(empty ? [] : seedWebhooks(Date.now()));
  parts.emailEvents.clear();
  if (!empty) seedEvents(parts.emailEvents, Date.now());
  parts.keys.restoreAll();
  parts.lockout.clear();
  parts.limits.clear();
  parts.faults.clear();
  parts.log.clear();
}
