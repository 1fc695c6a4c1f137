import type { Memory } from '../platform/memory.ts';
import type { Account } from './account.ts';

const KEY = 'lettr.accounts';

/** What is known of an account beside its key. */
export type RememberedAccount = Pick<Account, 'id' | 'name' | 'origin' | 'mode' | 'teamId'>;

/**
 * Which accounts there are, in VS Code's ordinary memory and without anything secret. The secrets are the truth; this
 * is for the day on which the secret store can't read one of them or has forgotten it, so that the account can be named.
 */
export class RememberedAccounts {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  all(): readonly RememberedAccount[] {
    const stored = this.#memory.get<unknown>(KEY);
    return Array.isArray(stored) ? stored.filter(isRemembered) : [];
  }

  async set(accounts: readonly RememberedAccount[]): Promise<void> {
    const next = accounts.map(({ id, name, origin, mode, teamId }) => ({
      id,
      name,
      origin,
      mode,
      ...(teamId !== undefined && { teamId }),
    }));
    if (JSON.stringify(next) !== JSON.stringify(this.all())) {
      await this.#memory.update(KEY, next);
    }
  }
}

function isRemembered(value: unknown): value is RememberedAccount {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'name' in value &&
    typeof value.name === 'string' &&
    'origin' in value &&
    typeof value.origin === 'string' &&
    'mode' in value &&
    (value.mode === 'live' || value.mode === 'sandbox') &&
    (!('teamId' in value) || typeof value.teamId === 'number')
  );
}
