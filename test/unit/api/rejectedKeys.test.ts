import assert from 'node:assert/strict';

import { RejectedKeys } from '../../../src/api/rejectedKeys.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { DRAFT, ORDERS, problemIn, testApi } from './harness.ts';

const MINUTE = 60_000;

describe('the latch of a rejected key', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'patch' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  it('sends nothing more for the key after one 401', async () => {
    const { api, connect } = testApi(sim);
    sim.revoke('live');
    const client = connect();
    const again = [
      () => client.webhooks.list(),
      () => client.webhooks.get(ORDERS),
      () => client.webhooks.create(DRAFT),
      () => client.webhooks.update(ORDERS, { enabled: false }),
      () => client.webhooks.delete(ORDERS),
      () => client.auth.check(),
      // Another account with the same key.
      () => connect({ team: () => 1 }).webhooks.list(),
    ];
    for (const call of again) {
      const { problem, effect } = await problemIn(call());
      assert.deepEqual(problem, { kind: 'unauthorized' });
      assert.equal(effect, 'none');
    }
    assert.equal(sim.requests.length, 1);
    assert.equal(api.recentRejections(), 1);
  });

  it('lets other keys go on', async () => {
    const { connect } = testApi(sim);
    sim.revoke('live');
    await problemIn(connect().webhooks.list());
    assert.equal((await connect({ key: sim.keys.otherTeam }).webhooks.list()).webhooks.length, 2);
    assert.deepEqual(await connect({ key: sim.keys.sandbox }).auth.check(), { teamId: 4211 });
  });

  it('does not send what waited behind the 401', async () => {
    const { connect } = testApi(sim);
    sim.revoke('live');
    sim.fault({ kind: 'delay', ms: 60, on: { method: 'POST' } });
    const client = connect();
    const failures = await Promise.all([
      problemIn(client.webhooks.create(DRAFT)),
      problemIn(client.webhooks.update(ORDERS, { enabled: false })),
      problemIn(client.webhooks.delete(ORDERS)),
    ]);
    assert.deepEqual(
      failures.map(({ problem }) => problem.kind),
      Array(3).fill('unauthorized'),
    );
    assert.equal(sim.requests.length, 1);
  });

  it('does not repeat a read that met a 401 on its second attempt', async () => {
    sim.fault({ kind: 'reset' });
    sim.revoke('live');
    await problemIn(testApi(sim).connect().webhooks.list());
    assert.equal(sim.requests.length, 2);
  });

  it('opens when it is released, for one try', async () => {
    const { api, connect } = testApi(sim);
    const client = connect();
    sim.revoke('live');
    await problemIn(client.webhooks.list());
    api.release(sim.keys.live);
    await problemIn(client.webhooks.list());
    await problemIn(client.webhooks.list());
    assert.equal(sim.requests.length, 2);
    assert.equal(api.recentRejections(), 2);
    sim.restore('live');
    api.release(sim.keys.live);
    await client.webhooks.list();
    await client.webhooks.list();
    assert.equal(sim.requests.length, 4);
  });

  it('lets only the key pass that was released', async () => {
    const { api, connect } = testApi(sim);
    sim.revoke('live');
    sim.revoke('sandbox');
    await problemIn(connect().webhooks.list());
    await problemIn(connect({ key: sim.keys.sandbox }).webhooks.list());
    api.release(sim.keys.live);
    await problemIn(connect({ key: sim.keys.sandbox }).webhooks.list());
    assert.equal(sim.requests.length, 2);
  });

  it('stays open after a 403', async () => {
    const client = testApi(sim).connect({ key: sim.keys.sendingOnly });
    await problemIn(client.webhooks.list());
    await problemIn(client.webhooks.list());
    assert.equal(sim.requests.length, 2);
  });

  it('uses the new key of an account at once', async () => {
    const { api } = testApi(sim);
    let key = sim.keys.invalid;
    const client = api.connect({
      baseUrl: sim.baseUrl,
      team: () => undefined,
      key: () => Promise.resolve(key),
    });
    await problemIn(client.webhooks.list());
    key = sim.keys.live;
    await client.webhooks.list();
    assert.equal(sim.requests.length, 2);
  });

  it('counts the rejections of the last five minutes', () => {
    let now = 0;
    const latch = new RejectedKeys(() => now);
    assert.equal(latch.recentRejections(), 0);
    latch.add('a');
    now = 2 * MINUTE;
    latch.add('b');
    latch.add('b');
    now = 5 * MINUTE - 1;
    assert.equal(latch.recentRejections(), 3);
    now = 5 * MINUTE;
    assert.equal(latch.recentRejections(), 2);
    now = 7 * MINUTE;
    assert.equal(latch.recentRejections(), 0);
    assert.ok(latch.has('a') && latch.has('b') && !latch.has('c'));
  });
});
