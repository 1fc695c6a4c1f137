import assert from 'node:assert/strict';

import { Cancelled } from '../../../src/api/errors.ts';
import type { LettrClient } from '../../../src/api/client.ts';
import type { Fault, FaultKind } from '../../../simulator/simulator.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { DRAFT, ORDERS, failureOf, problemIn, testApi, testClient, until } from './harness.ts';

const WRITES: Readonly<Record<string, (client: LettrClient, signal?: AbortSignal) => Promise<unknown>>> = {
  create: (client, signal) => client.webhooks.create(DRAFT, { signal }),
  update: (client, signal) => client.webhooks.update(ORDERS, { name: 'Renamed' }, { signal }),
  delete: (client, signal) => client.webhooks.delete(ORDERS, { signal }),
};

/** What leaves nobody sure whether the write was done. */
const UNKNOWN: readonly FaultKind[] = [
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'html' },
  { kind: 'body', text: '{"message":' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 504 },
  { kind: 'html', status: 500 },
];

/** What says for sure that it was not. */
const NONE: readonly FaultKind[] = [
  ...[400, 401, 403, 404, 409, 418, 422].map((status) => ({ kind: 'status', status }) as const),
  { kind: 'status', status: 429, headers: { 'retry-after': '99' } },
  { kind: 'html', status: 403 },
  { kind: 'redirect', location: 'http://127.0.0.1:1/' },
];

describe('the effect of a write that failed', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'both' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  async function effectOf(write: string, fault: Fault): Promise<string> {
    sim.reset();
    sim.fault({ times: Number.POSITIVE_INFINITY, ...fault });
    const client = testClient(sim, { timeoutMs: fault.kind === 'hang' ? 250 : 5_000 });
    const { effect } = await problemIn(WRITES[write]?.(client) ?? Promise.reject(new Error(write)));
    return effect;
  }

  for (const write of Object.keys(WRITES)) {
    it(`is unknown when a ${write} went out and no answer can be trusted`, async () => {
      for (const fault of UNKNOWN) {
        for (const phase of ['before', 'after'] as const) {
          assert.equal(await effectOf(write, { ...fault, phase }), 'unknown', JSON.stringify(fault));
        }
      }
    });

    it(`is none when a ${write} was refused`, async () => {
      for (const fault of NONE) {
        assert.equal(await effectOf(write, fault), 'none', JSON.stringify(fault));
      }
    });

    it(`is none when a ${write} never left`, async () => {
      for (const baseUrl of ['http://lettr.invalid/api', 'http://127.0.0.1:1/api']) {
        const client = testApi(sim).connect({ baseUrl });
        const { effect } = await problemIn(WRITES[write]?.(client) ?? Promise.resolve());
        assert.equal(effect, 'none', baseUrl);
      }
      assert.equal(sim.requests.length, 0);
    });

    it(`is unknown when a ${write} was cancelled under way`, async () => {
      sim.fault({ kind: 'hang' });
      const control = new AbortController();
      const failing = failureOf(WRITES[write]?.(testClient(sim), control.signal) ?? Promise.resolve());
      await until(() => sim.requests.length === 1);
      control.abort();
      const error = await failing;
      assert.ok(error instanceof Cancelled);
      assert.equal(error.effect, 'unknown');
    });

    it(`is none when a ${write} was cancelled in the queue`, async () => {
      const client = testClient(sim);
      sim.fault({ kind: 'delay', ms: 150 });
      const first = client.webhooks.create({ ...DRAFT, url: 'https://first.example.com/' });
      const control = new AbortController();
      const failing = failureOf(WRITES[write]?.(client, control.signal) ?? Promise.resolve());
      await until(() => sim.requests.length === 1);
      control.abort();
      const error = await failing;
      assert.ok(error instanceof Cancelled);
      assert.equal(error.effect, 'none');
      await first;
      await client.webhooks.list();
      assert.equal(sim.requests.length, 2, 'the cancelled request left the queue');
    });

    it(`is none when a ${write} was cancelled while it waited for the rate limit`, async () => {
      sim.fault({ kind: 'status', status: 429, headers: { 'retry-after': '30' } });
      const control = new AbortController();
      const failing = failureOf(WRITES[write]?.(testClient(sim), control.signal) ?? Promise.resolve());
      await until(() => sim.requests[0]?.status === 429);
      await new Promise((resolve) => setTimeout(resolve, 30));
      control.abort();
      const error = await failing;
      assert.ok(error instanceof Cancelled);
      assert.equal(error.effect, 'none');
    });

    it(`is none, and nothing is sent, when a ${write} was cancelled before it began`, async () => {
      const error = await failureOf(
        WRITES[write]?.(testClient(sim), AbortSignal.abort()) ?? Promise.resolve(),
      );
      assert.ok(error instanceof Cancelled);
      assert.equal(error.effect, 'none');
      assert.equal(sim.requests.length, 0);
    });
  }

  it('is none for every failed read', async () => {
    for (const fault of [...UNKNOWN, ...NONE]) {
      sim.fault({ times: Number.POSITIVE_INFINITY, ...fault });
      const client = testClient(sim, { timeoutMs: fault.kind === 'hang' ? 250 : 5_000 });
      assert.equal((await problemIn(client.webhooks.list())).effect, 'none', JSON.stringify(fault));
      sim.clearFaults();
    }
  });

  it('is none when a read was cancelled, and the connection is given up', async () => {
    sim.fault({ kind: 'hang' });
    const control = new AbortController();
    const failing = failureOf(testClient(sim).webhooks.list({ signal: control.signal }));
    await until(() => sim.requests.length === 1);
    control.abort();
    const error = await failing;
    assert.ok(error instanceof Cancelled);
    assert.equal(error.effect, 'none');
  });

  it('is unknown when a write was answered without a webhook', async () => {
    for (const text of ['{}', '{"data":{}}', '[]', '']) {
      sim.fault({ kind: 'body', text, times: 2 });
      assert.equal((await problemIn(testClient(sim).webhooks.create(DRAFT))).effect, 'unknown');
      const updated = testClient(sim).webhooks.update(ORDERS, { enabled: false });
      assert.equal((await problemIn(updated)).effect, 'unknown');
    }
  });
});
