import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { LeaseFile } from '../../../src/monitoring/lease.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { ORDERS } from '../api/harness.ts';
import { type TestWindow, type WindowOptions, gapsOf, listsOf, openWindow, until } from './windows.ts';

const INTERVAL_MS = 100;
const INTERVALS = 5;

describe('two windows on one account', () => {
  const opened: TestWindow[] = [];
  let simulator: Simulator;
  let folder: string;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false });
  });
  beforeEach(async () => {
    simulator.reset();
    folder = await mkdtemp(path.join(tmpdir(), 'lettr-windows-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await rm(folder, { recursive: true, force: true });
  });
  after(() => simulator.close());

  async function open(options: Partial<WindowOptions> = {}): Promise<TestWindow> {
    const window = await openWindow({ simulator, folder, ...options });
    opened.push(window);
    return window;
  }

  /** Two windows that have read their first lists, which are not counted. */
  async function openTwo(options: Partial<WindowOptions> = {}): Promise<readonly [TestWindow, TestWindow]> {
    const pair = [await open(options), await open(options)] as const;
    await Promise.all(pair.map(({ exchange }) => exchange.settled()));
    simulator.clearRequests();
    return pair;
  }

  function loadedAt({ store }: TestWindow): number {
    return store.state.kind === 'ready' ? store.state.loadedAt : 0;
  }

  it('send together no more requests than one alone', async () => {
    await openTwo();
    await until(() => listsOf(simulator).length > INTERVALS);
    // One alone never sends two within an interval.
    assert.deepEqual(
      gapsOf(simulator).filter((gap) => gap < INTERVAL_MS),
      [],
    );
  });

  it('both show each list that one of them read', async () => {
    const [first, second] = await openTwo();
    simulator.put({ id: ORDERS, name: 'Another name' });
    for (const { store } of [first, second]) {
      await until(() => store.webhooks.get(ORDERS)?.name === 'Another name');
    }
    await until(() => loadedAt(first) === loadedAt(second));
  });

  it('read also when the one that mostly does is closed', async () => {
    const [first] = await openTwo();
    await until(() => listsOf(simulator).length >= 2);
    await first.close();
    const sent = listsOf(simulator).length;
    await until(() => listsOf(simulator).length >= sent + 3);
  });

  it('read again when the right of a crashed one has run out', async () => {
    const [first] = await openTwo();
    const crashed = new LeaseFile(path.join(folder, 'acme'), 'polling');
    await until(() => loadedAt(first) > 0);
    for (;;) {
      const acquired = await crashed.tryAcquire(600);
      if (acquired.kind === 'held') {
        break;
      }
    }
    const from = Date.now();
    simulator.clearRequests();
    await until(() => listsOf(simulator).length >= 2);
    // Timers of the waiting windows may be a moment early; the request itself takes longer than that.
    assert.ok((listsOf(simulator)[0]?.at ?? 0) >= from + 590);
  });

  it('share the wait after a fault', async () => {
    await openTwo();
    simulator.fault({ kind: 'status', status: 500, times: Infinity });
    await until(() => listsOf(simulator).length >= 4);
    const [first = 0, second = 0, third = 0] = gapsOf(simulator);
    assert.ok(first >= INTERVAL_MS && second >= 2 * INTERVAL_MS && third >= 4 * INTERVAL_MS);
  });

  it('go on at once where a person looks, when the other one waits after a fault', async () => {
    const [first, second] = await openTwo();
    second.attention.set({ isFocused: false });
    simulator.fault({ kind: 'status', status: 429, headers: { 'Retry-After': '300' } });
    await until(() => first.store.state.kind === 'ready' && first.store.state.problem !== undefined);
    first.attention.set({ isFocused: false });
    second.attention.set({ isFocused: true });
    const sent = listsOf(simulator).length;
    await until(() => listsOf(simulator).length >= sent + 2);
  });

  it('send a rejected key once together', async () => {
    const pair = await openTwo();
    simulator.revoke('live');
    await until(() => pair.some(({ monitor }) => monitor.next.kind === 'never'));
    await delay(4 * INTERVAL_MS);
    assert.equal(listsOf(simulator).filter(({ status }) => status === 401).length, 1);
  });

  it('tell each other of a manual refresh', async () => {
    const [first, second] = await openTwo({ settings: { intervalMs: 60_000 } });
    await first.store.load();
    await first.exchange.settled();
    second.attention.set({ isFocused: false });
    second.attention.set({ isFocused: true });
    await until(() => loadedAt(first) === loadedAt(second));
    assert.equal(listsOf(simulator).length, 1);
  });

  it('tell each other when the view is shown again', async () => {
    const [first, second] = await openTwo({ settings: { intervalMs: undefined } });
    await first.store.load();
    await first.exchange.settled();
    second.attention.set({ isVisible: false });
    second.attention.set({ isVisible: true });
    await until(() => loadedAt(first) === loadedAt(second));
  });

  it('keep the list of a sandbox key up to date without a request', async () => {
    const [first, second] = await openTwo({ key: 'sandbox' });
    await first.store.load();
    await first.exchange.settled();
    second.attention.set({ isFocused: false });
    second.attention.set({ isFocused: true });
    await until(() => loadedAt(first) === loadedAt(second));
    assert.equal(listsOf(simulator).length, 1);
  });
});
