import type { ApiOptions } from '../../../src/api/connection.ts';
import type { StoreChange } from '../../../src/webhooks/state.ts';
import { WebhookStore } from '../../../src/webhooks/store.ts';
import type { Simulator } from '../../../simulator/simulator.ts';
import { testApi } from '../api/harness.ts';

export interface TestStore {
  readonly store: WebhookStore;
  /** The rows of every change since the last {@link rows}. */
  readonly rows: () => readonly StoreChange['rows'][];
}

/** A store of the simulator's live team, which notes what it tells its listeners. */
export function testStore(sim: Simulator, options?: Partial<ApiOptions>): TestStore {
  let team = 0;
  // Each call counts for a team of its own, since the rate limit is not the subject here.
  const client = testApi(sim, options).connect({ team: () => (team += 1) });
  const store = new WebhookStore(client);
  const told: StoreChange['rows'][] = [];
  store.onDidChange(({ rows }) => told.push(rows));
  return { store, rows: () => told.splice(0) };
}

/** A store that has read its list and was not yet asked what changed. */
export async function loadedStore(sim: Simulator, options?: Partial<ApiOptions>): Promise<TestStore> {
  const made = testStore(sim, options);
  await made.store.load();
  made.rows();
  sim.clearRequests();
  return made;
}
