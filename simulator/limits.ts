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

/** Three requests a second for a team; ten a minute and a hundred a day for a sandbox key on top. */
export class RateLimits {
  readonly #enabled: boolean;
  readonly #now: () => number;
  readonly #team = new Meter(3, 1000);
  readonly #minute = new Meter(10, 60_000);
  readonly #day = new Meter(100, 24 * 3_600_000);

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
    const team = this.#team.standing(key ? String(key.team) : '', now);
    const headers: Record<string, string> = {
      'x-ratelimit-limit': String(this.#team.limit),
      'x-ratelimit-remaining': String(team.remaining),
      'x-ratelimit-reset': String(Math.ceil(team.resetAt / 1000)),
    };
    if (key?.kind !== 'sandbox') return headers;
    for (const [span, meter] of [
      ['minute', this.#minute],
      ['day', this.#day],
    ] as const) {
      headers[`x-sandbox-ratelimit-${span}-limit`] = String(meter.limit);
      headers[`x-sandbox-ratelimit-${span}-remaining`] = String(meter.standing(key.name, now).remaining);
    }
    return headers;
  }

  clear(): void {
    for (const meter of [this.#team, this.#minute, this.#day]) meter.clear();
  }

  #metersOf(key: ApiKey): [Meter, string][] {
    const meters: [Meter, string][] = [[this.#team, String(key.team)]];
    if (key.kind === 'sandbox') meters.push([this.#minute, key.name], [this.#day, key.name]);
    return meters;
  }
}
