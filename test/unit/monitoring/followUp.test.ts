import assert from 'node:assert/strict';

import { FollowUp } from '../../../src/monitoring/followUp.ts';
import type { WebhookStore } from '../../../src/webhooks/store.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { BOUNCES, ORDERS, webhook } from '../api/harness.ts';
import { loadedStore } from '../webhooks/harness.ts';
import { TestClock } from './windows.ts';

const GAPS_MS = [5_000, 10_000, 20_000, 40_000, 80_000];
/** Longer than all gaps together. */
const OVER_MS = 300_000;

describe('the readings after a change', () => {
  const running: FollowUp[] = [];
  let simulator: Simulator;
  let store: WebhookStore;
  let mayRead = true;
  let read: (readonly [string, string | undefined])[];
  let clock: TestClock;
  /** What the follow-up reads now. */
  let reading: Promise<unknown>;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false, updateVerb: 'both' });
  });
  beforeEach(async () => {
    simulator.reset();
    ({ store } = await loadedStore(simulator));
    read = [];
    mayRead = true;
    reading = Promise.resolve();
    clock = new TestClock();
    clock.windows.add({ settled: async () => void (await reading.catch(() => undefined)) });
    follow();
  });
  afterEach(() => running.splice(0).forEach((one) => one.dispose()));
  after(() => simulator.close());

  function follow(): void {
    const noted = <T>(work: Promise<T>): Promise<T> => {
      reading = work;
      return work;
    };
    const followUp = new FollowUp({
      store: {
        get webhooks() {
          return store.webhooks;
        },
        get state() {
          return store.state;
        },
        writes: store.writes,
        onDidWrite: store.onDidWrite,
        get: (...args) => noted(store.get(...args)),
        load: (...args) => noted(store.load(...args)),
      },
      clock,
      onRead: (id, found) => void read.push([id, found?.name]),
      mayRead: () => mayRead,
    });
    running.push(followUp);
  }

  /** The paths that were read. */
  function reads(): readonly string[] {
    return simulator.requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
  }

  it('reads the webhook five times, with growing gaps', async () => {
    await store.update(ORDERS, { url: 'https://new.example.com/' });
    for (const [index, gap] of GAPS_MS.entries()) {
      await clock.pass(gap - 1_000);
      assert.equal(reads().length, index);
      await clock.pass(1_000);
      assert.equal(reads().length, index + 1);
    }
    await clock.pass(OVER_MS);
    assert.deepEqual(reads(), Array(5).fill(`/webhooks/${ORDERS}`));
  });

  it('tells what it read', async () => {
    await store.update(ORDERS, { name: 'New' });
    await clock.pass(OVER_MS);
    assert.deepEqual(read[0], [ORDERS, 'New']);
  });

  it('ends with the first delivery', async () => {
    await store.update(ORDERS, { url: 'https://new.example.com/' });
    await clock.pass(6_000);
    assert.equal(reads().length, 1);
    simulator.put({ id: ORDERS, last_status: 'failure', last_failure_at: '2030-01-01T00:00:00+00:00' });
    await clock.until(() => store.webhooks.get(ORDERS)?.lastStatus === 'failure');
    const sent = reads().length;
    await clock.pass(OVER_MS);
    assert.equal(reads().length, sent);
  });

  it('ends without a request when somebody else read the delivery', async () => {
    await store.update(ORDERS, { url: 'https://new.example.com/' });
    simulator.put({ id: ORDERS, last_successful_at: '2030-01-01T00:00:00+00:00' });
    await store.load();
    await clock.pass(OVER_MS);
    assert.deepEqual(reads(), ['/webhooks']);
  });

  it('ends with the first fault', async () => {
    simulator.fault({ kind: 'status', status: 500, on: { method: 'GET' } });
    await store.update(ORDERS, { name: 'New' });
    await clock.pass(6_000);
    assert.equal(reads().length, 1);
    await clock.pass(OVER_MS);
    assert.equal(reads().length, 1);
  });

  it('ends when the webhook is gone, and tells so', async () => {
    await store.update(ORDERS, { name: 'New' });
    simulator.remove(ORDERS);
    await clock.until(() => read.length > 0);
    await clock.pass(OVER_MS);
    assert.deepEqual(read, [[ORDERS, undefined]]);
    assert.equal(reads().length, 1);
  });

  it('ends when the webhook is deleted or disabled here', async () => {
    await store.update(ORDERS, { name: 'New' });
    await store.delete(ORDERS);
    await store.update(BOUNCES, { name: 'New too' });
    await store.update(BOUNCES, { enabled: false });
    await clock.pass(OVER_MS);
    assert.deepEqual(reads(), []);
  });

  it('begins anew with a further change', async () => {
    await store.update(ORDERS, { name: 'New' });
    await clock.pass(16_000);
    assert.equal(reads().length, 2);
    await store.update(ORDERS, { name: 'Newer' });
    const sent = reads().length;
    await clock.pass(OVER_MS);
    assert.equal(reads().length, sent + 5);
  });

  it('reads the list for several webhooks, five times in all', async () => {
    await store.update(ORDERS, { name: 'New' });
    await store.update(BOUNCES, { name: 'New too' });
    await clock.pass(OVER_MS);
    assert.deepEqual(reads(), Array(5).fill('/webhooks'));
  });

  it('ends with the extension', async () => {
    await store.update(ORDERS, { name: 'New' });
    running.forEach((one) => one.dispose());
    await clock.pass(OVER_MS);
    assert.deepEqual(reads(), []);
  });

  it('sends nothing while nothing may be read unasked', async () => {
    mayRead = false;
    await store.update(ORDERS, { name: 'New' });
    await clock.pass(OVER_MS);
    assert.deepEqual(reads(), []);
  });

  it('also follows what was changed before anybody followed', async () => {
    running.splice(0).forEach((one) => one.dispose());
    await store.update(ORDERS, { name: 'New' });
    follow();
    await clock.pass(OVER_MS);
    assert.deepEqual(reads(), Array(5).fill(`/webhooks/${ORDERS}`));
  });

  it('follows nothing that was created', async () => {
    const { name, url } = webhook();
    await store.create({ name, url, events: 'all', authentication: { type: 'none' } });
    await clock.pass(OVER_MS);
    assert.deepEqual(reads(), []);
  });
});
