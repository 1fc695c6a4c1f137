import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { liveTeam, otherTeam, startSimulator } from '../../../simulator/simulator.ts';
import { call, useSimulator } from './harness.ts';

const day = 24 * 3_600_000;

describe('simulator: the seed', () => {
  const simulator = useSimulator();

  it('covers every state of health', () => {
    const states = simulator()
      .webhooks()
      .map(({ enabled, last_status, last_successful_at, last_failure_at }) => {
        const recent = last_failure_at !== null && Date.now() - Date.parse(last_failure_at) < day;
        const times = `${last_successful_at === null ? '-' : 's'}${last_failure_at === null ? '-' : 'f'}`;
        return [enabled ? 'on' : 'off', last_status, times, ...(recent ? ['recent'] : [])].join(' ');
      });
    assert.deepEqual(states, [
      'on success s-',
      'on failure sf recent',
      'on success sf recent',
      'on success s-',
      'on failure -f recent',
      'off failure sf',
      'off success s-',
      'on  --',
      'on success sf',
    ]);
  });

  it('has every authentication and one webhook for all events', () => {
    const webhooks = simulator().webhooks(liveTeam);
    assert.deepEqual(
      new Set(webhooks.map(({ auth_type: type }) => type)),
      new Set(['none', 'basic', 'oauth2']),
    );
    assert.ok(webhooks.every((w) => w.has_auth_credentials === (w.auth_type !== 'none')));
    assert.equal(webhooks.filter(({ event_types: types }) => types === null).length, 1);
    assert.equal(simulator().webhooks(otherTeam).length, 2);
    for (const { url } of webhooks) assert.match(new URL(url).hostname, /\.example\.(com|net|org)$/);
  });
});

describe('simulator: steering it from a test', () => {
  const simulator = useSimulator();

  it('puts over an existing webhook and takes unknown values', () => {
    const { id } = simulator().put({ name: 'Mine' });
    simulator().put({ id, last_status: '200' });
    const mine = simulator().webhooks().at(-1);
    assert.deepEqual([mine?.name, mine?.last_status, mine?.team], ['Mine', '200', liveTeam]);
    simulator().remove(id);
    assert.equal(simulator().webhooks().length, 9);
  });

  it('gives copies', () => {
    const [first] = simulator().webhooks();
    if (first) first.name = 'Changed from outside';
    assert.equal(simulator().webhooks()[0]?.name, 'Order Notifications');
  });

  it('records requests without the key', async () => {
    await call(simulator(), 'POST', '/webhooks?x=1', { body: { name: 'A' } });
    await call(simulator(), 'GET', '/health', { key: null });
    await call(simulator(), 'GET', '/auth/check', { key: simulator().keys.invalid });
    const [first, ...others] = simulator().requests;
    assert.deepEqual(
      [first?.method, first?.path, first?.query, first?.key, first?.status, first?.body],
      ['POST', '/webhooks', 'x=1', 'live', 422, { name: 'A' }],
    );
    assert.equal(first?.headers.authorization, undefined);
    assert.equal(first?.headers.accept, 'application/json');
    assert.ok(Math.abs((first?.at ?? 0) - Date.now()) < 5000);
    assert.deepEqual(
      others.map(({ key, status }) => [key, status]),
      [
        [undefined, 200],
        ['invalid', 401],
      ],
    );
    simulator().clearRequests();
    assert.equal(simulator().requests.length, 0);
  });

  it('resets to the seed or to nothing', async () => {
    simulator().fault({ kind: 'status', status: 500 });
    simulator().revoke('live');
    simulator().put({ name: 'Extra' });
    simulator().reset();
    assert.equal((await call(simulator(), 'GET', '/webhooks')).status, 200);
    assert.equal(simulator().webhooks().length, 9);
    assert.equal(simulator().requests.length, 1);
    simulator().reset({ empty: true });
    assert.equal(simulator().requests.length, 0);
    assert.deepEqual([simulator().webhooks(), simulator().webhooks(otherTeam)], [[], []]);
  });
});

describe('simulator: resetting the limits', () => {
  const simulator = useSimulator({ rateLimit: true });

  it('gives a team its full second back', async () => {
    for (let request = 0; request < 3; request += 1) await call(simulator(), 'GET', '/webhooks');
    simulator().reset();
    const { status, headers } = await call(simulator(), 'GET', '/webhooks');
    assert.deepEqual([status, headers.get('x-ratelimit-remaining')], [200, '2']);
  });
});

describe('simulator: its server', () => {
  it('cannot be reached by another address', async () => {
    const simulator = await startSimulator();
    const elsewhere = simulator.origin.replace('127.0.0.1', '127.0.0.2');
    await assert.rejects(fetch(`${elsewhere}/api/health`));
    await simulator.close();
  });

  it('listens on the loopback address and the port asked for, and frees it', async () => {
    const first = await startSimulator();
    const port = Number(new URL(first.origin).port);
    assert.equal(first.baseUrl, `http://127.0.0.1:${port}/api`);
    await assert.rejects(startSimulator({ port }), { code: 'EADDRINUSE' });
    await first.close();
    const second = await startSimulator({ port });
    assert.equal(second.origin, first.origin);
    await second.close();
  });

  it('closes idle and half-sent connections', async () => {
    const simulator = await startSimulator();
    const socket = connect(Number(new URL(simulator.origin).port), '127.0.0.1');
    const closed = new Promise((done) => socket.once('close', done));
    socket.on('error', () => undefined);
    socket.write('POST /api/webhooks HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{');
    await new Promise((done) => socket.once('connect', done));
    await simulator.close();
    await closed;
  });
});
