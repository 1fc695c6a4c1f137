import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import { FollowUp } from '../../../src/monitoring/followUp.ts';
import { systemClock } from '../../../src/monitoring/clock.ts';
import type { WebhookStore } from '../../../src/webhooks/store.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { BOUNCES, ORDERS, webhook } from '../api/harness.ts';
import { loadedStore } from '../webhooks/harness.ts';
import { until } from './windows.ts';

const GAPS_MS = [20, 40, 60, 80, 100];
/** Longer than all gaps and readings. */
const OVER_MS = 600;

describe('the readings after a change', () => {
  const running: FollowUp[] = [];
  let simulator: Simulator;
  let store: WebhookStore;
  let mayRead = true;
  let read: (readonly [string, string | undefined])[];

  before(async () => {
    simulator = await startSimulator({ rateLimit: false, updateVerb: 'both' });
  });
  beforeEach(async () => {
    simulator.reset();
    ({ store } = await loadedStore(simulator));
    read = [];
    mayRead = true;
    follow(GAPS_MS);
  });
  afterEach(() => running.splice(0).forEach((one) => one.dispose()));
  after(() => simulator.close());

  function follow(gapsMs: readonly number[]): void {
    const onRead = (id: string, found: { readonly name: string } | undefined): unknown =>
      read.push([id, found?.name]);
    running.push(new FollowUp({ store, clock: systemClock, gapsMs, onRead, mayRead: () => mayRead }));
  }

  /** The paths that were read. */
  function reads(): readonly string[] {
    return simulator.requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
  }

  it('reads the webhook five times, with growing gaps', async () => {
    await store.update(ORDERS, { url: 'https://new.example.com/' });
    await until(() => reads().length === 5);
    await delay(OVER_MS);
    assert.deepEqual(reads(), Array(5).fill(`/webhooks/${ORDERS}`));
    const times = simulator.requests.slice(1).map(({ at }) => at);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
    // A timer of Node may fire a millisecond early.
    gaps.forEach((gap, index) => assert.ok(gap >= (GAPS_MS[index + 1] ?? 0) - 1));
  });

  it('tells what it read', async () => {
    await store.update(ORDERS, { name: 'New' });
    await until(() => read.length === 5);
    assert.deepEqual(read[0], [ORDERS, 'New']);
  });

  it('ends with the first delivery', async () => {
    await store.update(ORDERS, { url: 'https://new.example.com/' });
    await until(() => reads().length === 1);
    simulator.put({ id: ORDERS, last_status: 'failure', last_failure_at: '2030-01-01T00:00:00+00:00' });
    await until(() => store.webhooks.get(ORDERS)?.lastStatus === 'failure');
    const sent = reads().length;
    await delay(OVER_MS);
    assert.equal(reads().length, sent);
  });

  it('ends without a request when somebody else read the delivery', async () => {
    await store.update(ORDERS, { url: 'https://new.example.com/' });
    simulator.put({ id: ORDERS, last_successful_at: '2030-01-01T00:00:00+00:00' });
    await store.load();
    await delay(OVER_MS);
    assert.deepEqual(reads(), ['/webhooks']);
  });

  it('ends with the first fault', async () => {
    simulator.fault({ kind: 'status', status: 500, on: { method: 'GET' } });
    await store.update(ORDERS, { name: 'New' });
    await until(() => reads().length === 1);
    await delay(OVER_MS);
    assert.equal(reads().length, 1);
  });

  it('ends when the webhook is gone, and tells so', async () => {
    await store.update(ORDERS, { name: 'New' });
    simulator.remove(ORDERS);
    await until(() => read.length > 0);
    await delay(OVER_MS);
    assert.deepEqual(read, [[ORDERS, undefined]]);
    assert.equal(reads().length, 1);
  });

  it('ends when the webhook is deleted or disabled here', async () => {
    running.splice(0).forEach((one) => one.dispose());
    // Long enough for both changes before the first reading.
    follow([2000]);
    await store.update(ORDERS, { name: 'New' });
    await store.delete(ORDERS);
    await store.update(BOUNCES, { name: 'New too' });
    await store.update(BOUNCES, { enabled: false });
    await delay(2000 + OVER_MS);
    assert.deepEqual(reads(), []);
  });

  it('begins anew with a further change', async () => {
    await store.update(ORDERS, { name: 'New' });
    await until(() => reads().length === 2);
    await store.update(ORDERS, { name: 'Newer' });
    const sent = reads().length;
    await until(() => reads().length === sent + 5);
    await delay(OVER_MS);
    assert.equal(reads().length, sent + 5);
  });

  it('reads the list for several webhooks, five times in all', async () => {
    await store.update(ORDERS, { name: 'New' });
    await store.update(BOUNCES, { name: 'New too' });
    await until(() => reads().length === 5);
    await delay(OVER_MS);
    assert.deepEqual(reads(), Array(5).fill('/webhooks'));
  });

  it('ends with the extension', async () => {
    await store.update(ORDERS, { name: 'New' });
    running.forEach((one) => one.dispose());
    await delay(OVER_MS);
    assert.deepEqual(reads(), []);
  });

  it('follows nothing that was created', async () => {
    const { name, url } = webhook();
    await store.create({ name, url, events: 'all', authentication: { type: 'none' } });
    await delay(OVER_MS);
    assert.deepEqual(reads(), []);
  });
});
