import assert from 'node:assert/strict';

import type { Fault, FaultKind } from '../../../simulator/simulator.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { DRAFT, ORDERS, problemIn, testApi, testClient } from './harness.ts';

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const LIMITED = { kind: 'status', status: 429, headers: { 'retry-after': '0' } } as const;

describe('retries', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'patch' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  for (const fault of [
    { kind: 'reset' },
    { kind: 'status', status: 502 },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 504 },
    { kind: 'html', status: 502 },
    LIMITED,
  ] satisfies FaultKind[]) {
    it(`reads twice more after ${JSON.stringify(fault)}`, async () => {
      sim.fault({ ...fault, times: 2 });
      assert.equal((await testClient(sim).webhooks.list()).webhooks.length, sim.webhooks().length);
      assert.equal(sim.requests.length, 3);
    });

    it(`then gives up after ${JSON.stringify(fault)}`, async () => {
      sim.fault({ ...fault, ...ALWAYS });
      await problemIn(testClient(sim).auth.check());
      assert.equal(sim.requests.length, 3);
    });
  }

  it('reads once only where a repetition would not help', async () => {
    const faults: readonly FaultKind[] = [
      { kind: 'hang' },
      { kind: 'truncate' },
      { kind: 'html' },
      ...[400, 401, 403, 404, 418, 422, 500, 501, 505].map((status) => ({ kind: 'status', status }) as const),
    ];
    for (const fault of faults) {
      sim.reset();
      sim.fault({ ...fault, ...ALWAYS });
      const client = testClient(sim, { timeoutMs: fault.kind === 'hang' ? 250 : 5_000 });
      await problemIn(client.webhooks.get(ORDERS));
      assert.equal(sim.requests.length, 1, JSON.stringify(fault));
    }
  });

  it('repeats a write after a 429 only', async () => {
    const calls = [
      (fault: Fault) => (sim.fault(fault), testClient(sim).webhooks.create(DRAFT)),
      (fault: Fault) => (sim.fault(fault), testClient(sim).webhooks.update(ORDERS, { enabled: false })),
      (fault: Fault) => (sim.fault(fault), testClient(sim).webhooks.delete(ORDERS)),
    ];
    for (const call of calls) {
      sim.reset();
      await call({ ...LIMITED, times: 2 });
      assert.equal(sim.requests.length, 3);
      for (const fault of [{ kind: 'reset' }, { kind: 'status', status: 503 }] as const) {
        sim.reset();
        await problemIn(call(fault));
        assert.equal(sim.requests.length, 1, JSON.stringify(fault));
      }
    }
  });

  it('gives a write up after its third 429', async () => {
    sim.fault({ ...LIMITED, ...ALWAYS });
    const { problem, effect } = await problemIn(testClient(sim).webhooks.create(DRAFT));
    assert.equal(problem.kind, 'rateLimited');
    assert.equal(effect, 'none');
    assert.equal(sim.requests.length, 3);
  });

  it('tells how long it waits for the rate limit, and waits that long', async () => {
    sim.fault({ kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    const waits: number[] = [];
    await testClient(sim).webhooks.list({ onWait: ({ ms }) => waits.push(ms) });
    assert.equal(waits.length, 1);
    assert.ok(Math.abs((waits[0] ?? 0) - 1_000) < 100, waits.join());
    const [first, second] = sim.requests;
    assert.ok(first && second && second.at - first.at >= 950);
  });

  it('waits a second after a 429 that does not say how long', async () => {
    sim.fault({ kind: 'body', status: 429, text: '{}' });
    const waits: number[] = [];
    await testClient(sim).webhooks.create(DRAFT, { onWait: ({ ms }) => waits.push(ms) });
    assert.equal(waits.length, 1);
    assert.ok(Math.abs((waits[0] ?? 0) - 1_000) < 100, waits.join());
    assert.equal(sim.requests.length, 2);
  });

  it('tells nothing when it waits for something else', async () => {
    sim.fault({ kind: 'status', status: 503 });
    await testClient(sim).webhooks.list({ onWait: () => assert.fail() });
    assert.equal(sim.requests.length, 2);
  });

  it('backs off longer each time, with jitter', async () => {
    sim.fault({ kind: 'status', status: 503, times: 2 });
    // The factor becomes 0.6.
    await testClient(sim, { random: () => 0.1 }).webhooks.list();
    const [first, second, third] = sim.requests.map(({ at }) => at);
    assert.ok(first && second && third);
    const [wait, next] = [second - first, third - second];
    assert.ok(wait >= 290 && wait < 500, `${wait} ms`);
    assert.ok(next >= 590 && next < 900, `${next} ms`);
  });

  it('stops waiting when cancelled', async () => {
    sim.fault({ kind: 'status', status: 503 });
    const control = new AbortController();
    const startedAt = Date.now();
    setTimeout(() => control.abort(), 60);
    await assert.rejects(testClient(sim, { random: () => 9 }).webhooks.list({ signal: control.signal }), {
      name: 'Cancelled',
    });
    assert.ok(Date.now() - startedAt < 1_000);
    assert.equal(sim.requests.length, 1);
  });

  it('holds back the other requests of a team that has to wait', async () => {
    const { connect } = testApi(sim);
    sim.fault({ kind: 'status', status: 429, headers: { 'retry-after': '3' } });
    const waiting = connect({ team: () => 1 }).webhooks.list();
    const told = new Promise((resolve) => setTimeout(resolve, 500));
    await told;
    const held = connect({ team: () => 1 }).webhooks.list();
    const free = connect({ key: sim.keys.otherTeam, team: () => 2 }).webhooks.list();
    await Promise.all([waiting, held, free]);
    const since = (index: number): number => (sim.requests[index]?.at ?? 0) - (sim.requests[0]?.at ?? 0);
    assert.equal(sim.requests[1]?.key, 'otherTeam');
    assert.ok(since(1) < 2_900, `${since(1)} ms`);
    assert.ok(since(2) >= 2_950 && since(3) >= 2_950);
  });
});
