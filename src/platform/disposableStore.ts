import type { Disposable } from 'vscode';

/** Owns what is created and ends it in the opposite order. */
export class DisposableStore implements Disposable {
  readonly #owned: Disposable[] = [];
  #isOver = false;

  /** Whether it was disposed. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes over `disposable` and returns it, so that it can be owned where it is made. */
  add<T extends Disposable>(disposable: T): T {
    if (this.#isOver) {
      disposable.dispose();
    } else {
      this.#owned.push(disposable);
    }
    return disposable;
  }

  dispose(): void {
    this.#isOver = true;
    while (this.#owned.length > 0) {
      this.#owned.pop()?.dispose();
    }
  }
}
