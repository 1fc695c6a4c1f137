import { type Api, refusingClient } from '../api/client.ts';
import { LettrError } from '../api/errors.ts';
import type { LettrClient, SandboxQuota, VerbMemory } from '../api/types.ts';
import type { Memory } from '../platform/memory.ts';
import type { Settings } from '../platform/vscode/settings.ts';
import type { Account } from './account.ts';
import type { Accounts } from './accounts.ts';

export interface Connecting {
  readonly api: Api;
  readonly accounts: Accounts;
  readonly settings: Settings;
  /** Told what is left of the day, after answers to an account's sandbox key. */
  readonly onSandboxQuota: (accountId: string, quota: SandboxQuota) => void;
}

/**
 * Makes an account's client for the address in the settings. The key is read anew for each call and handed out only for
 * the origin that it was entered for.
 */
export function connectAccount(
  { api, accounts, settings, onSandboxQuota }: Connecting,
  account: Account,
): LettrClient {
  const address = settings.apiAddress;
  if (address.kind === 'invalid') {
    return refusingClient(new LettrError({ kind: 'badAddress' }));
  }
  return api.connect({
    baseUrl: address.baseUrl,
    team: () => accounts.all.find(({ id }) => id === account.id)?.teamId,
    key: async (origin) => {
      const key = await accounts.key(account.id, origin);
      if (key === undefined) {
        throw new LettrError({ kind: 'noKey', host: new URL(origin).host });
      }
      return key;
    },
    onSandboxQuota: (quota) => onSandboxQuota(account.id, quota),
  });
}

/** Lettr's opinion on keys that are not an account's yet, and a second chance for those that were rejected. */
export function createKeyCheck({ api, accounts, settings }: Omit<Connecting, 'onSandboxQuota'>) {
  return {
    /** Asks Lettr whose key this is, and only at the origin it is meant for. @throws {LettrError | Cancelled} */
    check: async (key: string, origin: string, signal: AbortSignal): Promise<{ readonly teamId: number }> => {
      const address = settings.apiAddress;
      if (address.kind === 'invalid') {
        throw new LettrError({ kind: 'badAddress' });
      }
      if (address.origin !== origin) {
        throw new LettrError({ kind: 'noKey', host: new URL(address.origin).host });
      }
      api.release(key);
      const client = api.connect({
        baseUrl: address.baseUrl,
        team: () => undefined,
        key: () => Promise.resolve(key),
      });
      return client.auth.check({ signal });
    },
    /** Lets the rejected key of an account be sent once more, because a person asked for it. */
    allowAgain: async (account: Account): Promise<void> => {
      const key = await accounts.key(account.id, account.origin);
      if (key !== undefined) {
        api.release(key);
      }
    },
    recentRejections: () => api.recentRejections(),
  };
}

const VERBS = 'lettr.updateVerbs';

/** Keeps for each origin which verb its server knows for updates. */
export function verbMemory(state: Memory): VerbMemory {
  const all = (): Readonly<Record<string, 'PATCH' | 'PUT'>> => state.get(VERBS, {});
  return {
    get: (origin) => all()[origin],
    set: (origin, verb) => {
      if (all()[origin] !== verb) {
        void state.update(VERBS, { ...all(), [origin]: verb });
      }
    },
  };
}
