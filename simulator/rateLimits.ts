import type { ApiKey } from './keys.ts';

interface Standing {
  remaining: number;
  /** ms since the epoch */
  resetAt: number;
}

/** Counts per subject in windows that open with the first request, as Laravel's limiter does. */
class Meter {
  readonly limit: number;
  readonly #ms: number;
  readonly #windows = new Map<string, { from: number; used: number }>();

  constructor(limit: number, ms: number) {
    this.limit = limit;
    this.#ms = ms;
  }

  standing(subject: string, now: number): Standing {
    const window = this.#current(subject, now);
    return {
      remaining: Math.max(0, this.limit - (window?.used ?? 0)),
      resetAt: (window?.from ?? now) + this.#ms,
    };
  }

  take(subject: string, now: number): void {
    const window = this.#current(subject, now) ?? { from: now, used: 0 };
    window.used += 1;
    this.#windows.set(subject, window);
  }

  clear(): void {
    this.#windows.clear();
  }

  #current(subject: string, now: number) {
    const window = this.#windows.get(subject);
    return window && now - window.from < this.#ms ? window : undefined;
  }
}

/** Three requests a second for a team. A sandbox key has no part in it but a budget of its own. */
export class RateLimits {
  readonly #enabled: boolean;
  readonly #now: () => number;
  readonly #team = new Meter(3, 1000);
  readonly #sandbox = {
    second: new Meter(20, 1000),
    minute: new Meter(120, 60_000),
    day: new Meter(2_000, 24 * 3_600_000),
  };

  /**
   * @param enabled false = nothing is counted and no header is sent
   * @param now ms since the epoch
   */
  constructor(enabled: boolean, now: () => number) {
    this.#enabled = enabled;
    this.#now = now;
  }

  /** Counts a request of the key. The result is 0, or the whole seconds to wait where it is one too many. */
  take(key: ApiKey): number {
    if (!this.#enabled) return 0;
    const now = this.#now();
    const meters = this.#metersOf(key);
    const waits = meters.map(([meter, subject]) => {
      const { remaining, resetAt } = meter.standing(subject, now);
      return remaining > 0 ? 0 : Math.max(1, Math.ceil((resetAt - now) / 1000));
    });
    const wait = Math.max(...waits);
    if (wait === 0) for (const [meter, subject] of meters) meter.take(subject, now);
    return wait;
  }

  /** The headers as they stand; a request without a valid key sees an untouched limit. */
  headers(key: ApiKey | undefined): Record<string, string> {
    if (!this.#enabled) return {};
    const now = this.#now();
    const isSandbox = key?.kind === 'sandbox';
    // The plain headers go on working for sandbox keys.
    const meter = isSandbox ? this.#sandbox.second : this.#team;
    const standing = meter.standing(isSandbox ? key.name : String(key?.team ?? ''), now);
    const headers: Record<string, string> = {
      'x-ratelimit-limit': String(meter.limit),
      'x-ratelimit-remaining': String(standing.remaining),
      'x-ratelimit-reset': String(Math.ceil(standing.resetAt / 1000)),
    };
    if (!isSandbox) return headers;
    for (const [span, sandbox] of Object.entries(this.#sandbox)) {
      headers[`x-sandbox-ratelimit-${span}-limit`] = String(sandbox.limit);
      headers[`x-sandbox-ratelimit-${span}-remaining`] = String(sandbox.standing(key.name, now).remaining);
    }
    return headers;
  }

  clear(): void {
    for (const meter of [this.#team, ...Object.values(this.#sandbox)]) meter.clear();
  }

  #metersOf(key: ApiKey): [Meter, string][] {
    return key.kind === 'sandbox'
      ? Object.values(this.#sandbox).map((meter) => [meter, key.name])
      : [[this.#team, String(key.team)]];
  }
}
