import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { ORDERS } from '../api/harness.ts';
import { type TestWindow, type WindowOptions, gapsOf, listsOf, openWindow, until } from './windows.ts';

/** Long enough for the client, which itself sends no more than three requests a second. */
const INTERVAL_MS = 400;
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
    const window = await openWindow({
      simulator,
      folder,
      settings: { intervalMs: INTERVAL_MS },
      ...options,
    });
    opened.push(window);
    return window;
  }

  /** Two windows that have read their first lists, which are not counted. */
  async function openTwo(options: Partial<WindowOptions> = {}): Promise<readonly [TestWindow, TestWindow]> {
    const pair = [await open(options), await open(options)] as const;
    await Promise.all(pair.map(({ watcher }) => watcher.settled()));
    simulator.clearRequests();
    return pair;
  }

  function askedAt({ store }: TestWindow): number {
    return store.state.kind === 'ready' ? store.state.askedAt : 0;
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
    await until(() => askedAt(first) === askedAt(second));
  });

  it('read also when the one that mostly does is closed', async () => {
    const [first] = await openTwo();
    await until(() => listsOf(simulator).length >= 2);
    await first.close();
    const sent = listsOf(simulator).length;
    await until(() => listsOf(simulator).length >= sent + 3);
  });

  it('read again an interval later when the one that was to read has crashed', async () => {
    const [first, second] = await openTwo();
    await until(() => askedAt(first) > 0);
    const { folder: place } = first.watcher;
    // Whatever list is next found too old, somebody else says that it reads.
    second.clock.ahead = first.clock.ahead;
    const { mtimeMs } = await stat(path.join(place, 'list-1.json'));
    await writeFile(path.join(place, `reading-${Math.round(mtimeMs)}-1`), '');
    const sent = listsOf(simulator).length;
    await until(() => listsOf(simulator).length >= sent + 3);
  });

  it('share the wait after a fault', async () => {
    await openTwo();
    simulator.fault({ kind: 'status', status: 500, times: Infinity });
    const failed = () => ({ requests: listsOf(simulator).filter(({ status }) => status === 500) });
    await until(() => failed().requests.length >= 4);
    const [first = 0, second = 0, third = 0] = gapsOf(failed());
    assert.ok(
      first >= INTERVAL_MS && second >= 2 * INTERVAL_MS && third >= 4 * INTERVAL_MS,
      JSON.stringify([first, second, third]),
    );
  });

  it('send nothing before the end of a long pause, also where a person looks', async () => {
    const [first, second] = await openTwo();
    second.attention.set({ isFocused: false });
    simulator.fault({ kind: 'status', status: 429, headers: { 'Retry-After': '300' } });
    await until(() => first.store.state.kind === 'ready' && first.store.state.problem !== undefined);
    first.attention.set({ isFocused: false });
    second.attention.set({ isFocused: true });
    const sent = listsOf(simulator).length;
    await delay(3 * INTERVAL_MS);
    assert.equal(listsOf(simulator).length, sent);
  });

  it('go on together after a pause that a manual refresh has shown to be over', async () => {
    const [first, second] = await openTwo();
    second.attention.set({ isFocused: false });
    simulator.fault({ kind: 'status', status: 500, times: 1 });
    await until(() => first.store.state.kind === 'ready' && first.store.state.problem !== undefined);
    await second.store.load();
    second.attention.set({ isFocused: true });
    const sent = listsOf(simulator).length;
    await until(() => listsOf(simulator).length >= sent + 3);
  });

  it('send a rejected key once together', async () => {
    const pair = await openTwo();
    simulator.revoke('live');
    await until(() => pair.some(({ watcher }) => watcher.next.kind === 'never'));
    await delay(3 * INTERVAL_MS);
    assert.equal(listsOf(simulator).filter(({ status }) => status === 401).length, 1);
  });

  it('tell each other of a manual refresh', async () => {
    const [first, second] = await openTwo({ settings: { intervalMs: 60_000 } });
    await first.store.load();
    await first.watcher.settled();
    second.attention.set({ isFocused: false });
    second.attention.set({ isFocused: true });
    await until(() => askedAt(first) === askedAt(second));
    assert.equal(listsOf(simulator).length, 1);
  });

  it('tell each other when the view is shown again', async () => {
    const [first, second] = await openTwo({ settings: { intervalMs: undefined } });
    await first.store.load();
    await first.watcher.settled();
    second.attention.set({ isVisible: false });
    second.attention.set({ isVisible: true });
    await until(() => askedAt(first) === askedAt(second));
  });

  it('keep the list of a sandbox key up to date without a request', async () => {
    const [first, second] = await openTwo({ key: 'sandbox' });
    await first.store.load();
    await until(() => askedAt(first) === askedAt(second));
    assert.equal(listsOf(simulator).length, 1);
  });

  it('show at once what the other one wrote, without a request and without focus', async () => {
    const [first, second] = await openTwo({ settings: { intervalMs: undefined } });
    second.attention.set({ isFocused: false });
    await first.store.update(ORDERS, { enabled: false });
    await until(() => second.store.webhooks.get(ORDERS)?.enabled === false);
    await first.store.delete(ORDERS);
    await until(() => !second.store.webhooks.has(ORDERS));
    assert.equal(listsOf(simulator).length, 0);
  });
});
