import assert from 'node:assert/strict';

import { Cancelled } from '../../../src/api/errors.ts';
import type { StoreWrite } from '../../../src/webhooks/state.ts';
import { WebhookStore } from '../../../src/webhooks/store.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { BOUNCES, DRAFT, ORDERS, failureOf, problemIn, testApi, until, webhook } from '../api/harness.ts';
import { loadedStore, testStore } from './harness.ts';

describe('the webhook store', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'patch' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  it('sends nothing before it is asked', () => {
    const { store } = testStore(sim);
    assert.deepEqual(store.state, { kind: 'unread' });
    assert.equal(store.webhooks.size, 0);
    assert.equal(sim.requests.length, 0);
  });

  it('goes from loading to ready', async () => {
    const { store, rows } = testStore(sim);
    const loading = store.load();
    assert.deepEqual(store.state, { kind: 'loading' });
    const startedAt = Date.now();
    await loading;
    assert.ok(store.state.kind === 'ready');
    assert.ok(store.state.loadedAt >= startedAt && store.state.loadedAt <= Date.now());
    assert.equal(store.state.problem, undefined);
    assert.deepEqual(
      [...store.webhooks.keys()].toSorted(),
      sim
        .webhooks()
        .map(({ id }) => id)
        .toSorted(),
    );
    assert.deepEqual(rows(), ['all', 'all']);
  });

  it('goes from loading to failed, and comes back', async () => {
    const { store, rows } = testStore(sim);
    sim.fault({ kind: 'status', status: 500 });
    await store.load();
    assert.ok(store.state.kind === 'failed');
    assert.deepEqual(store.state.error.problem, { kind: 'server', status: 500 });
    assert.equal(store.webhooks.size, 0);
    assert.deepEqual(rows(), ['all', 'all']);
    await store.load();
    assert.equal(store.state.kind, 'ready');
    assert.deepEqual(rows(), ['all', 'all']);
  });

  it('keeps the last good list when a refresh fails, and says why', async () => {
    const { store, rows } = await loadedStore(sim);
    const before = store.state;
    assert.ok(before.kind === 'ready');
    sim.fault({ kind: 'status', status: 500 });
    await store.load();
    assert.ok(store.state.kind === 'ready');
    assert.equal(store.state.webhooks, before.webhooks);
    assert.equal(store.state.loadedAt, before.loadedAt);
    assert.deepEqual(store.state.problem?.problem, { kind: 'server', status: 500 });
    assert.deepEqual(rows(), [[]]);
    await store.load();
    assert.equal(store.state.problem, undefined);
    assert.deepEqual(rows(), [[]]);
  });

  it('shows the last known list until there is an answer, and acts on none but that', async () => {
    const known = await loadedStore(sim);
    const last = { webhooks: known.store.webhooks, unreadable: [], askedAt: 1, loadedAt: 2 };
    const { store, rows } = testStore(sim);
    store.remember(last);
    assert.deepEqual(store.state, { kind: 'unread', last });
    assert.equal(store.webhooks, last.webhooks);
    sim.fault({ kind: 'status', status: 500 });
    await store.load();
    assert.ok(store.state.kind === 'failed');
    assert.equal(store.webhooks, last.webhooks);
    sim.remove(BOUNCES);
    assert.ok(!(await store.ensure()).has(BOUNCES));
    assert.deepEqual(rows(), ['all', [], [], [], 'all']);
    store.remember(last);
    assert.ok(!store.webhooks.has(BOUNCES));
  });

  it('joins a reading that is under way', async () => {
    const { store } = testStore(sim);
    sim.fault({ kind: 'delay', ms: 50 });
    await Promise.all([store.load(), store.load(), store.ensure(), store.load()]);
    assert.equal(sim.requests.length, 1);
    await store.load();
    assert.equal(sim.requests.length, 2);
  });

  it('is as it was when a reading is cancelled', async () => {
    const { store, rows } = testStore(sim);
    for (const kind of ['unread', 'ready']) {
      sim.fault({ kind: 'hang' });
      const control = new AbortController();
      const loading = store.load({ signal: control.signal });
      await until(() => sim.requests.length === 1);
      control.abort();
      await loading;
      assert.equal(store.state.kind, kind);
      await store.load();
      sim.clearRequests();
    }
    assert.deepEqual(rows().slice(-1), [[]]);
  });

  it('tells nobody that a cancelled refresh changed rows', async () => {
    const { store, rows } = await loadedStore(sim);
    await store.load({ signal: AbortSignal.abort() });
    assert.ok(!rows().includes('all'));
  });

  it('is as it was when a reading fails for a reason that is none of Lettr’s', async () => {
    const reason = new Error('the keyring is broken');
    const { api } = testApi(sim);
    const key = (): Promise<string> => Promise.reject(reason);
    const store = new WebhookStore(api.connect({ baseUrl: sim.baseUrl, team: () => undefined, key }));
    await assert.rejects(store.load(), reason);
    assert.equal(store.state.kind, 'unread');
  });

  it('ensures a list once', async () => {
    const { store } = testStore(sim);
    assert.equal((await store.ensure()).size, 9);
    await store.ensure();
    assert.equal(sim.requests.length, 1);
  });

  it('ensures a list or says why there is none', async () => {
    const { store } = testStore(sim);
    sim.fault({ kind: 'status', status: 500 });
    assert.equal((await problemIn(store.ensure())).problem.kind, 'server');
    assert.equal((await store.ensure()).size, 9);
  });

  it('ensures a list from the last good one although a refresh failed', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'status', status: 500 });
    await store.load();
    assert.equal((await store.ensure()).size, 9);
  });

  it('cancels the wait for a list, not the reading', async () => {
    const { store } = testStore(sim);
    sim.fault({ kind: 'delay', ms: 80 });
    const control = new AbortController();
    const waiting = failureOf(store.ensure({ signal: control.signal }));
    const other = store.ensure();
    await until(() => sim.requests.length === 1);
    control.abort();
    assert.ok((await waiting) instanceof Cancelled);
    assert.equal((await other).size, 9);
    assert.equal(sim.requests.length, 1);
  });

  it('ensures a list although the one who began to read it cancelled', async () => {
    const { store } = testStore(sim);
    sim.fault({ kind: 'hang' });
    const control = new AbortController();
    const first = store.load({ signal: control.signal });
    const waiting = store.ensure();
    await until(() => sim.requests.length === 1);
    control.abort();
    await first;
    assert.equal((await waiting).size, 9);
  });

  it('reads again when a write settled while it read', async () => {
    const { store } = await loadedStore(sim);
    // The answer is made before the write and comes after it.
    sim.fault({ kind: 'delay', ms: 120, phase: 'after', on: { method: 'GET' } });
    const loading = store.load();
    await until(() => sim.requests.length === 1);
    await store.update(ORDERS, { name: 'Renamed' });
    assert.equal(store.webhooks.get(ORDERS)?.name, 'Renamed');
    await loading;
    assert.equal(store.webhooks.get(ORDERS)?.name, 'Renamed');
    assert.deepEqual(
      sim.requests.map(({ method }) => method),
      ['GET', 'PATCH', 'GET'],
    );
  });

  it('does not let an older look at a webhook cover a write', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'delay', ms: 120, phase: 'after', on: { method: 'GET' } });
    const look = store.get(ORDERS);
    await until(() => sim.requests.length === 1);
    await store.update(ORDERS, { enabled: false });
    assert.equal((await look).enabled, true);
    assert.equal(store.webhooks.get(ORDERS)?.enabled, false);
  });

  it('does not bring back a webhook that was deleted while it was looked at', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'delay', ms: 120, phase: 'after', on: { method: 'GET' } });
    const look = store.get(ORDERS);
    await until(() => sim.requests.length === 1);
    await store.delete(ORDERS);
    await look;
    assert.equal(store.webhooks.has(ORDERS), false);
  });

  it('puts what it writes and reads into the list', async () => {
    const { store } = await loadedStore(sim);
    const created = await store.create(DRAFT);
    assert.equal(created.answerLost, false);
    assert.deepEqual(store.webhooks.get(created.value.id), created.value);
    const updated = await store.update(created.value.id, { enabled: false });
    assert.equal(updated.answerLost, false);
    assert.equal(store.webhooks.get(created.value.id)?.enabled, false);
    sim.put({ id: ORDERS, name: 'Elsewhere' });
    assert.equal((await store.get(ORDERS)).name, 'Elsewhere');
    assert.equal(store.webhooks.get(ORDERS)?.name, 'Elsewhere');
    assert.deepEqual(await store.delete(ORDERS), { value: undefined, answerLost: false });
    assert.equal(store.webhooks.has(ORDERS), false);
    assert.ok(sim.requests.every(({ path }) => path !== '/webhooks' || sim.requests[0]?.path === path));
  });

  it('writes without a list as well', async () => {
    const { store } = testStore(sim);
    await store.create(DRAFT);
    await store.update(ORDERS, { enabled: false });
    await store.delete(ORDERS);
    assert.equal(store.state.kind, 'unread');
    assert.equal(sim.requests.length, 3);
  });

  it('drops the row of a webhook that no longer exists', async () => {
    for (const work of ['get', 'update', 'delete'] as const) {
      sim.reset();
      const { store, rows } = await loadedStore(sim);
      sim.remove(ORDERS);
      const done = {
        get: () => store.get(ORDERS),
        update: () => store.update(ORDERS, { enabled: false }),
        delete: () => store.delete(ORDERS),
      }[work]();
      assert.equal((await problemIn(done)).problem.kind, 'notFound');
      assert.equal(store.webhooks.has(ORDERS), false);
      assert.deepEqual(rows(), ['all']);
      assert.equal(sim.requests.length, 1);
    }
  });

  it('leaves the list alone when a write is refused', async () => {
    const { store, rows } = await loadedStore(sim);
    const before = store.state;
    for (const status of [400, 401, 403, 409, 422]) {
      sim.fault({ kind: 'status', status });
      await problemIn(store.create(DRAFT));
    }
    assert.equal(store.state, before);
    assert.deepEqual(rows(), []);
    assert.ok(sim.requests.every(({ method }) => method === 'POST'));
  });

  it('takes a refused enable or disable for done when the webhook is as wanted', async () => {
    const { store } = await loadedStore(sim);
    for (const enabled of [false, true]) {
      // Another window was faster.
      sim.put({ id: ORDERS, enabled });
      sim.clearRequests();
      sim.fault({ kind: 'status', status: 422, on: { method: 'PATCH' } });
      const { value, answerLost } = await store.update(ORDERS, { enabled });
      assert.deepEqual([value.enabled, answerLost], [enabled, false]);
      assert.equal(store.webhooks.get(ORDERS)?.enabled, enabled);
      assert.deepEqual(
        sim.requests.map(({ method, path }) => `${method} ${path}`),
        [`PATCH /webhooks/${ORDERS}`, `GET /webhooks/${ORDERS}`],
      );
    }
  });

  it('passes on the refusal when the webhook is not as wanted, or more was to change', async () => {
    const { store } = await loadedStore(sim);
    for (const [patch, methods] of [
      [{ enabled: false }, ['PATCH', 'GET']],
      [{ enabled: true, name: 'Other' }, ['PATCH']],
      [{ name: 'Other' }, ['PATCH']],
    ] as const) {
      sim.clearRequests();
      sim.fault({ kind: 'status', status: 422, on: { method: 'PATCH' } });
      assert.equal((await problemIn(store.update(ORDERS, patch))).problem.kind, 'invalid');
      assert.deepEqual(
        sim.requests.map(({ method }) => method),
        methods,
      );
    }
  });

  it('passes on the refusal when the look at the webhook fails', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'status', status: 422, on: { method: 'PATCH' } });
    sim.fault({ kind: 'status', status: 403, on: { method: 'GET' } });
    assert.equal((await problemIn(store.update(ORDERS, { enabled: false }))).problem.kind, 'invalid');
  });

  it('reads nothing when a write is cancelled before it was sent', async () => {
    const { store } = await loadedStore(sim);
    const error = await failureOf(store.create(DRAFT, { signal: AbortSignal.abort() }));
    assert.ok(error instanceof Cancelled);
    assert.equal(sim.requests.length, 0);
  });

  it('tells what each write changed, and no credentials, also those who come later', async () => {
    const { store } = await loadedStore(sim);
    const told: StoreWrite[] = [];
    store.onDidWrite((write) => told.push(write));
    const authentication = { type: 'basic', username: 'lettr', password: 'opensesame' } as const;
    await store.update(ORDERS, { enabled: false, authentication });
    await store.delete(ORDERS);
    assert.deepEqual(
      told.map(({ kind, patch, before, after }) => [kind, patch, before?.enabled, after?.enabled]),
      [
        ['update', { enabled: false }, true, false],
        ['delete', {}, false, undefined],
      ],
    );
    assert.deepEqual(store.writes, told);
  });

  it('takes over a list of another window when that is newer, and never an older one', async () => {
    const { store } = await loadedStore(sim);
    const name = () => store.webhooks.get(ORDERS)?.name;
    const { state } = store;
    assert.ok(state.kind === 'ready');
    const adopt = (other: string, askedAt: number, asOf = askedAt) => {
      const { unreadable, loadedAt } = state;
      const webhooks = new Map(state.webhooks).set(ORDERS, webhook({ id: ORDERS, name: other }));
      store.adopt({ webhooks, unreadable, loadedAt, askedAt, asOf });
      return name();
    };
    const own = name();
    assert.equal(adopt('older', state.askedAt - 1), own);
    assert.equal(adopt('older, but for one webhook', state.askedAt - 60_000, Date.now()), own);
    assert.equal(
      adopt('read by both at once, and written by one', state.askedAt - 1, Date.now()),
      'read by both at once, and written by one',
    );
    assert.equal(
      adopt('the same, but for one webhook', state.askedAt, Date.now()),
      'the same, but for one webhook',
    );
    await store.update(ORDERS, { name: 'mine' });
    assert.equal(adopt('before the write', state.askedAt, state.askedAt + 1), 'mine');
    assert.equal(adopt('newer', Date.now() + 1), 'newer');
  });

  it('keeps what it read of one webhook when a list comes that was read before', async () => {
    const { store } = await loadedStore(sim);
    const { state } = store;
    assert.ok(state.kind === 'ready');
    const { webhooks, unreadable, askedAt, loadedAt } = state;
    sim.put({ id: ORDERS, name: 'renamed' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.get(ORDERS);
    store.adopt({ webhooks, unreadable, askedAt, loadedAt, asOf: askedAt });
    assert.equal(store.webhooks.get(ORDERS)?.name, 'renamed');
  });

  it('goes silent when disposed', async () => {
    const { store, rows } = testStore(sim);
    const loading = store.load();
    rows();
    store.dispose();
    await loading;
    assert.deepEqual(rows(), []);
  });

  it('tells only those who still listen', async () => {
    const { store } = await loadedStore(sim);
    let told = 0;
    const listening = store.onDidChange(() => (told += 1));
    await store.load();
    listening.dispose();
    await store.load();
    assert.equal(told, 1);
  });
});

describe('the rows that a change is told for', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'patch' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  it('are none when nothing changed', async () => {
    const { store, rows } = await loadedStore(sim);
    await store.load();
    await store.get(ORDERS);
    assert.deepEqual(rows(), [[], []]);
  });

  it('are exactly those that changed', async () => {
    const { store, rows } = await loadedStore(sim);
    sim.put({ id: ORDERS, last_status: 'failure' });
    await store.load();
    sim.put({ id: ORDERS, event_types: null });
    sim.put({ id: BOUNCES, url: 'https://elsewhere.example.com/' });
    await store.load();
    await store.update(ORDERS, { enabled: false });
    sim.put({ id: BOUNCES, enabled: false });
    await store.get(BOUNCES);
    const all = rows();
    assert.deepEqual(
      all.map((one) => (one === 'all' ? one : one.toSorted())),
      [[ORDERS], [ORDERS, BOUNCES].toSorted(), [ORDERS], [BOUNCES]],
    );
  });

  it('are all when one came, went, was replaced or has another name', async () => {
    const { store, rows } = await loadedStore(sim);
    sim.put({ id: 'new', name: 'New' });
    await store.load();
    sim.remove('new');
    await store.load();
    sim.remove(ORDERS);
    sim.put({ id: 'other', name: 'Other' });
    await store.load();
    sim.put({ id: 'other', name: 'Another' });
    await store.load();
    await store.create(DRAFT);
    await store.update('other', { name: 'Once more' });
    await store.delete('other');
    assert.deepEqual(rows(), Array(7).fill('all'));
  });

  it('are told after the state changed', async () => {
    const { store } = await loadedStore(sim);
    let seen: unknown;
    store.onDidChange(() => (seen = store.webhooks.get(ORDERS)?.enabled));
    await store.update(ORDERS, { enabled: false });
    assert.equal(seen, false);
  });
});
