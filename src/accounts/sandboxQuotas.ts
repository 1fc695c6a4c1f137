import type { SandboxQuota } from '../api/types.ts';
import { Emitter } from '../platform/emitter.ts';

/** What is left of the day for each sandbox account, as the last answer to this window said. */
export class SandboxQuotas {
  readonly #byAccount = new Map<string, SandboxQuota>();
  readonly #changes = new Emitter<string>();
  /** Tells the account's ID. */
  readonly onDidChange = this.#changes.event;

  of(accountId: string): SandboxQuota | undefined {
    return this.#byAccount.get(accountId);
  }

  set(accountId: string, quota: SandboxQuota): void {
    this.#byAccount.set(accountId, quota);
    this.#changes.fire(accountId);
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
