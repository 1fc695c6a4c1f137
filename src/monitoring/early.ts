import type { Webhook } from '../api/types.ts';
import type { StoreWrite, WebhookStore } from '../webhooks/store.ts';

/** A write that took effect, and what the store then held. */
export interface SeenWrite {
  readonly write: StoreWrite;
  readonly webhook: Webhook | undefined;
  /** Unix ms at which its answer came. */
  readonly at: number;
}

/** Keeps the writes of stores that nobody watches yet: the first command of a window may write at once. */
export class EarlyWrites {
  readonly #kept = new WeakMap<WebhookStore, { writes: SeenWrite[]; listening: { dispose(): void } }>();

  keep(store: WebhookStore): void {
    const writes: SeenWrite[] = [];
    const listening = store.onDidWrite((write) => writes.push(seenWrite(store, write)));
    this.#kept.set(store, { writes, listening });
  }

  /** What was written so far; whoever takes it listens from now on. */
  take(store: WebhookStore): readonly SeenWrite[] {
    const kept = this.#kept.get(store);
    this.#kept.delete(store);
    kept?.listening.dispose();
    return kept?.writes ?? [];
  }
}

/** A write as it is seen while the store tells of it. */
export function seenWrite(store: WebhookStore, write: StoreWrite, at = Date.now()): SeenWrite {
  return { write, webhook: store.webhooks.get(write.id), at };
}
