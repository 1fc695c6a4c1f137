import type { Webhook, WebhookDraft, WebhookPatch } from '../api/types.ts';
import type { Verdict } from './verify.ts';

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
