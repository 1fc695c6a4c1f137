import assert from 'node:assert/strict';

import type { WebhookPatch } from '../../../src/api/types.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { ORDERS, problemIn, testApi } from './harness.ts';

const PATCH: WebhookPatch = { enabled: false };

function sent(sim: Simulator): string[] {
  return sim.requests.map(({ method, status }) => `${method} ${status}`);
}

describe('the verb of an update', () => {
  const sims: Record<'put' | 'patch' | 'both', Simulator> = Object.create(null);

  before(async () => {
    for (const updateVerb of ['put', 'patch', 'both'] as const) {
      sims[updateVerb] = await startSimulator({ rateLimit: false, updateVerb });
    }
  });
  beforeEach(() => Object.values(sims).forEach((sim) => sim.reset()));
  after(() => Promise.all(Object.values(sims).map((sim) => sim.close())));

  it('is PATCH where the server knows it', async () => {
    for (const sim of [sims.patch, sims.both]) {
      const { connect, verbs } = testApi(sim);
      await connect().webhooks.update(ORDERS, PATCH);
      assert.deepEqual(sent(sim), ['PATCH 200']);
      assert.equal(verbs.get(sim.origin), 'PATCH');
    }
  });

  it('becomes PUT where the server knows that only, and stays so', async () => {
    const sim = sims.put;
    const { connect, verbs } = testApi(sim);
    assert.equal((await connect().webhooks.update(ORDERS, PATCH)).enabled, false);
    assert.deepEqual(sent(sim), ['PATCH 405', 'PUT 200']);
    assert.deepEqual(sim.requests[0]?.body, sim.requests[1]?.body);
    assert.equal(verbs.get(sim.origin), 'PUT');
    sim.clearRequests();
    await connect().webhooks.update(ORDERS, { enabled: true });
    await connect({ key: sim.keys.live, team: () => 4211 }).webhooks.update(ORDERS, PATCH);
    assert.deepEqual(sent(sim), ['PUT 200', 'PUT 200']);
  });

  it('falls back after a 404 that does not say that the webhook is missing', async () => {
    const sim = sims.put;
    sim.fault({ kind: 'status', status: 404, body: { message: 'No route.' }, on: { method: 'PATCH' } });
    await testApi(sim).connect().webhooks.update(ORDERS, PATCH);
    assert.deepEqual(sent(sim), ['PATCH 404', 'PUT 200']);
    sim.reset();
    sim.fault({ kind: 'html', status: 404, on: { method: 'PATCH' } });
    await testApi(sim).connect().webhooks.update(ORDERS, PATCH);
    assert.deepEqual(sent(sim), ['PATCH 404', 'PUT 200']);
  });

  it('does not fall back when the webhook is missing', async () => {
    const { connect } = testApi(sims.patch);
    const { problem } = await problemIn(connect().webhooks.update('missing', PATCH));
    assert.equal(problem.kind, 'notFound');
    assert.deepEqual(sent(sims.patch), ['PATCH 404']);
  });

  it('does not fall back after any other failure', async () => {
    const sim = sims.both;
    for (const status of [400, 401, 403, 409, 418, 422, 500]) {
      sim.reset();
      sim.fault({ kind: 'status', status });
      await problemIn(testApi(sim).connect().webhooks.update(ORDERS, PATCH));
      assert.deepEqual(sent(sim), [`PATCH ${status}`]);
    }
  });

  it('returns to PATCH where the remembered PUT is no longer known', async () => {
    const sim = sims.patch;
    const { connect, verbs } = testApi(sim);
    verbs.set(sim.origin, 'PUT');
    await connect().webhooks.update(ORDERS, PATCH);
    assert.deepEqual(sent(sim), ['PUT 405', 'PATCH 200']);
    assert.equal(verbs.get(sim.origin), 'PATCH');
  });

  it('is remembered for each origin', async () => {
    const { connect, verbs } = testApi(sims.put);
    await connect().webhooks.update(ORDERS, PATCH);
    await connect({ baseUrl: sims.patch.baseUrl }).webhooks.update(ORDERS, PATCH);
    assert.deepEqual(sent(sims.patch), ['PATCH 200']);
    assert.deepEqual(Object.fromEntries(verbs.known), {
      [sims.put.origin]: 'PUT',
      [sims.patch.origin]: 'PATCH',
    });
  });

  it('is remembered from a refusal too, since only a known verb is refused so', async () => {
    const sim = sims.put;
    const refused = [
      [ORDERS, { name: 'x'.repeat(256) }, 'PUT 422'],
      ['missing', { enabled: false }, 'PUT 404'],
    ] as const;
    for (const [id, patch, answer] of refused) {
      sim.reset();
      const { connect, verbs } = testApi(sim);
      await problemIn(connect().webhooks.update(id, patch));
      assert.deepEqual(sent(sim), ['PATCH 405', answer]);
      assert.equal(verbs.get(sim.origin), 'PUT');
    }
  });

  it('is not remembered from an answer that says nothing about it', async () => {
    const sim = sims.both;
    for (const status of [401, 418, 500]) {
      sim.reset();
      sim.fault({ kind: 'status', status });
      const { connect, verbs } = testApi(sim);
      await problemIn(connect().webhooks.update(ORDERS, PATCH));
      assert.equal(verbs.get(sim.origin), undefined);
    }
  });

  it('fails as the server says when neither is known', async () => {
    const sim = sims.both;
    sim.fault({ kind: 'status', status: 405, times: 2 });
    const { connect, verbs } = testApi(sim);
    const { problem, effect } = await problemIn(connect().webhooks.update(ORDERS, PATCH));
    assert.deepEqual(problem, { kind: 'unexpected', status: 405 });
    assert.equal(effect, 'none');
    assert.deepEqual(sent(sim), ['PATCH 405', 'PUT 405']);
    assert.equal(verbs.known.size, 0);
  });
});
