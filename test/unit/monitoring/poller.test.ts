import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { type PollerOptions, Poller } from '../../../src/monitoring/poller.ts';
import { ORDERS } from '../api/harness.ts';
import { loadedStore } from '../webhooks/harness.ts';
import { useFolder } from './folder.ts';
import {
  INTERVAL_MS,
  TestAttention,
  TestClock,
  TestSettings,
  type TestWindow,
  type WindowOptions,
  listsOf,
  openWindow,
} from './windows.ts';

const HIDDEN_SILENT = { attention: { isVisible: false }, settings: { isNotifying: false } };
/** Tests stop the time so long before and after something is due: each look at the clock takes a millisecond. */
const MARGIN_MS = 1_000;

describe('the poller of one window', () => {
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
    await clock.settled();
    return window;
  }

  function sent(): number {
    return listsOf(simulator).length;
  }

  /** Nothing is sent for all that time but its end, and then one request. */
  async function nextComesAfter(ms: number): Promise<void> {
    const before = sent();
    await clock.pass(ms - MARGIN_MS);
    assert.equal(sent() - before, 0, `requests in less than ${ms} ms`);
    await clock.pass(2 * MARGIN_MS);
    assert.equal(sent() - before, 1, `requests in ${ms} ms`);
  }

  it('reads again and again, an interval after the last reading', async () => {
    await open();
    await nextComesAfter(INTERVAL_MS);
    await nextComesAfter(INTERVAL_MS - MARGIN_MS);
    await clock.pass(10 * INTERVAL_MS);
    assert.ok(sent() >= 12 && sent() <= 13, `${sent()} requests`);
  });

  it('says when the next reading is', async () => {
    const { watcher, store } = await open();
    assert.ok(store.state.kind === 'ready');
    const { next } = watcher;
    assert.ok(next.kind === 'at');
    assert.ok(Math.abs(next.at - store.state.loadedAt - INTERVAL_MS) <= 50);
  });

  it('shows what changed at Lettr', async () => {
    const { store } = await open();
    const [webhook] = simulator.webhooks();
    assert.ok(webhook);
    simulator.put({ id: webhook.id, name: 'Another name' });
    await clock.pass(INTERVAL_MS);
    assert.equal(store.webhooks.get(webhook.id)?.name, 'Another name');
  });

  for (const [what, change, why] of [
    ['the window has no focus', { attention: { isFocused: false } }, 'unfocused'],
    ['the view is hidden and nothing is told', HIDDEN_SILENT, 'hidden'],
    ['it is turned off', { settings: { intervalMs: undefined } }, 'off'],
    ['nobody knows what a sandbox key may send', { key: 'sandbox' }, 'quotaUnknown'],
  ] as const satisfies readonly (readonly [string, Partial<WindowOptions>, string])[]) {
    it(`sends nothing while ${what}`, async () => {
      const { watcher, attention } = await open(change);
      attention.set({});
      await clock.pass(20 * INTERVAL_MS);
      assert.equal(sent(), 1, 'only the first list');
      assert.deepEqual(watcher.next, { kind: 'never', why });
    });
  }

  it('reads a hidden view more rarely', async () => {
    await open({ attention: { isVisible: false }, settings: { intervalMs: 2 * INTERVAL_MS } });
    await nextComesAfter(10 * INTERVAL_MS);
  });

  it('reads a hidden view not more often than every five minutes', async () => {
    await open({ attention: { isVisible: false }, settings: { intervalMs: 30_000 } });
    await nextComesAfter(5 * INTERVAL_MS);
  });

  it('reads at once when the focus comes back late', async () => {
    const { attention } = await open();
    attention.set({ isFocused: false });
    await clock.pass(5 * INTERVAL_MS);
    assert.equal(sent(), 1);
    attention.set({ isFocused: true });
    await clock.until(() => sent() === 2);
  });

  it('waits for the rest of the interval when the focus comes back early', async () => {
    const { attention } = await open();
    attention.set({ isFocused: false });
    attention.set({ isFocused: true });
    await nextComesAfter(INTERVAL_MS);
  });

  it('begins and ends with the setting', async () => {
    const { settings } = await open({ settings: { intervalMs: undefined } });
    settings.set({ intervalMs: INTERVAL_MS });
    await clock.pass(3 * INTERVAL_MS);
    assert.ok(sent() >= 3);
    settings.set({ intervalMs: undefined });
    const before = sent();
    await clock.pass(5 * INTERVAL_MS);
    assert.equal(sent(), before);
  });

  it('takes a manual refresh for one of its own', async () => {
    const { store } = await open();
    await clock.pass(INTERVAL_MS / 2);
    await store.load();
    await nextComesAfter(INTERVAL_MS);
  });

  it('takes no write and no look at one webhook for a fresh list', async () => {
    const { store } = await open();
    await clock.pass(INTERVAL_MS / 2);
    await store.update(ORDERS, { name: 'New' });
    await clock.settled();
    assert.ok(store.state.kind === 'ready' && store.state.loadedAt < clock.now() - INTERVAL_MS / 2);
    await nextComesAfter(INTERVAL_MS / 2);
  });

  it('reads also when nothing can be kept on disk, and says so once', async () => {
    const file = path.join(folder.path, 'no-folder');
    await writeFile(file, '');
    const { log } = await open({ folder: file });
    await nextComesAfter(INTERVAL_MS);
    await clock.pass(2 * INTERVAL_MS);
    assert.equal(sent(), 4);
    assert.deepEqual(log, ["warn Webhooks and their history couldn't be shared with other windows: ENOTDIR"]);
  });

  it('sends nothing more when it ended', async () => {
    const { watcher } = await open();
    watcher.dispose();
    await clock.pass(5 * INTERVAL_MS);
    assert.equal(sent(), 1);
  });

  it('goes on when the clock is set back', async () => {
    await open();
    clock.jump(-3_600_000);
    await nextComesAfter(INTERVAL_MS);
    await nextComesAfter(INTERVAL_MS - MARGIN_MS);
  });

  it('reads at once after the machine slept, and an interval later again', async () => {
    await open();
    await clock.pass(INTERVAL_MS / 2);
    clock.jump(3_600_000);
    await clock.pass(MARGIN_MS);
    assert.equal(sent(), 2);
    await nextComesAfter(INTERVAL_MS - MARGIN_MS);
  });

  it('does not wait again after sleep for what Lettr asked for before', async () => {
    const { watcher, attention } = await open();
    simulator.fault({ kind: 'status', status: 429, headers: { 'Retry-After': '300' } });
    await clock.pass(INTERVAL_MS);
    assert.ok(watcher.next.kind === 'at' && watcher.next.at > clock.now() + 250_000);
    clock.jump(3_600_000);
    // The client itself counts the pause in its own time, so nothing is sent here.
    attention.set({});
    assert.ok(watcher.next.kind === 'at' && watcher.next.at <= clock.now());
  });

  describe('after faults', () => {
    it('waits longer each time', async () => {
      await open();
      simulator.fault({ kind: 'status', status: 500, times: Infinity });
      await clock.pass(INTERVAL_MS + MARGIN_MS);
      for (const factor of [1, 2, 4, 8]) {
        await nextComesAfter(factor * INTERVAL_MS - MARGIN_MS);
      }
    });

    it('keeps the interval again when it works again', async () => {
      await open();
      simulator.fault({ kind: 'status', status: 500, times: 2 });
      await clock.pass(4 * INTERVAL_MS + MARGIN_MS);
      assert.equal(sent(), 4);
      await nextComesAfter(INTERVAL_MS - MARGIN_MS);
    });

    it('waits as long as a rate limit says', async () => {
      const { watcher } = await open();
      simulator.fault({ kind: 'status', status: 429, headers: { 'Retry-After': '300' } });
      await clock.pass(INTERVAL_MS + MARGIN_MS);
      assert.equal(sent(), 2);
      const { next } = watcher;
      assert.ok(next.kind === 'at' && Math.abs(next.at - clock.now() - 300_000) <= 2 * MARGIN_MS);
      await clock.pass(290_000);
      assert.equal(sent(), 2);
    });

    it('sends a rejected key once and never again', async () => {
      const { watcher, attention } = await open();
      simulator.revoke('live');
      await clock.pass(INTERVAL_MS);
      attention.set({ isFocused: false });
      attention.set({ isFocused: true });
      await clock.pass(100 * INTERVAL_MS);
      assert.equal(listsOf(simulator).filter(({ status }) => status === 401).length, 1);
      assert.deepEqual(watcher.next, { kind: 'never', why: 'rejected' });
    });

    it('goes on when a person made a rejected key work', async () => {
      const { watcher, store, release } = await open();
      simulator.revoke('live');
      await clock.pass(INTERVAL_MS);
      assert.equal(watcher.next.kind, 'never');
      simulator.restore('live');
      release();
      await store.load();
      await nextComesAfter(INTERVAL_MS);
    });

    it('goes on after a first list that failed, while the view is visible', async () => {
      simulator.fault({ kind: 'status', status: 500 });
      const { store } = await open();
      assert.equal(store.state.kind, 'failed');
      await clock.pass(INTERVAL_MS);
      assert.equal(store.state.kind, 'ready');
    });

    it('counts none for a reading that was cancelled', async () => {
      simulator.fault({ kind: 'status', status: 500 });
      const { watcher, store } = await open();
      const { next } = watcher;
      await store.load({ signal: AbortSignal.abort() });
      await clock.settled();
      assert.equal(store.state.kind, 'failed');
      assert.ok(next.kind === 'at' && watcher.next.kind === 'at');
      assert.ok(Math.abs(watcher.next.at - next.at) <= MARGIN_MS);
    });

    it('leaves a hidden view alone when its first list failed', async () => {
      simulator.fault({ kind: 'status', status: 500 });
      await open({ attention: { isVisible: false } });
      await clock.pass(20 * INTERVAL_MS);
      assert.equal(sent(), 1);
    });

    it('tells the log when they begin and end, and not in each round', async () => {
      const { log, store } = await open();
      simulator.fault({ kind: 'status', status: 500, times: 3 });
      await clock.pass(12 * INTERVAL_MS);
      assert.ok(store.state.kind === 'ready' && !store.state.problem);
      assert.deepEqual(log, [
        'warn An automatic refresh failed; further failures of this kind are not logged',
        'info Automatic refreshes work again',
      ]);
    });
  });

  describe('allows nothing unasked', () => {
    async function mayRead(change: Partial<PollerOptions>, ms = 0): Promise<boolean> {
      const { store } = await loadedStore(simulator);
      const poller = new Poller({
        mode: 'live',
        store,
        folder: folder.path,
        look: () => Promise.resolve(),
        shared: () => Promise.resolve(),
        quota: () => undefined,
        attention: new TestAttention(),
        settings: new TestSettings(),
        clock,
        log: { info: assert.fail, warn: assert.fail, error: assert.fail },
        onDidPlan: () => undefined,
        ...change,
      });
      await store.load();
      clock.jump(ms);
      const answer = poller.mayRead;
      poller.dispose();
      await poller.settled();
      return answer;
    }

    const left = (remaining: number) => ({
      quota: () => ({ second: undefined, minute: undefined, day: { limit: 2_000, remaining }, at: 0 }),
    });

    it('while Lettr asked for a pause', async () => {
      assert.equal(await mayRead({}), true);
      const pause = { kind: 'status', status: 429, headers: { 'Retry-After': '300' } } as const;
      for (const [ms, expected] of [
        [200_000, false],
        [310_000, true],
      ] as const) {
        const { store } = await loadedStore(simulator);
        assert.equal(store.state.kind, 'ready');
        simulator.fault(pause);
        await store.load();
        assert.equal(await mayRead({ store }, ms), expected, `after ${ms} ms`);
      }
    });

    it('for a sandbox key of which the quota is unknown or nearly used up', async () => {
      assert.equal(await mayRead({ mode: 'sandbox' }), false);
      assert.equal(await mayRead({ mode: 'sandbox', ...left(400) }), false);
      assert.equal(await mayRead({ mode: 'sandbox', ...left(1_500) }), true);
    });
  });
});
