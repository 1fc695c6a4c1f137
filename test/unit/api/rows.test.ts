import assert from 'node:assert/strict';

import type { Problem } from '../../../src/api/errors.ts';
import type { LettrClient } from '../../../src/api/client.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { DRAFT, ORDERS, problemIn, testApi, testClient } from './harness.ts';

type CallName = 'check' | 'list' | 'get' | 'create' | 'update' | 'updateUrl' | 'delete';

const CALLS: Readonly<Record<CallName, (client: LettrClient) => Promise<unknown>>> = {
  check: (client) => client.auth.check(),
  list: (client) => client.webhooks.list(),
  get: (client) => client.webhooks.get(ORDERS),
  create: (client) => client.webhooks.create(DRAFT),
  update: (client) => client.webhooks.update(ORDERS, { name: 'Renamed' }),
  updateUrl: (client) => client.webhooks.update(ORDERS, { url: 'https://elsewhere.example.com/' }),
  delete: (client) => client.webhooks.delete(ORDERS),
};
const ALL: readonly CallName[] = ['check', 'list', 'get', 'create', 'update', 'updateUrl', 'delete'];

describe('the error table', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'patch' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  /** What a call meets when the server answers so, without retries counting. */
  async function problemFor(
    call: CallName,
    answer: { status: number; body?: unknown; headers?: Record<string, string> },
  ): Promise<Problem> {
    sim.fault({ kind: 'status', times: Number.POSITIVE_INFINITY, ...answer });
    const { problem } = await problemIn(CALLS[call](testClient(sim)));
    sim.clearFaults();
    return problem;
  }

  for (const call of ALL) {
    it(`says what ${call} met, by the status`, async () => {
      const { api, connect } = testApi(sim);
      assert.deepEqual((await problemIn(CALLS[call](connect({ key: sim.keys.invalid })))).problem, {
        kind: 'unauthorized',
      });
      assert.equal(api.recentRejections(), 1);
      assert.deepEqual(await problemFor(call, { status: 500 }), { kind: 'server', status: 500 });
      assert.deepEqual(await problemFor(call, { status: 418 }), { kind: 'unexpected', status: 418 });
      assert.deepEqual(await problemFor(call, { status: 403 }), { kind: 'insufficientScope' });
      assert.equal((await problemFor(call, { status: 422, body: {} })).kind, 'invalid');
      assert.equal((await problemFor(call, { status: 409 })).kind, 'conflict');
    });

    for (const status of [401, 404, 409, 422, 429, 500, 503]) {
      it(`keeps the row of a ${status} on ${call} whatever its body`, async () => {
        const kinds = new Set<string>();
        const headers = { 'retry-after': '100' };
        for (const body of [{}, [], 'text', 7, { error_code: 'insufficient_scope' }, { errors: null }]) {
          kinds.add((await problemFor(call, { status, headers, body })).kind);
        }
        for (const fault of [{ kind: 'html' }, { kind: 'body', text: '{"mess' }] as const) {
          if (status === 429) continue;
          sim.fault({ ...fault, status, times: Number.POSITIVE_INFINITY });
          kinds.add((await problemIn(CALLS[call](testClient(sim)))).problem.kind);
          sim.clearFaults();
        }
        assert.equal(kinds.size, 1, [...kinds].join());
      });
    }
  }

  it('tells the variants of 403 apart', async () => {
    const { connect } = testApi(sim);
    const kinds = async (key: string, call: CallName): Promise<string> =>
      (await problemIn(CALLS[call](connect({ key })))).problem.kind;
    assert.equal(await kinds(sim.keys.sendingOnly, 'list'), 'insufficientScope');
    assert.equal(await kinds(sim.keys.sandbox, 'create'), 'sandboxRestricted');
    assert.equal(await kinds(sim.keys.ipBlocked, 'list'), 'addressRefused');
    assert.deepEqual(await problemFor('list', { status: 403, body: { error_code: 'forbidden' } }), {
      kind: 'unexpected',
      status: 403,
    });
  });

  it('lets a sandbox key read', async () => {
    const client = testApi(sim).connect({ key: sim.keys.sandbox });
    assert.equal((await client.webhooks.list()).webhooks.length, sim.webhooks().length);
    assert.deepEqual(await client.auth.check(), { teamId: 4211 });
  });

  it('does not blame Lettr for a 403 that is not JSON', async () => {
    sim.fault({ kind: 'html', status: 403 });
    assert.deepEqual((await problemIn(testClient(sim).webhooks.list())).problem, {
      kind: 'blocked',
      by: 'gateway',
      status: 403,
    });
  });

  it('takes a 400 as a bad endpoint on create and URL change only', async () => {
    for (const call of ALL) {
      const expected =
        call === 'create' || call === 'updateUrl'
          ? { kind: 'badEndpoint' }
          : { kind: 'unexpected', status: 400 };
      assert.deepEqual(await problemFor(call, { status: 400 }), expected, call);
    }
  });

  it('takes a 404 as a missing webhook only where one was named, and only with the code', async () => {
    for (const call of ALL) {
      const isNamed = call !== 'check' && call !== 'list' && call !== 'create';
      const unreadable = { kind: 'unreadable', status: 404 };
      const expected = isNamed ? { kind: 'notFound' } : unreadable;
      assert.deepEqual(await problemFor(call, { status: 404 }), expected, call);
      assert.deepEqual(await problemFor(call, { status: 404, body: {} }), unreadable, `${call}, no code`);
    }
  });

  it('meets a missing webhook and a used URL as the server says it', async () => {
    const client = testClient(sim);
    const [first] = sim.webhooks();
    assert.ok(first);
    assert.equal((await problemIn(client.webhooks.get('missing'))).problem.kind, 'notFound');
    const taken = await problemIn(client.webhooks.create({ ...DRAFT, url: first.url }));
    assert.equal(taken.problem.kind, 'conflict');
    assert.equal(taken.code, 'resource_already_exists');
  });

  it('maps the fields of a 422', async () => {
    const names = {
      name: 'name',
      url: 'url',
      target: 'url',
      events_mode: 'eventsMode',
      events: 'events',
      'events.3': 'events',
      auth_type: 'authentication',
      auth_username: 'username',
      auth_password: 'password',
      oauth_client_id: 'clientId',
      oauth_client_secret: 'clientSecret',
      oauth_token_url: 'tokenUrl',
      active: 'enabled',
      webhookId: undefined,
      hasOwnProperty: undefined,
    };
    const errors = Object.fromEntries(Object.keys(names).map((name) => [name, [`Bad ${name}.`, 'Really.']]));
    const problem = await problemFor('create', { status: 422, body: { message: 'No.', errors } });
    assert.deepEqual(problem, {
      kind: 'invalid',
      text: 'No.',
      fields: Object.entries(names).map(([name, field]) => ({ field, text: `Bad ${name}. Really.` })),
    });
  });

  it('takes a 422 without usable fields', async () => {
    for (const body of [
      { message: 'No.' },
      { message: 'No.', errors: [] },
      { message: 'No.', errors: 'x' },
    ]) {
      const problem = await problemFor('create', { status: 422, body });
      assert.deepEqual(problem, { kind: 'invalid', text: 'No.', fields: [] });
    }
    assert.deepEqual(await problemFor('create', { status: 422, body: { errors: { name: [] } } }), {
      kind: 'invalid',
      text: '',
      fields: [{ field: 'name', text: 'name' }],
    });
  });

  it('brings the server’s own validation back to its fields', async () => {
    const error = await problemIn(testClient(sim).webhooks.create({ ...DRAFT, name: 'x'.repeat(256) }));
    assert.ok(error.problem.kind === 'invalid');
    assert.deepEqual(
      error.problem.fields.map(({ field }) => field),
      ['name'],
    );
  });

  it('does not wait for a Retry-After over a minute, and says when', async () => {
    for (const call of ALL) {
      const before = Date.now();
      const problem = await problemFor(call, { status: 429, headers: { 'retry-after': '61' } });
      assert.ok(problem.kind === 'rateLimited');
      const wait = problem.retryAt - before;
      assert.ok(wait >= 61_000 && wait < 63_000, `${wait} ms`);
      assert.equal(sim.requests.length, 1);
      sim.clearRequests();
    }
  });

  it('reads a Retry-After that is a date by the server’s clock', async () => {
    const date = new Date('2031-01-01T00:00:00Z');
    const retry = new Date(date.getTime() + 90_000);
    const before = Date.now();
    const problem = await problemFor('list', {
      status: 429,
      headers: { date: date.toUTCString(), 'retry-after': retry.toUTCString() },
    });
    assert.ok(problem.kind === 'rateLimited');
    assert.ok(Math.abs(problem.retryAt - before - 90_000) < 2_000);
  });

  it('reads the wait from the body when no header tells it', async () => {
    const before = Date.now();
    // The simulator's own 429 has a Retry-After.
    sim.fault({ kind: 'body', status: 429, text: '{"retry_after": 75}' });
    const { problem } = await problemIn(testClient(sim).webhooks.list());
    assert.ok(problem.kind === 'rateLimited');
    assert.ok(Math.abs(problem.retryAt - before - 75_000) < 2_000);
  });
});
