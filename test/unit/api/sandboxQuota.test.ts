import assert from 'node:assert/strict';

import { sandboxQuotaOf } from '../../../src/api/rateLimits.ts';
import type { SandboxQuota } from '../../../src/api/types.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { problemIn, testApi } from './harness.ts';

const NOW = Date.UTC(2030, 0, 1);

describe('what is left of the day of a sandbox key', () => {
  it('is read from the headers of an answer', () => {
    const headers = new Headers({
      'X-Sandbox-RateLimit-Day-Limit': '100',
      'X-Sandbox-RateLimit-Day-Remaining': '87',
    });
    assert.deepEqual(sandboxQuotaOf(headers, NOW), {
      second: undefined,
      minute: undefined,
      day: { limit: 100, remaining: 87 },
      at: NOW,
    });
  });

  it('is not known when a header is missing or odd', () => {
    const limit = 'X-Sandbox-RateLimit-Day-Limit';
    const remaining = 'X-Sandbox-RateLimit-Day-Remaining';
    for (const fields of [
      {},
      { [limit]: '100' },
      { [remaining]: '3' },
      { [limit]: '100', [remaining]: '-1' },
      { [limit]: '100', [remaining]: '' },
      { [limit]: 'many', [remaining]: '3' },
      { [limit]: '1e9', [remaining]: '3' },
    ]) {
      assert.equal(sandboxQuotaOf(new Headers(fields), NOW), undefined);
    }
  });

  describe('is told by the client', () => {
    let simulator: Simulator;

    before(async () => {
      simulator = await startSimulator();
    });
    beforeEach(() => simulator.reset());
    after(() => simulator.close());

    function connect(key: string, told: SandboxQuota[]) {
      const { baseUrl } = simulator;
      return testApi(simulator, { now: () => NOW }).api.connect({
        baseUrl,
        team: () => undefined,
        key: () => Promise.resolve(key),
        onSandboxQuota: (quota) => told.push(quota),
      });
    }

    it('after each answer to a sandbox key', async () => {
      const told: SandboxQuota[] = [];
      const client = connect(simulator.keys.sandbox, told);
      await client.webhooks.list();
      await client.webhooks.list();
      assert.deepEqual(
        told.map(({ day, at }) => [day, at]),
        [1_999, 1_998].map((remaining) => [{ limit: 2_000, remaining }, NOW]),
      );
    });

    it('after an answer that refuses', async () => {
      const told: SandboxQuota[] = [];
      await problemIn(connect(simulator.keys.sandbox, told).webhooks.get('none'));
      assert.equal(told.length, 1);
    });

    it('never for a live key', async () => {
      const told: SandboxQuota[] = [];
      await connect(simulator.keys.live, told).webhooks.list();
      assert.deepEqual(told, []);
    });
  });
});
