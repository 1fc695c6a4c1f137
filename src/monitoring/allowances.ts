import { EventEmitter } from 'node:events';

import type { SandboxQuota } from '../api/types.ts';

/** What is left of the day for each sandbox account, as the last answer to this window said. */
export class Allowances {
  readonly #byAccount = new Map<string, SandboxQuota>();
  readonly #events = new EventEmitter<{ change: [] }>();

  of(accountId: string): SandboxQuota | undefined {
    return this.#byAccount.get(accountId);
  }

  set(accountId: string, allowance: SandboxQuota): void {
    this.#byAccount.set(accountId, allowance);
    this.#events.emit('change');
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#events.on('change', listener);
    return { dispose: () => this.#events.off('change', listener) };
  }

  dispose(): void {
    this.#events.removeAllListeners();
  }
}
