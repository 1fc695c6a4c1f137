import type { Delivery, DeliverySource } from './delivery.ts';
import { type VerdictKind, verdictOf } from './verdict.ts';

/** Which deliveries the view shows; what is left out doesn't matter. */
export interface DeliveryFilter {
  readonly webhookId?: string;
  readonly source?: DeliverySource;
  readonly verdict?: VerdictKind;
}

export const NO_FILTER: DeliveryFilter = {};

export function matches(delivery: Delivery, { webhookId, source, verdict }: DeliveryFilter): boolean {
  return (
    (webhookId === undefined || delivery.webhook?.id === webhookId) &&
    (source === undefined || delivery.source === source) &&
    (verdict === undefined || verdictOf(delivery).kind === verdict)
  );
}
