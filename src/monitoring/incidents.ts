import type { Webhook } from '../api/types.ts';
import { deliveryStateOf } from '../webhooks/history.ts';

/**
 * Something that went wrong with a webhook and still is. A webhook has at most one: when Lettr disables a failing
 * webhook whose failing was announced already, that is the same incident going on under another kind.
 */
export interface Incident {
  /** Tells this incident from an earlier one of the same webhook. */
  readonly id: string;
  readonly webhookId: string;
  readonly kind: 'failing' | 'disabled';
  /** Unix ms at which this machine first saw it. */
  readonly since: number;
  /** Whether a window took it upon itself to tell the person; see `AccountRecord.claimAnnouncements`. */
  readonly isAnnounced: boolean;
}

/** A webhook as it was known and as it is now; `undefined` when it was not there. */
export interface Step {
  readonly before: Webhook | undefined;
  readonly after: Webhook | undefined;
  /** Unix ms at which it was seen. */
  readonly at: number;
  /** Whether the person at this machine just wrote `enabled: false`. */
  readonly isDisabledHere: boolean;
}

/** What is open for a webhook after a step, given what was open before; the same object when nothing changed. */
export function incidentAfter(open: Incident | undefined, step: Step): Incident | undefined {
  if (!step.after) {
    return undefined;
  }
  return step.after.enabled
    ? whileEnabled(open, { ...step, after: step.after })
    : whileDisabled(open, { ...step, after: step.after });
}

type SeenStep = Step & { readonly after: Webhook };

function whileEnabled(open: Incident | undefined, { before, after, at }: SeenStep): Incident | undefined {
  if (deliveryStateOf(after) !== 'failing') {
    return undefined;
  }
  if (open?.kind === 'failing') {
    return open;
  }
  // One that is enabled again still shows its failure of before; only a failure after a success is news.
  const wasFailing = before !== undefined && deliveryStateOf(before) === 'failing';
  return wasFailing ? undefined : begin('failing', after, at);
}

function whileDisabled(open: Incident | undefined, step: SeenStep): Incident | undefined {
  const { before, after, at, isDisabledHere } = step;
  if (isDisabledHere) {
    return undefined;
  }
  if (open?.kind === 'failing' && open.isAnnounced) {
    return { ...open, kind: 'disabled' };
  }
  // Of a failing that nobody was told, what came of it is news, also to a window that opened in between.
  const isFound = before?.enabled === true || open?.kind === 'failing';
  return isFound ? begin('disabled', after, at) : open;
}

function begin(kind: Incident['kind'], { id }: Webhook, at: number): Incident {
  return { id: `${at}/${id}`, webhookId: id, kind, since: at, isAnnounced: false };
}
