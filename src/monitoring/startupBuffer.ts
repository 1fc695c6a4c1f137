import type { StoreChange, StoreWrite } from '../webhooks/state.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import type { SharedList } from './sharedList.ts';

/** What happened in a store: a list was read, or a webhook was written and then looked like this. */
export type StoreNews =
  | { readonly kind: 'list'; readonly list: SharedList }
  | {
      readonly kind: 'write';
      readonly write: StoreWrite;
      readonly webhook: ReturnType<WebhookStore['webhooks']['get']>;
      /** Unix ms at which its answer came. */
      readonly at: number;
    };

/**
 * Keeps what happens in stores before monitoring has started. The first command of a window may write at once, and what
 * it changed can only be seen by comparing with the list before.
 */
export class StartupBuffer {
  readonly #kept = new WeakMap<
    WebhookStore,
    { news: StoreNews[]; subscriptions: readonly { dispose(): void }[] }
  >();

  keep(store: WebhookStore): void {
    const news: StoreNews[] = [];
    const subscriptions = [
      store.onDidChange(({ cause }) => noteList(news, store, cause)),
      store.onDidWrite((write) => void news.push(writeNews(store, write))),
    ];
    this.#kept.set(store, { news, subscriptions });
  }

  /** What happened so far, the oldest first. From now on the caller has to listen itself. */
  take(store: WebhookStore): readonly StoreNews[] {
    const kept = this.#kept.get(store);
    this.#kept.delete(store);
    kept?.subscriptions.forEach((one) => one.dispose());
    return kept?.news ?? [];
  }
}

/** A write, with the webhook as the store has it now; call it while the store fires the event. */
export function writeNews(store: WebhookStore, write: StoreWrite, at = Date.now()): StoreNews {
  return { kind: 'write', write, webhook: store.webhooks.get(write.id), at };
}

/** The list that a store now has; `undefined` when it has none. */
export function listOf({ state }: WebhookStore): SharedList | undefined {
  if (state.kind !== 'ready') {
    return undefined;
  }
  const { webhooks, unreadable, askedAt, loadedAt } = state;
  return { webhooks, unreadable, askedAt, loadedAt };
}

/** Of lists without a write between them only the last one counts. */
function noteList(news: StoreNews[], store: WebhookStore, cause: StoreChange['cause']): void {
  const list = cause === 'read' ? listOf(store) : undefined;
  const known = news.findLast((one) => one.kind === 'list');
  if (!list || known?.list.loadedAt === list.loadedAt) {
    return;
  }
  if (news.at(-1)?.kind === 'list') {
    news.pop();
  }
  news.push({ kind: 'list', list });
}
