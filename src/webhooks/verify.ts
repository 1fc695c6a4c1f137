import { Cancelled, LettrError } from '../api/errors.ts';
import type { Webhook, WebhookDraft, WebhookPatch } from '../api/types.ts';

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

/** Whether a webhook of the draft's URL came to the list. `before`: the list as it was, when it was known. */
export function verdictOnCreate(
  draft: WebhookDraft,
  before: ReadonlyMap<string, Webhook> | undefined,
  after: ReadonlyMap<string, Webhook>,
): Verdict<Webhook> {
  const made = [...after.values()].find(({ id, url }) => url === draft.url && !before?.has(id));
  if (!made) {
    return { kind: 'notDone' };
  }
  // Without an earlier list it may have been there all along.
  return before ? { kind: 'done', value: made } : { kind: 'unchecked' };
}

/** Whether a webhook looks as the patch would have left it. */
export function verdictOnUpdate(
  patch: WebhookPatch,
  before: Webhook | undefined,
  after: Webhook | undefined,
): Verdict<Webhook> {
  const fields = shownFields(patch);
  if (!after || fields.some(([field, value]) => !isSame(after[field], value))) {
    return { kind: 'notDone' };
  }
  // Credentials leave no trace in what the API shows; another field that changed with them does.
  const hasCredentials = patch.authentication !== undefined && patch.authentication.type !== 'none';
  const isSeenToChange =
    before !== undefined && fields.some(([field]) => !isSame(after[field], before[field]));
  return hasCredentials && !isSeenToChange ? { kind: 'unchecked' } : { kind: 'done', value: after };
}

/** Whether a webhook is gone. */
export function verdictOnDelete(id: string, after: ReadonlyMap<string, Webhook>): Verdict<void> {
  return after.has(id) ? { kind: 'notDone' } : { kind: 'done', value: undefined };
}

type ShownField = 'name' | 'url' | 'events' | 'enabled' | 'authentication';

function shownFields(patch: WebhookPatch): readonly (readonly [ShownField, unknown])[] {
  const fields: (readonly [ShownField, unknown])[] = [
    ['name', patch.name],
    ['url', patch.url],
    ['events', patch.events],
    ['enabled', patch.enabled],
    ['authentication', patch.authentication?.type],
  ];
  return fields.filter(([, value]) => value !== undefined);
}

function isSame(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b)
    ? JSON.stringify(a.toSorted(byText)) === JSON.stringify(b.toSorted(byText))
    : a === b;
}

function byText(a: unknown, b: unknown): number {
  return String(a).localeCompare(String(b));
}
