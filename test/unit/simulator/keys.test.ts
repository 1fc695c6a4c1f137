import assert from 'node:assert/strict';
import { Lockout } from '../../../simulator/keys.ts';
import { at, call, useSimulator } from './harness.ts';

const invalid = { message: 'Invalid API key.' };
const body = { name: 'A', url: 'https://a.example.com', auth_type: 'none', events_mode: 'all' };

describe('simulator: keys', () => {
  const simulator = useSimulator();
  const list = (key: string | null) => call(simulator(), 'GET', '/webhooks', { key });

  it('have the documented shape', () => {
    const { sandbox, ...others } = simulator().keys;
    assert.match(sandbox, /^lttr_sandbox_[A-Za-z0-9]+$/);
    for (const key of Object.values(others)) assert.match(key, /^lttr_[A-Za-z0-9]{64}$/);
    assert.equal(new Set(Object.values(simulator().keys)).size, 6);
  });

  it('answers 401 without an error_code', async () => {
    const missing = await list(null);
    assert.deepEqual([missing.status, missing.body], [401, { message: 'API key is required.' }]);
    const unknown = await list(simulator().keys.invalid);
    assert.deepEqual([unknown.status, unknown.body], [401, invalid]);
  });

  it('answers 403 for a blocked address, without an error_code', async () => {
    const { status, body: refused } = await list(simulator().keys.ipBlocked);
    assert.equal(status, 403);
    assert.deepEqual(refused, { message: 'Access denied. Your IP address is not allowed.' });
  });

  it('keeps a sending-only key from the webhooks, before any validation', async () => {
    for (const [method, path] of [
      ['GET', '/webhooks'],
      ['POST', '/webhooks'],
      ['DELETE', '/webhooks/none'],
    ] as const) {
      const reply = await call(simulator(), method, path, { key: simulator().keys.sendingOnly });
      assert.equal(reply.status, 403);
      assert.equal(at(reply.body, 'error_code'), 'insufficient_scope');
    }
  });

  it('lets a sandbox key read and not write', async () => {
    const key = simulator().keys.sandbox;
    assert.equal((await list(key)).status, 200);
    const refused = await call(simulator(), 'POST', '/webhooks', { key, body });
    assert.equal(refused.status, 403);
    assert.deepEqual(refused.body, {
      status: 'error',
      error_code: 'sandbox_restricted',
      message: 'Sandbox API keys are restricted to email sending and read-only endpoints.',
    });
    assert.equal(simulator().webhooks().length, 9);
  });

  it('revokes and restores by key and by name', async () => {
    const { live } = simulator().keys;
    simulator().revoke(live);
    assert.deepEqual((await list(live)).body, invalid);
    simulator().restore('live');
    assert.equal((await list(live)).status, 200);
    assert.throws(() => simulator().revoke('nobody'), RangeError);
  });
});

describe('simulator: the lock-out', () => {
  const simulator = useSimulator();

  it('blocks the address, valid keys included, after five failures; health stays open', async () => {
    const { live, invalid: wrong } = simulator().keys;
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      assert.equal((await call(simulator(), 'GET', '/auth/check', { key: wrong })).status, 401);
    }
    const blocked = await call(simulator(), 'GET', '/auth/check', { key: live });
    assert.equal(blocked.status, 429);
    assert.ok(Number(blocked.headers.get('retry-after')) > 890);
    assert.equal(at(blocked.body, 'error_code'), undefined);
    assert.equal(typeof at(blocked.body, 'message'), 'string');
    assert.equal((await call(simulator(), 'GET', '/health', { key: null })).status, 200);
    simulator().reset();
    assert.equal((await call(simulator(), 'GET', '/auth/check', { key: live })).status, 200);
  });

  it('counts within five minutes and lasts fifteen', () => {
    let now = 0;
    const minute = 60_000;
    const lockout = new Lockout(() => now);
    for (let failure = 0; failure < 4; failure += 1) lockout.fail('a');
    now = 5 * minute;
    lockout.fail('a');
    assert.equal(lockout.secondsLeft('a'), 0);
    for (let failure = 0; failure < 4; failure += 1) lockout.fail('a');
    assert.equal(lockout.secondsLeft('a'), 900);
    assert.equal(lockout.secondsLeft('b'), 0);
    now += 15 * minute - 1;
    assert.equal(lockout.secondsLeft('a'), 1);
    now += 1;
    assert.equal(lockout.secondsLeft('a'), 0);
  });
});
