import type { AccountMode } from '../accounts/account.ts';

/** Why nothing is read by itself. */
export type Idle = 'off' | 'sandbox' | 'rejected' | 'unfocused' | 'hidden';

/** How often an account is read by itself. */
export type Rhythm =
  { readonly kind: 'every'; readonly ms: number } | { readonly kind: 'never'; readonly why: Idle };

/** What decides the rhythm. */
export interface Circumstances {
  readonly mode: AccountMode;
  /** `undefined` when automatic refreshes are off. */
  readonly intervalMs: number | undefined;
  /** Whether failures are told in notifications, for which a hidden view is kept up to date as well. */
  readonly isTelling: boolean;
  readonly isFocused: boolean;
  readonly isVisible: boolean;
  /** Whether this window has read the list. */
  readonly isLoaded: boolean;
  /** Whether the key or the address cannot work before a person changes something. */
  readonly isRejected: boolean;
  /** The shortest time between two readings for a hidden view; {@link HIDDEN_LEAST_MS} in the product. */
  readonly hiddenLeastMs: number;
}

/** A hidden view is read this many times more rarely, */
const HIDDEN_FACTOR = 5;
/** and not more often than this, since the team shares 3 requests a second. */
export const HIDDEN_LEAST_MS = 300_000;
export const LONGEST_BACK_OFF_MS = 30 * 60_000;

/** Sandbox keys have 10 requests a minute and 100 a day, so that none is spent unasked. */
export function rhythmOf(now: Circumstances): Rhythm {
  if (now.mode === 'sandbox') {
    return { kind: 'never', why: 'sandbox' };
  }
  if (now.intervalMs === undefined) {
    return { kind: 'never', why: 'off' };
  }
  if (now.isRejected) {
    return { kind: 'never', why: 'rejected' };
  }
  if (!now.isFocused) {
    return { kind: 'never', why: 'unfocused' };
  }
  if (now.isVisible) {
    return { kind: 'every', ms: now.intervalMs };
  }
  return now.isLoaded && now.isTelling
    ? { kind: 'every', ms: Math.max(HIDDEN_FACTOR * now.intervalMs, now.hiddenLeastMs) }
    : { kind: 'never', why: 'hidden' };
}

/**
 * How long to wait after `faults` failed readings in a row, in ms: twice as long each time, up to about half an hour,
 * with up to half of it added by chance so that machines do not come back together. Never less than the interval.
 *
 * @param random at least 0, less than 1.
 */
export function backOffMs(faults: number, intervalMs: number, random: number): number {
  const doubled = intervalMs * 2 ** Math.min(faults - 1, 20);
  const longest = Math.max(LONGEST_BACK_OFF_MS, intervalMs);
  return Math.min(doubled * (1 + random / 2), longest * (1 + random / 10));
}
