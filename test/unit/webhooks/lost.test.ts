import assert from 'node:assert/strict';

import { Cancelled, LettrError } from '../../../src/api/errors.ts';
import { WriteFailure } from '../../../src/webhooks/verdict.ts';
import { WebhookStore } from '../../../src/webhooks/store.ts';
import type { Fault, FaultKind } from '../../../simulator/simulator.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { keyTexts } from '../../../simulator/keys.ts';
import {
  DRAFT,
  ORDERS,
  type TestServer,
  failureOf,
  problemIn,
  startServer,
  testApi,
  until,
} from '../api/harness.ts';
import { loadedStore, testStore } from './harness.ts';

const LOSSES: readonly FaultKind[] = [
  { kind: 'reset' },
  { kind: 'hang' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 504 },
  { kind: 'truncate' },
  { kind: 'html' },
  { kind: 'body', text: '' },
  { kind: 'body', text: '{"data"' },
];

interface Write {
  readonly method: string;
  readonly run: (store: WebhookStore, signal?: AbortSignal) => Promise<{ readonly answerLost: boolean }>;
  /** Whether the list shows that it was done. */
  readonly isDone: (store: WebhookStore) => boolean;
}

const WRITES: Readonly<Record<string, Write>> = {
  create: {
    method: 'POST',
    run: (store, signal) => store.create(DRAFT, { signal }),
    isDone: ({ webhooks }) => [...webhooks.values()].some(({ url }) => url === DRAFT.url),
  },
  update: {
    method: 'PATCH',
    run: (store, signal) => store.update(ORDERS, { name: 'Renamed', enabled: false }, { signal }),
    isDone: ({ webhooks }) => webhooks.get(ORDERS)?.enabled === false,
  },
  delete: {
    method: 'DELETE',
    run: (store, signal) => store.delete(ORDERS, { signal }),
    isDone: ({ webhooks }) => !webhooks.has(ORDERS),
  },
};

describe('a write whose answer was lost', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'patch' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  async function outcome(
    write: Write,
    fault: Fault,
  ): Promise<{ store: WebhookStore; work: ReturnType<Write['run']> }> {
    sim.reset();
    const { store } = await loadedStore(sim, { timeoutMs: fault.kind === 'hang' ? 250 : 5_000 });
    sim.fault({ on: { method: write.method }, ...fault });
    return { store, work: write.run(store) };
  }

  for (const [name, write] of Object.entries(WRITES)) {
    it(`is found to have been done (${name})`, async () => {
      for (const loss of LOSSES) {
        if (name === 'delete' && loss.kind === 'body' && loss.text === '') continue;
        const { store, work } = await outcome(write, { ...loss, phase: 'after' });
        const { answerLost } = await work;
        assert.equal(answerLost, true, JSON.stringify(loss));
        assert.ok(write.isDone(store));
        assert.deepEqual(
          sim.requests.map(({ method }) => method),
          [write.method, 'GET'],
        );
      }
    });

    it(`is found not to have been done (${name})`, async () => {
      for (const loss of LOSSES) {
        if (name === 'delete' && loss.kind === 'body' && loss.text === '') continue;
        const { store, work } = await outcome(write, { ...loss, phase: 'before' });
        const error = await failureOf(work);
        assert.ok(error instanceof WriteFailure, JSON.stringify(loss));
        assert.equal(error.verdict, 'notDone');
        assert.ok(error.reason instanceof LettrError && error.reason.effect === 'unknown');
        assert.ok(!write.isDone(store));
      }
    });

    it(`stays unknown when the list cannot be read (${name})`, async () => {
      const { store, work } = await outcome(write, { kind: 'reset', phase: 'after' });
      sim.fault({ kind: 'status', status: 500, on: { method: 'GET' } });
      const error = await failureOf(work);
      assert.ok(error instanceof WriteFailure);
      assert.equal(error.verdict, 'unchecked');
      assert.ok(store.state.kind === 'ready' && store.state.problem);
    });

    it(`is done or cancelled as the list says when it was cancelled under way (${name})`, async () => {
      for (const phase of ['after', 'before'] as const) {
        sim.reset();
        const { store } = await loadedStore(sim);
        sim.fault({ kind: 'hang', phase });
        const control = new AbortController();
        const work = write.run(store, control.signal);
        await until(() => sim.requests.length === 1);
        const failing = phase === 'before' ? failureOf(work) : undefined;
        await new Promise((resolve) => setTimeout(resolve, 20));
        control.abort();
        if (failing) {
          const error = await failing;
          assert.ok(error instanceof Cancelled);
          assert.equal(error.effect, 'none');
        } else {
          assert.equal((await work).answerLost, true);
        }
        assert.equal(write.isDone(store), phase === 'after');
      }
    });
  }

  it('stays unknown when it was cancelled and the list cannot be read', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'hang' });
    sim.fault({ kind: 'status', status: 500 });
    const control = new AbortController();
    const failing = failureOf(store.delete(ORDERS, { signal: control.signal }));
    await until(() => sim.requests.length === 1);
    control.abort();
    const error = await failing;
    assert.ok(error instanceof WriteFailure);
    assert.equal(error.verdict, 'unchecked');
    assert.ok(error.reason instanceof Cancelled);
  });

  it('returns the webhook that was created or changed', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'reset', phase: 'after', times: 1 });
    const created = await store.create(DRAFT);
    assert.equal(created.value.name, DRAFT.name);
    assert.equal(sim.webhooks().find(({ url }) => url === DRAFT.url)?.id, created.value.id);
    sim.fault({ kind: 'reset', phase: 'after', times: 1 });
    const updated = await store.update(ORDERS, { name: 'Renamed' });
    assert.equal(updated.value.name, 'Renamed');
  });

  it('does not take a webhook that was there before for the created one', async () => {
    const { store } = await loadedStore(sim);
    const [first] = store.webhooks.values();
    assert.ok(first);
    sim.fault({ kind: 'reset' });
    const error = await failureOf(store.create({ ...DRAFT, url: first.url }));
    assert.ok(error instanceof WriteFailure);
    assert.equal(error.verdict, 'notDone');
  });

  it('cannot tell the created one from an older one when there was no list before', async () => {
    const { store } = testStore(sim);
    const [first] = sim.webhooks();
    assert.ok(first);
    sim.fault({ kind: 'reset', on: { method: 'POST' } });
    const error = await failureOf(store.create({ ...DRAFT, url: first.url }));
    assert.ok(error instanceof WriteFailure);
    assert.equal(error.verdict, 'unchecked');
  });

  it('knows without an earlier list that nothing was created when the URL is not there', async () => {
    const { store } = testStore(sim);
    sim.fault({ kind: 'reset', on: { method: 'POST' } });
    const error = await failureOf(store.create(DRAFT));
    assert.ok(error instanceof WriteFailure);
    assert.equal(error.verdict, 'notDone');
  });

  it('leaves it open whether credentials alone were changed', async () => {
    const authentication = { type: 'basic', username: 'a', password: 'b' } as const;
    for (const phase of ['before', 'after'] as const) {
      const { store } = await loadedStore(sim);
      sim.fault({ kind: 'reset', phase, on: { method: 'PATCH' } });
      const error = await failureOf(store.update(ORDERS, { authentication }));
      assert.ok(error instanceof WriteFailure);
      assert.equal(error.verdict, 'unchecked');
    }
  });

  it('sees a changed type of authentication', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'reset', phase: 'after', on: { method: 'PATCH' } });
    const { answerLost, value } = await store.update(ORDERS, { authentication: { type: 'none' } });
    assert.equal(answerLost, true);
    assert.equal(value.authentication, 'none');
  });

  it('is looked at in a list that is read after it, not in one that was under way', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'delay', ms: 150, phase: 'after', on: { method: 'GET' } });
    const loading = store.load();
    await until(() => sim.requests.length === 1);
    sim.fault({ kind: 'reset', phase: 'after', on: { method: 'POST' } });
    assert.equal((await store.create(DRAFT)).answerLost, true);
    await loading;
    assert.deepEqual(
      sim.requests.map(({ method }) => method),
      ['GET', 'POST', 'GET'],
    );
  });

  it('is looked at although the reading that it joins is cancelled', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'hang', on: { method: 'GET' } });
    const control = new AbortController();
    const loading = store.load({ signal: control.signal });
    await until(() => sim.requests.length === 1);
    sim.fault({ kind: 'reset', phase: 'after', on: { method: 'DELETE' } });
    const work = store.delete(ORDERS);
    await until(() => sim.requests.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 30));
    control.abort();
    assert.equal((await work).answerLost, true);
    await loading;
    assert.equal(store.webhooks.has(ORDERS), false);
  });

  it('is not looked at when the failure is certain', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'status', status: 422 });
    await problemIn(store.create(DRAFT));
    assert.equal(sim.requests.length, 1);
  });

  it('leaves no row behind when the webhook went away meanwhile', async () => {
    const { store } = await loadedStore(sim);
    sim.fault({ kind: 'reset' });
    sim.remove(ORDERS);
    const error = await failureOf(store.update(ORDERS, { name: 'x' }));
    assert.ok(error instanceof WriteFailure);
    assert.equal(error.verdict, 'notDone');
    assert.equal(store.webhooks.has(ORDERS), false);
  });
});

describe('a write whose answer was lost by a server that tidies', () => {
  const SENT = {
    name: ' My  hook\u00a0',
    url: 'HTTPS://Bücher.Example:443?a={1}|2#part',
    events: ['message.open', 'message.bounce'],
    authentication: { type: 'none' },
  } as const;
  const STORED = {
    id: 'new',
    name: 'My hook',
    url: 'https://xn--bcher-kva.example/?a=%7B1%7D%7C2',
    enabled: true,
    event_types: ['message.bounce', 'message.open'],
    auth_type: 'none',
    has_auth_credentials: false,
  };
  const OTHER = { ...STORED, id: 'old', name: 'Other', url: 'https://other.example/', event_types: null };
  let server: TestServer | undefined;

  afterEach(async () => {
    await server?.close();
  });

  /** A store of a list that becomes `after` with the first write, whose answer never comes. */
  async function storeOf(before: readonly object[], after: readonly object[]): Promise<WebhookStore> {
    let webhooks = before;
    server = await startServer((request, response) => {
      if (request.method === 'GET') {
        response.end(JSON.stringify({ data: { webhooks } }));
      } else {
        webhooks = after;
        request.socket.destroy();
      }
    });
    const store = new WebhookStore(testApi({ baseUrl: `${server.origin}/api`, keys: keyTexts }).connect());
    await store.load();
    return store;
  }

  it('is found to have been done', async () => {
    const created = await (await storeOf([OTHER], [OTHER, STORED])).create(SENT);
    assert.deepEqual([created.value.id, created.answerLost], ['new', true]);
    await server?.close();
    const { authentication: _, ...patch } = SENT;
    const updated = await (await storeOf([OTHER], [{ ...STORED, id: 'old' }])).update('old', patch);
    assert.deepEqual([updated.value.name, updated.answerLost], ['My hook', true]);
  });

  it('is found not to have been done', async () => {
    const store = await storeOf([OTHER], [OTHER]);
    for (const work of [store.create(SENT), store.update('old', { name: SENT.name, url: SENT.url })]) {
      const error = await failureOf(work);
      assert.ok(error instanceof WriteFailure);
      assert.equal(error.verdict, 'notDone');
    }
  });

  it('stays open when the URL came back as another one', async () => {
    for (const url of ['https://www.xn--bcher-kva.example/', 'http://xn--bcher-kva.example/?a=%7B1%7D%7C2']) {
      const odd = { ...STORED, url };
      const creating = await failureOf((await storeOf([OTHER], [OTHER, odd])).create(SENT));
      assert.ok(creating instanceof WriteFailure);
      assert.equal(creating.verdict, 'unchecked');
      await server?.close();
      const updating = await failureOf(
        (await storeOf([OTHER], [{ ...odd, id: 'old' }])).update('old', { url: SENT.url }),
      );
      assert.ok(updating instanceof WriteFailure);
      assert.equal(updating.verdict, 'unchecked');
      await server?.close();
    }
  });
});
