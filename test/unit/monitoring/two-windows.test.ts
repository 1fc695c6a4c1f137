import assert from 'node:assert/strict';

import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { ORDERS } from '../api/harness.ts';
import { useFolder } from './folder.ts';
import {
  INTERVAL_MS,
  TestClock,
  type TestWindow,
  type WindowOptions,
  listsOf,
  openWindow,
} from './windows.ts';

const INTERVALS = 5;

describe('two windows on one account', () => {
  const folder = useFolder();
  const opened: TestWindow[] = [];
  let simulator: Simulator;
  let clock: TestClock;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false });
  });
  beforeEach(() => {
    simulator.reset();
    clock = new TestClock();
  });
  afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));
  after(() => simulator.close());

  async function open(options: Partial<WindowOptions> = {}): Promise<TestWindow> {
    const window = await openWindow({ simulator, folder: folder.path, clock, ...options });
    opened.push(window);
    return window;
  }

  /** Two windows that have read their first lists, which are not counted. The person looks at the first one. */
  async function openTwo(options: Partial<WindowOptions> = {}): Promise<readonly [TestWindow, TestWindow]> {
    const first = await open(options);
    const second = await open({ ...options, attention: { isFocused: false } });
    await clock.settled();
    simulator.clearRequests();
    return [first, second];
  }

  function look(at: TestWindow, { attention }: TestWindow): void {
    attention.set({ isFocused: false });
    at.attention.set({ isFocused: true });
  }

  function askedAt({ store }: TestWindow): number {
    return store.state.kind === 'ready' ? store.state.askedAt : 0;
  }

  function sent(): number {
    return listsOf(simulator).length;
  }

  it('send together no more requests than one alone, wherever the person looks', async () => {
    const [first, second] = await openTwo();
    for (let turn = 0; turn < INTERVALS; turn += 1) {
      await clock.pass(INTERVAL_MS / 2);
      look(second, first);
      await clock.pass(INTERVAL_MS / 2);
      look(first, second);
    }
    assert.ok(sent() >= INTERVALS - 1 && sent() <= INTERVALS, `${sent()} requests`);
  });

  it('both show each list that one of them read', async () => {
    const [first, second] = await openTwo();
    simulator.put({ id: ORDERS, name: 'Another name' });
    for (const { store } of [first, second]) {
      await clock.until(() => store.webhooks.get(ORDERS)?.name === 'Another name');
    }
    await clock.until(() => askedAt(first) === askedAt(second));
  });

  it('read also when the one that did so before is closed', async () => {
    const [first, second] = await openTwo();
    await clock.pass(2 * INTERVAL_MS);
    await first.close();
    second.attention.set({ isFocused: true });
    const before = sent();
    await clock.pass(3 * INTERVAL_MS);
    assert.ok(sent() - before >= 2);
  });

  it('share the wait after a fault', async () => {
    const [first, second] = await openTwo();
    simulator.fault({ kind: 'status', status: 500, times: Infinity });
    await clock.pass(INTERVAL_MS + 1_000);
    assert.equal(sent(), 1);
    for (const [turn, factor] of [1, 2, 4].entries()) {
      look(...(turn % 2 === 0 ? ([second, first] as const) : ([first, second] as const)));
      const before = sent();
      await clock.pass(factor * INTERVAL_MS - 2_000);
      assert.equal(sent(), before, `during wait ${turn}`);
      await clock.pass(2_000);
      assert.equal(sent(), before + 1, `after wait ${turn}`);
    }
  });

  it('send nothing before the end of a long pause, also where a person looks', async () => {
    const [first, second] = await openTwo();
    simulator.fault({ kind: 'status', status: 429, headers: { 'Retry-After': '300' } });
    await clock.pass(INTERVAL_MS + 1_000);
    assert.equal(sent(), 1);
    look(second, first);
    await clock.pass(280_000);
    assert.equal(sent(), 1);
  });

  it('go on together after a wait that a manual refresh has shown to be over', async () => {
    const [first, second] = await openTwo();
    simulator.fault({ kind: 'status', status: 500, times: 3 });
    await clock.pass(4 * INTERVAL_MS + 2_000);
    assert.equal(sent(), 3);
    assert.ok(first.watcher.next.kind === 'at' && first.watcher.next.at > clock.now() + 3 * INTERVAL_MS);
    await second.store.load();
    await clock.until(() => askedAt(first) === askedAt(second));
    const before = sent();
    await clock.pass(2 * INTERVAL_MS);
    assert.ok(sent() > before, 'the first one, which had the faults');
    look(second, first);
    await clock.pass(2 * INTERVAL_MS);
    assert.ok(sent() > before + 1, 'the second one');
  });

  it('send a rejected key once together', async () => {
    const [first, second] = await openTwo();
    simulator.revoke('live');
    await clock.pass(2 * INTERVAL_MS);
    look(second, first);
    await clock.pass(3 * INTERVAL_MS);
    assert.equal(listsOf(simulator).filter(({ status }) => status === 401).length, 1);
  });

  it('tell each other of a manual refresh', async () => {
    const [first, second] = await openTwo();
    await first.store.load();
    await clock.settled();
    look(second, first);
    await clock.until(() => askedAt(first) === askedAt(second));
    assert.equal(sent(), 1);
  });

  it('tell each other when the view is shown again', async () => {
    const [first, second] = await openTwo({ settings: { intervalMs: undefined } });
    await first.store.load();
    await clock.settled();
    second.attention.set({ isVisible: false });
    second.attention.set({ isVisible: true });
    await clock.until(() => askedAt(first) === askedAt(second));
  });

  it('keep the list of a sandbox key up to date without a request', async () => {
    const [first, second] = await openTwo({ key: 'sandbox' });
    await first.store.load();
    await clock.until(() => askedAt(first) === askedAt(second));
    assert.equal(listsOf(simulator).length, 1);
  });

  it('take a write of the other one for no fresh list', async () => {
    const [first, second] = await openTwo();
    await clock.pass(INTERVAL_MS / 2);
    look(second, first);
    await first.store.update(ORDERS, { enabled: false });
    await clock.until(() => second.store.webhooks.get(ORDERS)?.enabled === false);
    const before = sent();
    await clock.pass(INTERVAL_MS / 2 + 1_000);
    assert.equal(sent(), before + 1);
  });

  it('show at once what the other one wrote, without a request and without focus', async () => {
    const [first, second] = await openTwo({ settings: { intervalMs: undefined } });
    await first.store.update(ORDERS, { enabled: false });
    await clock.until(() => second.store.webhooks.get(ORDERS)?.enabled === false);
    await first.store.delete(ORDERS);
    await clock.until(() => !second.store.webhooks.has(ORDERS));
    assert.equal(listsOf(simulator).length, 0);
  });
});
