import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeyRing, keyTexts, type ApiKey, type KeyName } from '../../../simulator/keys.ts';
import { RateLimits } from '../../../simulator/rateLimits.ts';
import { call, useSimulator } from './harness.ts';

function keyOf(name: KeyName): ApiKey {
  const { key } = new KeyRing().identify(`Bearer ${keyTexts[name]}`);
  if (!key) throw new Error(`${name} is not valid`);
  return key;
}

describe('simulator: the rate limit over HTTP', () => {
  const simulator = useSimulator({ rateLimit: true });
  const list = (key: string) => call(simulator(), 'GET', '/webhooks', { key });

  it('counts a team over all its keys but sandbox ones, answers the fourth with 429, and recovers', async () => {
    const { live, sandbox, sendingOnly, otherTeam } = simulator().keys;
    const left: (string | null)[] = [];
    await list(sandbox);
    for (const key of [live, sendingOnly, live])
      left.push((await list(key)).headers.get('x-ratelimit-remaining'));
    assert.deepEqual(left, ['2', '1', '0']);
    const refused = await list(live);
    assert.equal(refused.status, 429);
    assert.deepEqual(refused.body, {
      message: 'Rate limit exceeded. Please slow down your requests.',
      error_code: 'rate_limit_exceeded',
    });
    assert.equal(refused.headers.get('retry-after'), '1');
    assert.equal((await list(otherTeam)).status, 200);
    await sleep(1050);
    assert.equal((await list(live)).status, 200);
  });

  it('comes before scope and after the key', async () => {
    const { live, invalid, sendingOnly } = simulator().keys;
    for (let request = 0; request < 3; request += 1) await list(live);
    assert.equal((await list(sendingOnly)).status, 429);
    assert.equal((await list(invalid)).status, 401);
  });

  it('puts its headers on every answer and counts none without a key', async () => {
    for (const [method, path, key] of [
      ['GET', '/health', null],
      ['GET', '/webhooks', null],
      ['GET', '/nothing', simulator().keys.live],
      ['PATCH', '/webhooks/x', simulator().keys.live],
    ] as const) {
      const { headers } = await call(simulator(), method, path, { key });
      assert.equal(headers.get('x-ratelimit-limit'), '3', path);
      assert.equal(headers.get('x-ratelimit-remaining'), '3', path);
      const reset = Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000;
      assert.ok(reset > 0 && reset <= 2.1, path);
    }
  });
});

describe('simulator: without rate limit', () => {
  const simulator = useSimulator();

  it('takes any number and sends no headers', async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => call(simulator(), 'GET', '/webhooks')),
    );
    assert.ok(replies.every(({ status, headers }) => status === 200 && !headers.has('x-ratelimit-limit')));
  });
});

describe('simulator: sandbox limits', () => {
  const sandbox = keyOf('sandbox');
  let now = 0;
  const spend = (limits: RateLimits, count: number, ms: number) =>
    Array.from({ length: count }, () => {
      now += ms;
      return limits.take(sandbox);
    });

  beforeEach(() => {
    now = 0;
  });

  it('allows 20 a second', () => {
    const limits = new RateLimits(true, () => now);
    assert.deepEqual(spend(limits, 21, 1), [...Array<number>(20).fill(0), 1]);
    assert.equal(limits.headers(sandbox)['x-sandbox-ratelimit-second-remaining'], '0');
    assert.equal(limits.headers(sandbox)['x-ratelimit-remaining'], '0');
    assert.equal(limits.take(keyOf('live')), 0);
  });

  it('allows 120 a minute', () => {
    const limits = new RateLimits(true, () => now);
    assert.deepEqual(new Set(spend(limits, 120, 100)), new Set([0]));
    assert.deepEqual(spend(limits, 1, 1_000), [48]);
    assert.equal(limits.headers(sandbox)['x-sandbox-ratelimit-minute-remaining'], '0');
    assert.equal(limits.headers(sandbox)['x-sandbox-ratelimit-day-remaining'], '1880');
    now += 48_000;
    assert.deepEqual(spend(limits, 1, 100), [0]);
  });

  it('allows 2,000 a day', () => {
    const limits = new RateLimits(true, () => now);
    assert.deepEqual(new Set(spend(limits, 2_000, 1_000)), new Set([0]));
    const [wait = 0] = spend(limits, 1, 60_000);
    assert.ok(wait > 80_000, `waits ${wait} s`);
    now += 24 * 3_600_000;
    assert.deepEqual(spend(limits, 1, 1), [0]);
  });

  it('tells them to sandbox keys only', () => {
    const limits = new RateLimits(true, () => now);
    assert.deepEqual(Object.keys(limits.headers(sandbox)).slice(3), [
      'x-sandbox-ratelimit-second-limit',
      'x-sandbox-ratelimit-second-remaining',
      'x-sandbox-ratelimit-minute-limit',
      'x-sandbox-ratelimit-minute-remaining',
      'x-sandbox-ratelimit-day-limit',
      'x-sandbox-ratelimit-day-remaining',
    ]);
    assert.equal(Object.keys(limits.headers(keyOf('live'))).length, 3);
  });
});
