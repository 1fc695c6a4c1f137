import {
  invalidKey,
  ipBlocked,
  lockedOut,
  missingKey,
  missingScope,
  rateLimited,
  sandboxRestricted,
  type Answer,
} from './answers.ts';
import type { ApiKey, Identity } from './keys.ts';
import type { Operation } from './operations.ts';
import type { Parts } from './parts.ts';

/**
 * Whether the request may reach its operation: the answer that turns it away, or undefined. The order is lock-out,
 * key, address, rate limit, scope; a request that a later check refuses has been counted by the earlier ones.
 * @param address the client's, as the lock-out knows it
 */
export function refusal(
  parts: Parts,
  access: Operation['access'],
  identity: Identity,
  address: string,
): Answer | undefined {
  if (access === 'open') return undefined;
  const blocked = parts.lockout.secondsLeft(address);
  if (blocked > 0) return lockedOut(blocked);
  if (!identity.key) {
    parts.lockout.fail(address);
    return identity.presented ? invalidKey : missingKey;
  }
  if (identity.key.kind === 'ipBlocked') return ipBlocked;
  const wait = parts.limits.take(identity.key);
  if (wait > 0) return rateLimited(wait);
  return scopeRefusal(access, identity.key);
}

function scopeRefusal(access: Operation['access'], { kind }: ApiKey): Answer | undefined {
  if (access === 'key') return undefined;
  if (kind === 'sending') return missingScope;
  return kind === 'sandbox' && access === 'write' ? sandboxRestricted : undefined;
}
