import assert from 'node:assert/strict';
import path from 'node:path';

import { HistoryLog } from '../../../src/monitoring/historyLog.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { ORDERS } from '../api/harness.ts';
import { useFolder } from './folder.ts';
import { TestClock, type TestWindow, type WindowOptions, openWindow, until } from './windows.ts';

/** A healthy webhook of the simulator's seed. */
const AUDIT = 'b7d1e4c3-2f96-4a0b-85d4-e06f3a9c1909';

/** Nothing is read by itself in these tests. */
const QUIET = { settings: { intervalMs: undefined } };

describe('incidents are announced', () => {
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

  async function open(options: Partial<WindowOptions> = QUIET): Promise<TestWindow> {
    const window = await openWindow({ simulator, folder: folder.path, clock, ...options });
    opened.push(window);
    await clock.settled();
    return window;
  }

  /** Reads the list as a person does, and lets everything come of it. */
  async function refresh({ store }: TestWindow): Promise<void> {
    await store.load();
    await clock.settled();
  }

  function orders(fields: { enabled?: boolean; last_status?: string }): void {
    simulator.put({ id: ORDERS, ...fields });
  }

  /** What a window announced, after a further incident was announced: so late would the others have come. */
  async function kindsOf(window: TestWindow): Promise<readonly string[]> {
    simulator.put({ id: AUDIT, last_status: 'failure' });
    await refresh(window);
    await clock.until(() => window.announced.some(({ webhookId }) => webhookId === AUDIT));
    return window.announced.filter(({ webhookId }) => webhookId === ORDERS).map(({ kind }) => kind);
  }

  it('when a webhook begins to fail', async () => {
    const window = await open();
    orders({ last_status: 'failure' });
    await refresh(window);
    await clock.until(() => window.announced.length > 0);
    assert.deepEqual(
      window.announced.map(({ webhookId, kind }) => [webhookId, kind]),
      [[ORDERS, 'failing']],
    );
  });

  it('together when they are found together', async () => {
    const window = await open();
    const healthy = [...window.store.webhooks.values()].filter(({ lastStatus }) => lastStatus === 'success');
    const ids = healthy.filter(({ enabled }) => enabled).map(({ id }) => id);
    ids.forEach((id) => simulator.put({ id, last_status: 'failure' }));
    await refresh(window);
    await clock.until(() => window.announced.length > 0);
    assert.deepEqual(new Set(window.announced.map(({ webhookId }) => webhookId)), new Set(ids));
  });

  it('once, however long they last', async () => {
    const window = await open();
    orders({ last_status: 'failure' });
    await refresh(window);
    await clock.until(() => window.announced.length > 0);
    await refresh(window);
    assert.deepEqual(await kindsOf(window), ['failing']);
  });

  it('again when a webhook fails again after a success', async () => {
    const window = await open();
    for (const last_status of ['failure', 'success', 'failure']) {
      orders({ last_status });
      await refresh(window);
      await clock.until(() => window.announced.length > 0);
    }
    await clock.until(() => window.announced.length === 2);
  });

  it('not when it failed already at the first list', async () => {
    orders({ last_status: 'failure' });
    const window = await open();
    await refresh(window);
    assert.deepEqual(await kindsOf(window), []);
  });

  it('not when it began to fail between two sessions', async () => {
    await (await open()).close();
    orders({ last_status: 'failure' });
    assert.deepEqual(await kindsOf(await open()), []);
  });

  it('when it was disabled by somebody else', async () => {
    const window = await open();
    orders({ enabled: false });
    await refresh(window);
    assert.deepEqual(await kindsOf(window), ['disabled']);
  });

  it('not when the person here disabled it', async () => {
    const window = await open();
    await window.store.update(ORDERS, { enabled: false });
    await refresh(window);
    assert.deepEqual(await kindsOf(window), []);
  });

  it('not when another window disabled it', async () => {
    const [window, other] = [await open(), await open()];
    await other.store.update(ORDERS, { enabled: false });
    await clock.settled();
    await refresh(window);
    assert.deepEqual(await kindsOf(window), []);
  });

  it('not while a disabling here is on its way into the record', async () => {
    const [window, other] = [await open(), await open()];
    other.attention.set({ isFocused: false });
    simulator.fault({ kind: 'delay', ms: 300, phase: 'after', on: { path: `/webhooks/${ORDERS}` } });
    const writing = other.store.update(ORDERS, { enabled: false });
    await until(() => simulator.webhooks().some(({ id, enabled }) => id === ORDERS && !enabled));
    // This window reads what the other one has written, before that one can tell.
    await refresh(window);
    assert.equal(window.store.webhooks.get(ORDERS)?.enabled, false);
    await writing;
    await clock.settled();
    assert.deepEqual(await kindsOf(window), []);
    const changes = window.histories.of('acme', ORDERS).map(({ field, by }) => [field, by]);
    assert.deepEqual(changes, [['enabled', 'here']]);
  });

  it('in one of two windows', async () => {
    const windows = [await open({}), await open({})];
    orders({ last_status: 'failure' });
    const told = () => windows.flatMap(({ announced }) => announced);
    await clock.until(() => told().length > 0);
    orders({ last_status: 'success' });
    await clock.until(() =>
      windows.every(({ store }) => store.webhooks.get(ORDERS)?.lastStatus === 'success'),
    );
    assert.equal(told().length, 1);
  });

  it('once, also when a slower window writes down later that it saw them earlier', async () => {
    const window = await open();
    orders({ last_status: 'failure' });
    const before = clock.now();
    await refresh(window);
    await clock.until(() => window.announced.length > 0);
    const change = { at: before, by: 'elsewhere', field: 'health', from: 'healthy', to: 'failing' } as const;
    await new HistoryLog(path.join(folder.path, 'acme')).append([{ webhookId: ORDERS, change }]);
    assert.deepEqual(await kindsOf(window), ['failing']);
    assert.equal(window.histories.of('acme', ORDERS)[0]?.at, before);
  });

  it('in the window that was open before, when another one found them at its start', async () => {
    const window = await open();
    orders({ last_status: 'failure' });
    const other = await open();
    window.attention.set({ isFocused: false });
    window.attention.set({ isFocused: true });
    await clock.until(() => window.announced.length === 1);
    assert.deepEqual(await kindsOf(other), []);
  });

  it('not while notifications are off, and not when they are on again', async () => {
    const window = await open({ settings: { intervalMs: undefined, isNotifying: false } });
    orders({ last_status: 'failure' });
    await refresh(window);
    window.settings.set({ isNotifying: true });
    await refresh(window);
    assert.deepEqual(await kindsOf(window), []);
  });

  it('not when notifications were turned off just now', async () => {
    const window = await open();
    orders({ last_status: 'failure' });
    await refresh(window);
    window.settings.set({ isNotifying: false });
    await clock.pass(5_000);
    await refresh(window);
    window.settings.set({ isNotifying: true });
    assert.deepEqual(await kindsOf(window), []);
  });

  it('and stand in the history of every window', async () => {
    const [window, other] = [await open(), await open()];
    const told: (readonly string[])[] = [];
    other.histories.onDidChange(({ webhookIds }) => void told.push(webhookIds));
    orders({ last_status: 'failure' });
    await refresh(window);
    other.attention.set({ isFocused: false });
    other.attention.set({ isFocused: true });
    await clock.until(() => told.length > 0);
    for (const { histories } of [window, other]) {
      const changes = histories.of('acme', ORDERS).map(({ field, by }) => [field, by]);
      assert.deepEqual(changes, [['health', 'elsewhere']]);
    }
    assert.deepEqual(told, [[ORDERS]]);
  });

  it('and a change of this person is told from one of somebody else', async () => {
    const window = await open();
    await window.store.update(ORDERS, { enabled: false });
    await clock.settled();
    orders({ enabled: true });
    await refresh(window);
    const changes = window.histories.of('acme', ORDERS).map(({ field, by }) => [field, by]);
    assert.deepEqual(changes, [
      ['enabled', 'here'],
      ['enabled', 'elsewhere'],
    ]);
  });

  it('and what this person did before anybody watched is theirs as well', async () => {
    const window = await open({ ...QUIET, atFirst: (store) => store.update(ORDERS, { enabled: false }) });
    const changes = window.histories.of('acme', ORDERS).map(({ field, by }) => [field, by]);
    assert.deepEqual(changes, [['enabled', 'here']]);
    assert.deepEqual(await kindsOf(window), []);
  });
});
