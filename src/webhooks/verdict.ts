import { Cancelled, LettrError, isProblem } from '../api/errors.ts';
import type { Webhook, WebhookDraft, WebhookPatch } from '../api/types.ts';
import { sameEndpoint } from './endpoint.ts';
import { WEBHOOK_FIELDS, type WebhookField } from './fields.ts';

/** What another look at the list says about a write whose answer never came, or said nothing. */
export type Verdict<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'notDone' }
  /** The list cannot tell. */
  | { readonly kind: 'unchecked' };

type Webhooks = ReadonlyMap<string, Webhook>;

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
 * @param look reads the list.
 * @returns what the write would have returned, when it took effect after all.
 * @throws {WriteFailure} when it did not, or when nobody knows; {LettrError} `accepted` when it is still to come.
 */
export async function outcomeOf<T>(
  error: unknown,
  look: () => Promise<Webhooks>,
  judge: (list: Webhooks) => Verdict<T>,
): Promise<T> {
  if (!((error instanceof LettrError || error instanceof Cancelled) && error.effect === 'unknown')) {
    throw error;
  }
  const verdict = judge(await look());
  if (verdict.kind === 'done') {
    return verdict.value;
  }
  // Lettr took it and carries it out later: nothing was lost, and neither verdict would be true.
  if (isProblem(error, 'accepted')) {
    throw error;
  }
  if (error instanceof Cancelled && verdict.kind === 'notDone') {
    throw new Cancelled();
  }
  throw new WriteFailure(error, verdict.kind);
}

/** Whether a webhook of the draft's URL came to the list. `before`: the list as it was, when it was known. */
export function verdictOnCreate(
  draft: WebhookDraft,
  before: Webhooks | undefined,
  after: Webhooks,
): Verdict<Webhook> {
  const added = [...after.values()].filter(({ id }) => !before?.has(id));
  const atUrl = added.filter(({ url }) => sameEndpoint(draft.url, url));
  const made = atUrl.find((webhook) => hasNameOf(draft, webhook)) ?? atUrl[0];
  if (made) {
    // Without an earlier list it may have been there all along.
    return before ? { kind: 'done', value: made } : { kind: 'unchecked' };
  }
  // Of the same name at another URL: perhaps this one, and Lettr changed its URL beyond recognition.
  return before && added.some((webhook) => hasNameOf(draft, webhook))
    ? { kind: 'unchecked' }
    : { kind: 'notDone' };
}

/**
 * Whether a webhook looks as the patch would have left it. A field that changed into something else was written by
 * somebody else, before or after; one that was the same before but for what Lettr tidies tells nothing.
 */
export function verdictOnUpdate(
  patch: WebhookPatch,
  before: Webhook | undefined,
  after: Webhook | undefined,
): Verdict<Webhook> {
  if (!after) {
    return { kind: 'notDone' };
  }
  const found = new Set(
    Object.values(WEBHOOK_FIELDS).map((field) => fieldOutcome(field, patch, before, after)),
  );
  if (found.has('other') || (found.has('kept') && found.has('written'))) {
    return { kind: 'unchecked' };
  }
  if (found.has('kept')) {
    return { kind: 'notDone' };
  }
  // Credentials leave no trace in what the API shows; another field that changed with them does.
  const hasCredentials = patch.authentication !== undefined && patch.authentication.type !== 'none';
  return !found.has('written') && (hasCredentials || found.has('tidied'))
    ? { kind: 'unchecked' }
    : { kind: 'done', value: after };
}

/** Whether a webhook is gone. */
export function verdictOnDelete(id: string, after: Webhooks): Verdict<void> {
  return after.has(id) ? { kind: 'notDone' } : { kind: 'done', value: undefined };
}

/**
 * What a field says about a patch: it is not in it; it is as it was sent, and was so before; it became what was sent; it is
 * as before, and that may be what Lettr makes of what was sent; it is as before; it is something else.
 */
type FieldOutcome = 'unsent' | 'same' | 'written' | 'tidied' | 'kept' | 'other';

function fieldOutcome(
  { sentAs, isSame }: WebhookField,
  patch: WebhookPatch,
  before: Webhook | undefined,
  after: Webhook,
): FieldOutcome {
  const isUnchanged = before !== undefined && isSame(before, after);
  switch (sentAs?.(patch, after)) {
    case undefined:
    case 'unsent':
      return 'unsent';
    case 'exact':
      return before && !isUnchanged ? 'written' : 'same';
    case 'tidied':
      return isUnchanged ? 'tidied' : before ? 'written' : 'same';
    case 'other':
      return isUnchanged || !before ? 'kept' : 'other';
  }
}

function hasNameOf(draft: WebhookDraft, webhook: Webhook): boolean {
  return WEBHOOK_FIELDS.name.sentAs(draft, webhook) !== 'other';
}
