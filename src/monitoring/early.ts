import type { StoreWrite } from '../webhooks/state.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import type { Publication } from './publication.ts';

type WriteNews = Extract<Publication, { kind: 'write' }>;
/** What a store tells by itself. */
export type News = Extract<Publication, { kind: 'list' }> | WriteNews;

/**
 * Keeps what comes to stores that nobody watches yet. The first command of a window may write at once; what it changed
 * can be told only by the list before.
 */
export class EarlyNews {
  readonly #kept = new WeakMap<WebhookStore, { news: News[]; listening: readonly { dispose(): void }[] }>();

  keep(store: WebhookStore): void {
    const news: News[] = [];
    const listening = [
      store.onDidChange(({ cause }) => cause === 'read' && noteList(news, store)),
      store.onDidWrite((write) => news.push(seenWrite(store, write))),
    ];
    this.#kept.set(store, { news, listening });
  }

  /** What came so far, the oldest first; whoever takes it listens from now on. */
  take(store: WebhookStore): readonly News[] {
    const kept = this.#kept.get(store);
    this.#kept.delete(store);
    kept?.listening.forEach((one) => one.dispose());
    return kept?.news ?? [];
  }
}

/** A write as it is seen while the store tells of it. */
export function seenWrite(store: WebhookStore, write: StoreWrite, at = Date.now()): WriteNews {
  return { kind: 'write', write, webhook: store.webhooks.get(write.id), at };
}

/** Of lists without a write between them only the last one counts. */
function noteList(news: News[], { state }: WebhookStore): void {
  const known = news.findLast(({ kind }) => kind === 'list');
  if (state.kind !== 'ready' || (known?.kind === 'list' && known.loadedAt === state.loadedAt)) {
    return;
  }
  if (news.at(-1)?.kind === 'list') {
    news.pop();
  }
  const { webhooks, askedAt, loadedAt } = state;
  news.push({ kind: 'list', webhooks, askedAt, loadedAt });
}
