import assert from 'node:assert/strict';

import { StartupBuffer } from '../../../src/monitoring/startupBuffer.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { ORDERS } from '../api/harness.ts';
import { testStore } from '../webhooks/harness.ts';
import { useFolder } from './folder.ts';
import { openWindow } from './windows.ts';

describe('what comes before anybody watches', () => {
  const folder = useFolder();
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false, updateVerb: 'both' });
  });
  beforeEach(() => simulator.reset());
  after(() => simulator.close());

  it('is kept in its order, each write with what the store then held, until it is taken', async () => {
    const { store } = testStore(simulator);
    const buffer = new StartupBuffer();
    buffer.keep(store);
    await store.load();
    await store.update(ORDERS, { enabled: false });
    await store.get(ORDERS);
    await store.delete(ORDERS);
    assert.deepEqual(
      buffer
        .take(store)
        .map((news) =>
          news.kind === 'list'
            ? ['list', news.list.webhooks.get(ORDERS)?.enabled]
            : [news.write.kind, news.webhook?.enabled],
        ),
      [
        ['list', true],
        ['update', false],
        ['delete', undefined],
      ],
    );
    assert.deepEqual(buffer.take(store), []);
  });

  it('holds no credentials', async () => {
    const { store } = testStore(simulator);
    const buffer = new StartupBuffer();
    buffer.keep(store);
    const authentication = { type: 'basic', username: 'lettr', password: 'opensesame' } as const;
    await store.update(ORDERS, { enabled: false, authentication });
    const [news] = buffer.take(store);
    assert.deepEqual(news?.kind === 'write' && news.write, {
      kind: 'update',
      id: ORDERS,
      patch: { enabled: false },
    });
  });

  it('keeps the last of several lists, and the one before a write', async () => {
    const { store } = testStore(simulator);
    const buffer = new StartupBuffer();
    buffer.keep(store);
    const names = ['first', 'second', 'third', 'fourth'];
    for (const name of names) {
      simulator.put({ id: ORDERS, name });
      await store.load();
      if (name === 'second') {
        await store.update(ORDERS, { enabled: false });
      }
      // Lists are told apart by when they came.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const taken = buffer.take(store);
    assert.deepEqual(
      taken.map((news) => (news.kind === 'list' ? news.list.webhooks.get(ORDERS)?.name : news.kind)),
      ['second', 'write', 'fourth'],
    );
  });

  it('is nothing for a store that was never asked for', () => {
    const { store } = testStore(simulator);
    assert.deepEqual(new StartupBuffer().take(store), []);
  });

  it('goes into the history as what the person here did', async () => {
    const { watcher, histories, close } = await openWindow({
      simulator,
      folder: folder.path,
      atFirst: (store) => store.update(ORDERS, { enabled: false }),
    });
    await watcher.settled();
    const changes = histories.of('acme', ORDERS).map(({ field, by }) => [field, by]);
    await close();
    assert.deepEqual(changes, [['enabled', 'here']]);
  });
});
