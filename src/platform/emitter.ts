/** What ends a subscription, or anything else that was begun. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes to an event. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * An event without VS Code. A listener that throws stops neither the other listeners nor the code that fires: what it
 * threw is thrown again on its own, where the host reports it, as VS Code's own emitter does.
 */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<{ readonly listener: (value: T) => void }>();

  readonly event: Event<T> = (listener) => {
    // Wrapped, so that a function that subscribes twice is called twice and ends each subscription by itself.
    const subscription = { listener };
    this.#listeners.add(subscription);
    return { dispose: () => void this.#listeners.delete(subscription) };
  };

  /** Calls those who listen now, in the order in which they subscribed. */
  fire(value: T): void {
    for (const subscription of Array.from(this.#listeners)) {
      if (!this.#listeners.has(subscription)) {
        continue;
      }
      try {
        subscription.listener(value);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  }

  /** Drops all listeners; what is fired later reaches nobody. */
  dispose(): void {
    this.#listeners.clear();
  }
}
