import { Cancelled, LettrError } from '../api/errors.ts';
import type { Webhook } from '../api/types.ts';

/** What another look at the list says about a write whose answer never came. */
export type Verdict<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'notDone' }
  /** The list cannot tell. */
  | { readonly kind: 'unchecked' };

/** A write whose answer was lost, after another look at the list. */
export class WriteFailure extends Error {
  override readonly name = 'WriteFailure';
  /** What happened to the write: a `LettrError` or `Cancelled`. */
  readonly reason: unknown;
  readonly verdict: 'notDone' | 'unchecked';

  constructor(reason: unknown, verdict: 'notDone' | 'unchecked') {
    super(`The outcome of a write was lost (${verdict})`, { cause: reason });
    this.reason = reason;
    this.verdict = verdict;
  }
}

/**
 * Finds out what became of a write that failed with an unknown effect. Any other failure is thrown as it is.
 *
 * @returns what the write would have returned, when it took effect after all.
 * @throws {WriteFailure} when it did not, or when nobody knows.
 */
export async function verify<T>(
  error: unknown,
  look: () => Promise<ReadonlyMap<string, Webhook>>,
  judge: (list: ReadonlyMap<string, Webhook>) => Verdict<T>,
): Promise<T> {
  if (!((error instanceof LettrError || error instanceof Cancelled) && error.effect === 'unknown')) {
    throw error;
  }
  const verdict = judge(await look());
  if (verdict.kind === 'done') {
    return verdict.value;
  }
  if (error instanceof Cancelled && verdict.kind === 'notDone') {
    throw new Cancelled();
  }
  throw new WriteFailure(error, verdict.kind);
}
