import { isProblem } from '../api/errors.ts';
import type { Webhook } from '../api/types.ts';
import type { Clock } from '../platform/clock.ts';
import type { Disposable } from '../platform/emitter.ts';
import type { StoreWrite } from '../webhooks/state.ts';
import type { WebhookStore } from '../webhooks/store.ts';

/** Between a change and the first read, and between the reads that follow; ms. */
const GAPS_MS: readonly number[] = [5_000, 10_000, 20_000, 40_000, 80_000];

export interface FollowUpOptions {
  readonly store: Pick<WebhookStore, 'webhooks' | 'state' | 'get' | 'load' | 'writes' | 'onDidWrite'>;
  readonly clock: Clock;
  /** Whether anything may be read unasked now; not while Lettr asked for a pause. */
  readonly mayRead: () => boolean;
  /** Gets each single webhook that was read, `undefined` when it is gone; `askedAt` is Unix ms. */
  readonly onRead: (id: string, webhook: Webhook | undefined, askedAt: number) => void;
}

/**
 * Finds out what becomes of a webhook that was enabled or edited here: reads it a few times with growing gaps, until
 * Lettr reports a delivery. When several webhooks were changed one after the other, it reads the whole list instead.
 */
export class FollowUp implements Disposable {
  readonly #options: FollowUpOptions;
  readonly #writes: Disposable;
  /** What is followed, as it was right after its change. */
  readonly #followed = new Map<string, Webhook>();
  #turn = new AbortController();

  constructor(options: FollowUpOptions) {
    this.#options = options;
    options.store.writes.forEach((write) => this.#note(write));
    this.#writes = options.store.onDidWrite((write) => this.#note(write));
  }

  dispose(): void {
    this.#writes.dispose();
    this.#turn.abort();
  }

  /** Follows what was written, and starts over with the shortest gap. */
  #note({ kind, id, after }: StoreWrite): void {
    this.#followed.delete(id);
    // Nothing is delivered to a disabled one.
    if (kind === 'update' && after?.enabled) {
      this.#followed.set(id, after);
      this.#turn.abort();
      this.#turn = new AbortController();
      void this.#follow(this.#turn.signal);
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { clock, mayRead } = this.#options;
    for (const gap of GAPS_MS) {
      await new Promise<void>((resolve) => void clock.after(gap, resolve));
      this.#dropSettled();
      const isOver = signal.aborted || this.#followed.size === 0 || !mayRead();
      if (isOver || !(await this.#read(signal))) {
        break;
      }
    }
    if (!signal.aborted) {
      this.#followed.clear();
    }
  }

  /** Whether to go on. Any failure ends it; the next refresh shows it if it lasts. */
  async #read(signal: AbortSignal): Promise<boolean> {
    const { store, onRead, clock } = this.#options;
    const [id = '', ...more] = this.#followed.keys();
    const askedAt = clock.now();
    try {
      if (more.length > 0) {
        // Without the signal: a person may have joined this read.
        await store.load({ priority: 'background' });
        return store.state.kind === 'ready' && !store.state.problem;
      }
      onRead(id, await store.get(id, { priority: 'background', signal }), askedAt);
      return true;
    } catch (error) {
      if (isProblem(error, 'notFound')) {
        onRead(id, undefined, askedAt);
      }
      return false;
    }
  }

  /** Leaves out what is gone and what had a delivery, whoever saw it. */
  #dropSettled(): void {
    for (const [id, before] of this.#followed) {
      const after = this.#options.store.webhooks.get(id);
      if (!after || hasDelivered(before, after)) {
        this.#followed.delete(id);
      }
    }
  }
}

function hasDelivered(before: Webhook, after: Webhook): boolean {
  return (
    before.lastStatus !== after.lastStatus ||
    before.lastSuccessAt !== after.lastSuccessAt ||
    before.lastFailureAt !== after.lastFailureAt
  );
}
