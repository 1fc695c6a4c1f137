import type { EventSelection, Webhook } from '../api/types.ts';
import { Emitter } from '../platform/emitter.ts';

/** What Lettr last said of deliveries; whether the webhook is enabled is another matter. */
export type DeliveryState = 'failing' | 'healthy' | 'waiting' | 'unknown';

/** Something about a webhook that this machine saw change. */
export type HistoryChange = {
  /** Unix ms at which it was seen; it happened between this reading and the one before. */
  readonly at: number;
  /** Whether it was done in this extension, on this machine. */
  readonly by: 'here' | 'elsewhere';
} & (
  | {
      readonly field: 'health';
      /** `undefined` when the webhook was in this state when it was first seen. */
      readonly from?: DeliveryState | undefined;
      readonly to: DeliveryState;
    }
  | { readonly field: 'enabled'; readonly from: boolean; readonly to: boolean }
  | { readonly field: 'url'; readonly from: string; readonly to: string }
  | { readonly field: 'events'; readonly from: EventSelection; readonly to: EventSelection }
);

/** The changes of one webhook, oldest first. */
export type WebhookHistory = readonly HistoryChange[];

/** What deliveries look like, told by the last status alone. */
export function deliveryStateOf({ lastStatus, lastSuccessAt, lastFailureAt }: Webhook): DeliveryState {
  switch (lastStatus) {
    case 'failure':
      return 'failing';
    case 'success':
      return 'healthy';
    case null:
      return lastSuccessAt === null && lastFailureAt === null ? 'waiting' : 'unknown';
    default:
      return 'unknown';
  }
}

/** The last change of health; `undefined` when none was seen. */
export function lastHealth(
  history: WebhookHistory,
): (HistoryChange & { readonly field: 'health' }) | undefined {
  return history.findLast((change) => change.field === 'health');
}

/**
 * Unix ms at which a person disabled the webhook in VS Code; `undefined` when it was done elsewhere, or enabled since.
 * Says nothing of a webhook that is enabled.
 */
export function disabledHereAt(history: WebhookHistory): number | undefined {
  const last = history.findLast((change) => change.field === 'enabled');
  return last?.by === 'here' && !last.to ? last.at : undefined;
}

const NONE: WebhookHistory = [];

/** The webhooks of an account whose history is another now. */
export interface HistoriesChange {
  readonly accountId: string;
  readonly webhookIds: readonly string[];
}

/** The local history as the screen reads it; monitoring fills it from its file. */
export class Histories {
  readonly #byAccount = new Map<string, ReadonlyMap<string, WebhookHistory>>();
  readonly #didChange = new Emitter<HistoriesChange>();

  /** Empty for a webhook of which nothing was seen to change. */
  of(accountId: string, webhookId: string): WebhookHistory {
    return this.#byAccount.get(accountId)?.get(webhookId) ?? NONE;
  }

  /** Replaces what is known of an account; `webhookIds` are those whose history differs. */
  set(
    accountId: string,
    histories: ReadonlyMap<string, WebhookHistory>,
    webhookIds: readonly string[],
  ): void {
    this.#byAccount.set(accountId, histories);
    if (webhookIds.length > 0) {
      this.#didChange.fire({ accountId, webhookIds });
    }
  }

  readonly onDidChange = this.#didChange.event;

  dispose(): void {
    this.#didChange.dispose();
  }
}
