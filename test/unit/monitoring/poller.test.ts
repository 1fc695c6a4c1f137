import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { type TestWindow, type WindowOptions, gapsOf, listsOf, openWindow, until } from './windows.ts';

/** Long enough for several readings, had there been any. */
const SEVERAL_MS = 400;
const INTERVAL_MS = 100;
const HIDDEN_SILENT = { attention: { isVisible: false }, settings: { isNotifying: false } };

describe('the poller of one window', () => {
  const opened: TestWindow[] = [];
  let simulator: Simulator;
  let folder: string;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false });
  });
  beforeEach(async () => {
    simulator.reset();
    folder = await mkdtemp(path.join(tmpdir(), 'lettr-poller-'));
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

  it('reads again and again, an interval after the last reading ended', async () => {
    simulator.fault({ kind: 'delay', ms: 60, times: Infinity });
    await open();
    await until(() => listsOf(simulator).length >= 5);
    assert.deepEqual(
      gapsOf(simulator).filter((gap) => gap < INTERVAL_MS + 55),
      [],
    );
  });

  it('says when the next reading is', async () => {
    const { watcher, store } = await open({ settings: { intervalMs: 60_000 } });
    assert.ok(store.state.kind === 'ready');
    const { next } = watcher;
    assert.ok(next.kind === 'at');
    assert.ok(Math.abs(next.at - store.state.loadedAt - 60_000) <= 5);
  });

  it('shows what changed at Lettr', async () => {
    const { store } = await open();
    const [webhook] = simulator.webhooks();
    assert.ok(webhook);
    simulator.put({ id: webhook.id, name: 'Another name' });
    await until(() => store.webhooks.get(webhook.id)?.name === 'Another name');
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
      await delay(SEVERAL_MS);
      assert.equal(listsOf(simulator).length, 1, 'only the first list');
      assert.deepEqual(watcher.next, { kind: 'never', why });
    });
  }

  it('reads a hidden view more rarely', async () => {
    await open({ attention: { isVisible: false } });
    await until(() => listsOf(simulator).length >= 3);
    assert.deepEqual(
      gapsOf(simulator).filter((gap) => gap < 5 * INTERVAL_MS),
      [],
    );
  });

  it('reads a hidden view not more often than the least time allows', async () => {
    const { watcher } = await open({ attention: { isVisible: false }, hiddenLeastMs: 300_000 });
    const { next } = watcher;
    assert.ok(next.kind === 'at' && next.at - Date.now() > 290_000);
  });

  it('reads at once when the focus comes back late', async () => {
    const { attention } = await open({ settings: { intervalMs: 300 } });
    attention.set({ isFocused: false });
    await delay(SEVERAL_MS);
    assert.equal(listsOf(simulator).length, 1);
    attention.set({ isFocused: true });
    await until(() => listsOf(simulator).length === 2);
  });

  it('waits for the rest of the interval when the focus comes back early', async () => {
    const { attention } = await open({ settings: { intervalMs: 300 } });
    attention.set({ isFocused: false });
    attention.set({ isFocused: true });
    await until(() => listsOf(simulator).length === 2);
    assert.ok((gapsOf(simulator)[0] ?? 0) >= 300);
  });

  it('begins and ends with the setting', async () => {
    const { settings } = await open({ settings: { intervalMs: undefined } });
    settings.set({ intervalMs: INTERVAL_MS });
    await until(() => listsOf(simulator).length >= 3);
    settings.set({ intervalMs: undefined });
    await delay(SEVERAL_MS);
    const sent = listsOf(simulator).length;
    await delay(SEVERAL_MS);
    assert.equal(listsOf(simulator).length, sent);
  });

  it('takes a manual refresh for one of its own', async () => {
    const { store } = await open({ settings: { intervalMs: 300 } });
    await delay(200);
    await store.load();
    await until(() => listsOf(simulator).length === 3);
    assert.ok((gapsOf(simulator)[1] ?? 0) >= 300);
  });

  it('reads also when nothing can be kept on disk, and says so once', async () => {
    const file = path.join(folder, 'no-folder');
    await writeFile(file, '');
    const { log } = await open({ folder: file });
    await until(() => listsOf(simulator).length >= 4);
    assert.deepEqual(
      gapsOf(simulator).filter((gap) => gap < INTERVAL_MS),
      [],
    );
    assert.deepEqual(log, ['warn What is known of webhooks could not be shared with other windows: ENOTDIR']);
  });

  it('sends nothing more when it ended', async () => {
    const { watcher } = await open();
    watcher.dispose();
    await delay(SEVERAL_MS);
    assert.equal(listsOf(simulator).length, 1);
  });

  it('goes on when the clock is set back', async () => {
    const { clock } = await open();
    await until(() => listsOf(simulator).length >= 2);
    clock.ahead = -3_600_000;
    const sent = listsOf(simulator).length;
    await until(() => listsOf(simulator).length >= sent + 3);
    assert.deepEqual(
      gapsOf(simulator).filter((gap) => gap < INTERVAL_MS),
      [],
    );
  });

  it('goes on when the clock is set forward', async () => {
    const { clock } = await open();
    await until(() => listsOf(simulator).length >= 2);
    clock.ahead = 3_600_000;
    const sent = listsOf(simulator).length;
    await until(() => listsOf(simulator).length >= sent + 3);
    assert.deepEqual(
      gapsOf(simulator)
        .slice(sent)
        .filter((gap) => gap < INTERVAL_MS),
      [],
    );
  });

  describe('after faults', () => {
    it('waits longer each time', async () => {
      await open();
      simulator.fault({ kind: 'status', status: 500, times: Infinity });
      await until(() => listsOf(simulator).length >= 5);
      const [, first = 0, second = 0, third = 0] = gapsOf(simulator);
      assert.ok(first >= INTERVAL_MS && second >= 2 * INTERVAL_MS && third >= 4 * INTERVAL_MS);
    });

    it('keeps the interval again when it works again', async () => {
      const { watcher, store } = await open();
      simulator.fault({ kind: 'status', status: 500, times: 2 });
      await until(() => store.state.kind === 'ready' && store.state.problem !== undefined);
      await until(() => {
        const { state } = store;
        const { next } = watcher;
        const isWell = state.kind === 'ready' && !state.problem;
        const dueAt = state.kind === 'ready' ? state.loadedAt + INTERVAL_MS : 0;
        return isWell && next.kind === 'at' && Math.abs(next.at - dueAt) <= 5;
      });
    });

    it('waits as long as a rate limit says', async () => {
      const { watcher } = await open();
      simulator.fault({ kind: 'status', status: 429, headers: { 'Retry-After': '300' } });
      await until(
        () =>
          listsOf(simulator).length === 2 &&
          watcher.next.kind === 'at' &&
          watcher.next.at > Date.now() + 200_000,
      );
      const { next } = watcher;
      assert.ok(next.kind === 'at' && next.at >= Date.now() + 290_000);
    });

    it('sends a rejected key once and never again', async () => {
      const { watcher, attention } = await open();
      simulator.revoke('live');
      await until(() => watcher.next.kind === 'never');
      attention.set({ isFocused: false });
      attention.set({ isFocused: true });
      await delay(SEVERAL_MS);
      assert.equal(listsOf(simulator).filter(({ status }) => status === 401).length, 1);
      assert.deepEqual(watcher.next, { kind: 'never', why: 'rejected' });
    });

    it('goes on when a person made a rejected key work', async () => {
      const { watcher, store, release } = await open();
      simulator.revoke('live');
      await until(() => watcher.next.kind === 'never');
      simulator.restore('live');
      release();
      await store.load();
      const sent = listsOf(simulator).length;
      await until(() => listsOf(simulator).length >= sent + 2);
    });

    it('goes on after a first list that failed, while the view is visible', async () => {
      simulator.fault({ kind: 'status', status: 500 });
      const { store } = await open();
      assert.equal(store.state.kind, 'failed');
      await until(() => store.state.kind === 'ready');
    });

    it('leaves a hidden view alone when its first list failed', async () => {
      simulator.fault({ kind: 'status', status: 500 });
      await open({ attention: { isVisible: false } });
      await delay(SEVERAL_MS);
      assert.equal(listsOf(simulator).length, 1);
    });

    it('tells the log when they begin and end, and not in each round', async () => {
      const { log, store } = await open();
      simulator.fault({ kind: 'status', status: 500, times: 3 });
      await until(() => listsOf(simulator).length >= 6);
      assert.ok(store.state.kind === 'ready' && !store.state.problem);
      assert.deepEqual(log, [
        'warn An automatic refresh failed; further failures of this kind are not logged',
        'info Automatic refreshes work again',
      ]);
    });
  });
});
