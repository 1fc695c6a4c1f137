import { type Api, type LettrClient, refusingClient } from '../api/client.ts';
import { LettrError, type Problem, isProblem } from '../api/errors.ts';
import type { SandboxQuota, VerbMemory } from '../api/types.ts';
import type { Memory } from '../platform/memory.ts';
import type { Settings } from '../platform/vscode/settings.ts';
import type { Account, LostKey } from './account.ts';
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
        throw new LettrError(noKey(accounts.all.find(({ id }) => id === account.id)?.lostKey, origin));
      }
      return key;
    },
    onSandboxQuota: (quota) => onSandboxQuota(account.id, quota),
  });
}

function noKey(lostKey: LostKey | undefined, origin: string): Problem {
  switch (lostKey) {
    case 'unreadable':
      return { kind: 'keyUnreadable' };
    case 'gone':
      return { kind: 'keyGone' };
    case undefined:
      return { kind: 'noKey', host: new URL(origin).host };
  }
}

/** What Lettr said about a key. */
export interface KeyCheckResult {
  /** `undefined` for a key that may not ask whose it is. */
  readonly teamId: number | undefined;
  /** False for a key that is valid and was refused the list of webhooks. */
  readonly canListWebhooks: boolean;
}

/** Lettr's opinion on keys that are not an account's yet, and a second chance for those that were rejected. */
export function createKeyCheck({ api, accounts, settings }: Omit<Connecting, 'onSandboxQuota'>) {
  return {
    /**
     * Asks Lettr whose key this is and whether it may list webhooks, and only at the origin it is meant for.
     *
     * @throws {LettrError | Cancelled} when the key is not valid, or could not be checked.
     */
    check: async (key: string, origin: string, signal: AbortSignal): Promise<KeyCheckResult> => {
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
      return {
        teamId: await unlessForbidden(async () => (await client.auth.check({ signal })).teamId),
        canListWebhooks: await canList(client, signal),
      };
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

/** A real key may lack the right to what is asked. */
async function unlessForbidden<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isProblem(error, 'insufficientScope')) {
      return undefined;
    }
    throw error;
  }
}

/** Only a refusal says that a valid key can't do it; whatever else goes wrong says nothing about the key. */
async function canList(client: LettrClient, signal: AbortSignal): Promise<boolean> {
  try {
    return (await unlessForbidden(() => client.webhooks.list({ signal }))) !== undefined;
  } catch (error) {
    if (error instanceof LettrError) {
      return true;
    }
    throw error;
  }
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
