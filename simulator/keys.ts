import { createHash } from 'node:crypto';
import { liveTeam, otherTeam } from './seed.ts';

export type KeyName = 'live' | 'sandbox' | 'sendingOnly' | 'ipBlocked' | 'otherTeam' | 'invalid';

/** A key the API knows. */
export interface ApiKey {
  name: KeyName;
  team: number;
  kind: 'full' | 'sandbox' | 'sending' | 'ipBlocked';
}

// Derived, so that a key pasted into the extension survives a restart and no secret-looking text is in the source.
function secret(name: KeyName): string {
  return createHash('sha256').update(`lettr simulator ${name}`).digest('hex');
}

/** Every key by name, the same in each run. `invalid` has the right shape and is unknown to the API. */
export const keyTexts: Readonly<Record<KeyName, string>> = {
  live: `lttr_${secret('live')}`,
  sandbox: `lttr_sandbox_${secret('sandbox')}`,
  sendingOnly: `lttr_${secret('sendingOnly')}`,
  ipBlocked: `lttr_${secret('ipBlocked')}`,
  otherTeam: `lttr_${secret('otherTeam')}`,
  invalid: `lttr_${secret('invalid')}`,
};

const known: Readonly<Record<Exclude<KeyName, 'invalid'>, ApiKey>> = {
  live: { name: 'live', team: liveTeam, kind: 'full' },
  sandbox: { name: 'sandbox', team: liveTeam, kind: 'sandbox' },
  sendingOnly: { name: 'sendingOnly', team: liveTeam, kind: 'sending' },
  ipBlocked: { name: 'ipBlocked', team: liveTeam, kind: 'ipBlocked' },
  otherTeam: { name: 'otherTeam', team: otherTeam, kind: 'full' },
};

/** What an Authorization header turned out to be. `name` is also set for keys that do not open anything. */
export interface Identity {
  presented: boolean;
  name: KeyName | undefined;
  key: ApiKey | undefined;
}

function isKeyName(text: string): text is KeyName {
  return Object.hasOwn(keyTexts, text);
}

/** Knows which keys are valid right now. */
export class KeyRing {
  readonly #revoked = new Set<KeyName>();

  /** Reads a `Bearer` header; any other scheme counts as no key. */
  identify(authorization: string | undefined): Identity {
    const text = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
    if (text === undefined) return { presented: false, name: undefined, key: undefined };
    const name = nameOf(text);
    const valid = name !== undefined && name !== 'invalid' && !this.#revoked.has(name);
    return { presented: true, name, key: valid ? known[name] : undefined };
  }

  /**
   * @param key a key or its name
   * @throws RangeError where there is no such key
   */
  revoke(key: string): void {
    this.#revoked.add(required(key));
  }

  /** Undoes {@link revoke}; same argument, same error. */
  restore(key: string): void {
    this.#revoked.delete(required(key));
  }

  restoreAll(): void {
    this.#revoked.clear();
  }
}

function nameOf(text: string): KeyName | undefined {
  return Object.keys(keyTexts)
    .filter(isKeyName)
    .find((name) => keyTexts[name] === text);
}

function required(key: string): KeyName {
  const name = isKeyName(key) ? key : nameOf(key);
  if (name === undefined) throw new RangeError(`There is no key "${key}".`);
  return name;
}

const failureWindow = 5 * 60_000;
const blockTime = 15 * 60_000;
const failuresAllowed = 5;

/** Blocks a client address for 15 minutes after five failed authentications within five minutes. */
export class Lockout {
  readonly #now: () => number;
  readonly #failures = new Map<string, number[]>();
  readonly #blockedUntil = new Map<string, number>();

  /** @param now ms since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  fail(address: string): void {
    const now = this.#now();
    const recent = (this.#failures.get(address) ?? []).filter((at) => now - at < failureWindow);
    recent.push(now);
    this.#failures.set(address, recent);
    if (recent.length < failuresAllowed) return;
    this.#blockedUntil.set(address, now + blockTime);
    this.#failures.delete(address);
  }

  /** Whole seconds until the address may try again; 0 = not blocked. */
  secondsLeft(address: string): number {
    const left = (this.#blockedUntil.get(address) ?? 0) - this.#now();
    return Math.max(0, Math.ceil(left / 1000));
  }

  clear(): void {
    this.#failures.clear();
    this.#blockedUntil.clear();
  }
}
