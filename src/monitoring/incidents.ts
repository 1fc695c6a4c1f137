import type { Webhook } from '../api/types.ts';
import { type WebhookHistory, deliveryStateOf } from '../webhooks/history.ts';

/**
 * Something that went wrong with a webhook and still is. A webhook has at most one: when Lettr disables a failing
 * webhook, that is the same incident going on under another kind.
 */
export interface Incident {
  /** Tells this incident from an earlier one of the same webhook; the same in all windows of this machine. */
  readonly id: string;
  readonly webhookId: string;
  readonly kind: 'failing' | 'disabled';
}

/**
 * What is wrong with a webhook and news to a person here: that deliveries began to fail, or that somebody else disabled
 * it. What a person here disabled is none, nor is the failure of before that a webhook still shows when it is enabled
 * again.
 */
export function incidentOf(webhook: Webhook, history: WebhookHistory): Incident | undefined {
  const isFailing = deliveryStateOf(webhook) === 'failing';
  if (webhook.enabled && !isFailing) {
    return undefined;
  }
  const health = history.findLast(({ field }) => field === 'health');
  const failedAt = isFailing && health?.to === 'failing' ? health.at : undefined;
  const toggled = history.findLast((change) => change.field === 'enabled');
  if (webhook.enabled) {
    const isNews = failedAt !== undefined && failedAt >= (toggled?.at ?? failedAt);
    return isNews ? incident(webhook, history, 'failing', failedAt) : undefined;
  }
  if (toggled?.to !== false || toggled.by === 'here') {
    return undefined;
  }
  const enabledAt = history.findLast(
    (change) => change.field === 'enabled' && change.to && change.at < toggled.at,
  )?.at;
  // What failed before it was disabled has been told as failing.
  const hasFailed = failedAt !== undefined && failedAt <= toggled.at;
  const since = hasFailed ? Math.max(failedAt, enabledAt ?? 0) : toggled.at;
  return incident(webhook, history, 'disabled', since);
}

/**
 * Windows see the same trouble at different times, and one that is slow may write down an earlier time when another has
 * announced it already. What came before the trouble was written down long ago, so that is what names the incident.
 *
 * @param since Unix ms at which VS Code first saw it.
 */
function incident({ id }: Webhook, history: WebhookHistory, kind: Incident['kind'], since: number): Incident {
  const before = history.findLast(
    ({ field, at }) => (field === 'health' || field === 'enabled') && at < since,
  );
  return { id: `${before?.at ?? 'first'}/${id}`, webhookId: id, kind };
}
