import assert from 'node:assert/strict';

import { Cancelled } from '../../../src/api/errors.ts';
import { Scheduler, TEAM_RATE } from '../../../src/api/scheduler.ts';
import { createTransport } from '../../../src/api/transport.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { DRAFT, ORDERS, failureOf, testApi, testClient, until } from './harness.ts';

/** What travel and timers may add to a distance between arrivals. */
const TOLERANCE_MS = 150;

/** The shortest time in which four of these requests arrived. */
function shortestSpanOfFour(at: readonly number[]): number {
  return Math.min(...at.slice(3).map((last, index) => last - (at[index] ?? last)));
}

describe('the scheduler', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'patch' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  function arrivals(): number[] {
    return sim.requests.map(({ at }) => at);
  }

  it('sends at most three requests in any second', async () => {
    const starts: number[] = [];
    const send = createTransport();
    const client = testClient(sim, {
      loadTransport: () =>
        Promise.resolve((url, request) => {
          starts.push(Date.now());
          return send(url, request);
        }),
    });
    await client.webhooks.list();
    await new Promise((resolve) => setTimeout(resolve, 700));
    await Promise.all(Array.from({ length: 7 }, () => client.webhooks.list()));
    assert.ok(shortestSpanOfFour(starts) >= 1_000, `four starts within ${shortestSpanOfFour(starts)} ms`);
    const span = shortestSpanOfFour(arrivals());
    assert.ok(span >= 1_000 - TOLERANCE_MS, `four requests within ${span} ms`);
    const [first = 0] = arrivals();
    assert.ok((arrivals().at(-1) ?? 0) - first < 3_500, 'it wastes no time either');
  });

  it('keeps to that when loading the transport took long', async () => {
    const client = testClient(sim, {
      loadTransport: async () => {
        await new Promise((resolve) => setTimeout(resolve, 400));
        return createTransport();
      },
    });
    await Promise.all(Array.from({ length: 4 }, () => client.webhooks.list()));
    const span = shortestSpanOfFour(arrivals());
    assert.ok(span >= 1_000 - TOLERANCE_MS, `four requests within ${span} ms`);
  });

  it('keeps to that with retries', async () => {
    sim.fault({ kind: 'status', status: 503, times: 2 });
    const client = testClient(sim);
    await Promise.all([client.webhooks.list(), client.webhooks.list()]);
    assert.equal(sim.requests.length, 4);
    assert.ok(shortestSpanOfFour(arrivals()) >= 1_000 - TOLERANCE_MS);
  });

  it('never meets the limit of the server', async () => {
    const limited = await startSimulator({ updateVerb: 'patch' });
    try {
      const { connect } = testApi(limited);
      const client = connect();
      await Promise.all(
        Array.from({ length: 5 }, () => client.webhooks.list({ onWait: () => assert.fail('a 429') })),
      );
      assert.deepEqual(
        limited.requests.map(({ status }) => status),
        Array(5).fill(200),
      );
    } finally {
      await limited.close();
    }
  });

  it('sends nothing while the server says that the allowance is used up', async () => {
    const reset = String(Math.ceil(Date.now() / 1000) + 1);
    sim.fault({
      kind: 'status',
      status: 200,
      body: { data: { team_id: 1 } },
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
    });
    const client = testClient(sim);
    await client.auth.check();
    await client.webhooks.list();
    assert.ok((sim.requests[1]?.at ?? 0) >= Number(reset) * 1000 - TOLERANCE_MS);
  });

  it('sends one write at a time, and reads beside it', async () => {
    const { connect } = testApi(sim);
    const [one, two] = [connect({ team: () => 1 }), connect({ team: () => 1 })];
    sim.fault({ kind: 'delay', ms: 200, on: { method: 'POST' } });
    const order: string[] = [];
    await Promise.all([
      one.webhooks.create(DRAFT).then(() => order.push('create')),
      two.webhooks.update(ORDERS, { name: 'x' }).then(() => order.push('update')),
      one.webhooks.list().then(() => order.push('list')),
    ]);
    assert.deepEqual(order, ['list', 'create', 'update']);
    const [post, patch] = sim.requests.filter(({ method }) => method !== 'GET');
    assert.deepEqual([post?.method, patch?.method], ['POST', 'PATCH']);
    assert.ok((patch?.at ?? 0) - (post?.at ?? 0) >= 200 - 5);
  });

  it('goes on with the next write after one that failed or was cancelled', async () => {
    const client = testClient(sim);
    sim.fault({ kind: 'status', status: 500 });
    sim.fault({ kind: 'hang' });
    const control = new AbortController();
    const failed = failureOf(client.webhooks.create(DRAFT));
    const cancelled = failureOf(client.webhooks.create(DRAFT, { signal: control.signal }));
    const last = client.webhooks.create(DRAFT);
    await failed;
    await until(() => sim.requests.length === 2);
    control.abort();
    assert.ok((await cancelled) instanceof Cancelled);
    assert.equal((await last).url, DRAFT.url);
  });

  it('lets a person’s request go before those in the background', async () => {
    const client = testClient(sim);
    const background = { priority: 'background' } as const;
    await Promise.all([
      ...Array.from({ length: 3 }, () => client.webhooks.list(background)),
      client.webhooks.get(ORDERS, background),
      client.auth.check(),
    ]);
    assert.deepEqual(
      sim.requests.slice(3).map(({ path }) => path),
      ['/auth/check', `/webhooks/${ORDERS}`],
    );
  });

  it('takes a cancelled request out of the queue', async () => {
    const client = testClient(sim);
    const control = new AbortController();
    const sent = Promise.all(Array.from({ length: 3 }, () => client.webhooks.list()));
    const cancelled = failureOf(client.webhooks.get(ORDERS, { signal: control.signal }));
    await sent;
    const startedAt = Date.now();
    control.abort();
    const error = await cancelled;
    assert.ok(error instanceof Cancelled);
    assert.equal(error.effect, 'none');
    assert.ok(Date.now() - startedAt < 500);
    await client.auth.check();
    assert.deepEqual(
      sim.requests.map(({ path }) => path),
      ['/webhooks', '/webhooks', '/webhooks', '/auth/check'],
    );
  });

  it('counts two accounts of one team together', async () => {
    const { connect } = testApi(sim);
    const clients = [connect({ team: () => 4211 }), connect({ team: () => 4211 })] as const;
    await Promise.all([0, 1, 0, 1].map((index) => clients[index === 0 ? 0 : 1].webhooks.list()));
    assert.ok(shortestSpanOfFour(arrivals()) >= 1_000 - TOLERANCE_MS);
  });

  it('lets a sandbox key send 20 a second, apart from its team', async () => {
    const { connect } = testApi(sim);
    const clients = [
      connect({ team: () => 4211 }),
      ...Array.from({ length: 6 }, () => connect({ key: sim.keys.sandbox, team: () => 4211 })),
    ];
    await Promise.all(clients.flatMap((client) => [1, 2, 3].map(() => client.webhooks.list())));
    const [first = 0] = arrivals();
    assert.ok((arrivals().at(-1) ?? 0) - first < 1_000);
    sim.clearRequests();
    const sandbox = connect({ key: sim.keys.sandbox, team: () => 4211 });
    await Promise.all(Array.from({ length: 21 }, () => sandbox.webhooks.list()));
    assert.ok((arrivals().at(-1) ?? 0) - (arrivals()[0] ?? 0) > 900);
  });

  it('counts teams, and keys without a team, each on their own', async () => {
    const { connect } = testApi(sim);
    const clients = [
      connect({ team: () => 4211 }),
      connect({ key: sim.keys.otherTeam, team: () => 977 }),
      connect(),
      connect({ key: sim.keys.sandbox }),
    ];
    await Promise.all(clients.flatMap((client) => [1, 2, 3].map(() => client.webhooks.list())));
    assert.equal(sim.requests.length, 12);
    const [first = 0] = arrivals();
    assert.ok((arrivals().at(-1) ?? 0) - first < 1_000);
  });

  it('counts for the team as soon as it is known', async () => {
    const { connect } = testApi(sim);
    let team: number | undefined;
    const account = connect({ team: () => team });
    team = (await account.auth.check()).teamId;
    const other = connect({ team: () => 4211 });
    await Promise.all([account, other, account, other].map((client) => client.webhooks.list()));
    assert.ok(shortestSpanOfFour(arrivals().slice(1)) >= 1_000 - TOLERANCE_MS);
  });

  it('does not count a pause that goes on against the time limit of what comes during it', async () => {
    const scheduler = new Scheduler(TEAM_RATE);
    scheduler.pause(400);
    const place = { priority: 'person', signal: undefined, limitMs: 200 } as const;
    const start = performance.now();
    const [leftMs, wroteMs] = await Promise.all([
      scheduler.slot((left) => Promise.resolve(left), place),
      scheduler.write(() => scheduler.slot(() => Promise.resolve(performance.now() - start), place), place),
    ]);
    assert.ok(leftMs > 0 && leftMs <= 200, `${leftMs} ms left`);
    assert.ok(wroteMs >= 400, `written after ${wroteMs} ms`);
  });
});
