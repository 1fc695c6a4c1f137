import type { Account } from '../../../src/accounts/account.ts';
import { Api } from '../../../src/api/client.ts';
import { createTransport } from '../../../src/api/transport.ts';
import { WebhookStore } from '../../../src/webhooks/store.ts';
import type { Ground } from '../arena.ts';

export const ACME: Account = {
  id: 'acme',
  name: 'Acme',
  origin: 'http://127.0.0.1',
  mode: 'live',
  teamId: undefined,
  source: 'stored',
};

/** What one window of VS Code has of its own below the commands. */
export interface Window {
  readonly store: WebhookStore;
  loseNames(): Promise<void>;
  restoreNames(): void;
  /** Ends every fault, and lets a rejected key be sent again because the person asked for a refresh. */
  readonly heal: () => Promise<void>;
}

export interface WindowOptions {
  /** Otherwise each request counts for a team of its own, since the rate limit is not the subject. */
  readonly isOneTeam?: boolean;
}

/** No label of a name may be so long: it is refused on this machine, without asking any server. */
const NO_NAME = `${'n'.repeat(64)}.invalid`;

let teams = 0;

/** Opens a window on the simulator's live team. */
export function openWindow(ground: Ground, options: WindowOptions = {}): Window {
  const { simulator, network } = ground;
  const { live } = simulator.keys;
  let host = '127.0.0.1';
  const { api, store } = openStore(() => `http://${host}:${network.port}/api`, live, options);
  const restoreNames = (): void => {
    host = '127.0.0.1';
  };
  return {
    store,
    loseNames: () => {
      host = NO_NAME;
      return network.cut();
    },
    restoreNames,
    heal: async () => {
      restoreNames();
      simulator.clearFaults();
      await network.restore();
      api.release(live);
    },
  };
}

/** A store and the API below it, without chance in the time between attempts. */
export function openStore(
  baseUrl: () => string,
  key: string,
  { isOneTeam = false }: WindowOptions = {},
): { readonly api: Api; readonly store: WebhookStore } {
  const api = new Api({
    userAgent: 'lettr-vscode/faults',
    loadTransport: () => Promise.resolve(createTransport()),
    verbs: { get: () => undefined, set: () => undefined },
    log: { debug: () => undefined, warn: () => undefined },
    // The jitter's factor becomes 0.
    random: () => -0.5,
  });
  const team = (teams += 1);
  const client = api.connect({
    get baseUrl() {
      return baseUrl();
    },
    team: () => (isOneTeam ? team : (teams += 1)),
    key: () => Promise.resolve(key),
  });
  return { api, store: new WebhookStore(client) };
}
