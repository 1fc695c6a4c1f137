import type { AccountMode } from '../accounts/account.ts';
import type { SandboxQuota } from '../api/types.ts';

/** Why there are no automatic refreshes. */
export type IdleReason = 'off' | 'quotaUnknown' | 'quotaLow' | 'rejected' | 'unfocused' | 'hidden';

/** When an account's list is read by itself next; `at` is Unix ms. */
export type NextRefresh =
  { readonly kind: 'at'; readonly at: number } | { readonly kind: 'never'; readonly why: IdleReason };

/** What decides the rhythm. */
export interface Circumstances {
  readonly mode: AccountMode;
  /** Of a sandbox key; `undefined` before Lettr has told it. */
  readonly quota: SandboxQuota | undefined;
  /** `undefined` when automatic refreshes are off. */
  readonly intervalMs: number | undefined;
  /** Whether there are notifications about failures: then a hidden view is kept up to date as well. */
  readonly isNotifying: boolean;
  readonly isFocused: boolean;
  readonly isVisible: boolean;
  /** Whether this window has read the list. */
  readonly isLoaded: boolean;
  /** Whether the key or the address cannot work before a person changes something. */
  readonly isRejected: boolean;
}

/** A hidden view is read this many times more rarely. */
const HIDDEN_FACTOR = 5;
/** The shortest time between two reads for a hidden view, since the whole team shares 3 requests a second; ms. */
const HIDDEN_LEAST_MS = 300_000;
/** A sandbox key has 2,000 requests a day, so its list is read at half the pace. */
const SANDBOX_FACTOR = 2;
/** This part of a sandbox's requests is left to the person. */
const SANDBOX_RESERVE = 1 / 4;

/** How many ms lie between two automatic reads, or why there are none. */
export function rhythmOf(now: Circumstances): number | IdleReason {
  if (now.intervalMs === undefined) {
    return 'off';
  }
  if (now.isRejected) {
    return 'rejected';
  }
  const why = quotaReason(now.mode, now.quota);
  if (why) {
    return why;
  }
  if (!now.isFocused) {
    return 'unfocused';
  }
  const ms = now.mode === 'sandbox' ? SANDBOX_FACTOR * now.intervalMs : now.intervalMs;
  if (now.isVisible) {
    return ms;
  }
  return now.isLoaded && now.isNotifying ? Math.max(HIDDEN_FACTOR * ms, HIDDEN_LEAST_MS) : 'hidden';
}

/** Why the quota of a sandbox key allows nothing unasked. */
export function quotaReason(mode: AccountMode, quota: SandboxQuota | undefined): IdleReason | undefined {
  if (mode === 'sandbox' && !quota) {
    return 'quotaUnknown';
  }
  return quota && quota.day.remaining <= quota.day.limit * SANDBOX_RESERVE ? 'quotaLow' : undefined;
}
