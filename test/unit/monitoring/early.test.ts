import assert from 'node:assert/strict';

import { EarlyWrites } from '../../../src/monitoring/early.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { ORDERS } from '../api/harness.ts';
import { loadedStore } from '../webhooks/harness.ts';

describe('writes before anybody watches', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false, updateVerb: 'both' });
  });
  after(() => simulator.close());

  it('are kept with what the store then held, until they are taken', async () => {
    const { store } = await loadedStore(simulator);
    const early = new EarlyWrites();
    early.keep(store);
    await store.update(ORDERS, { enabled: false });
    await store.delete(ORDERS);
    const taken = early.take(store);
    assert.deepEqual(
      taken.map(({ write, webhook }) => [write.kind, webhook?.enabled]),
      [
        ['update', false],
        ['delete', undefined],
      ],
    );
    assert.deepEqual(early.take(store), []);
  });

  it('are none for a store that was never asked for', async () => {
    const { store } = await loadedStore(simulator);
    assert.deepEqual(new EarlyWrites().take(store), []);
  });
});
