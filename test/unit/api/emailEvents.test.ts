import assert from 'node:assert/strict';

import { parseEvents } from '../../../src/api/wire.ts';
import { Cancelled } from '../../../src/api/errors.ts';
import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import type { RecentEvents } from '../../../src/api/types.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { failureOf, problemIn, testApi, testClient, until } from './harness.ts';

const MINUTE = 60_000;

describe('recent events', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false });
  });
  beforeEach(() => sim.reset({ empty: true }));
  after(() => sim.close());

  const asked = (): readonly string[] =>
    sim.requests.map(({ method, path, query }) => `${method} ${path}?${query}`);

  it('are asked for in one request, by short names', async () => {
    await testClient(sim).events.recent(['message.bounce', 'engagement.click', 'message.bounce']);
    assert.deepEqual(asked(), ['GET /emails/events?events=bounce,click&per_page=100']);
  });

  it('can be asked for with every type, of which inbound email is left out', async () => {
    await testClient(sim).events.recent([...EVENT_TYPE_NAMES, 'message.later', 'odd,&per_page=1']);
    const [request] = sim.requests;
    assert.equal(request?.status, 200);
    assert.equal(new URLSearchParams(request?.query).get('events')?.split(',').length, 17);
  });

  it('are none, without a request, for types that cannot be asked for', async () => {
    const recent = await testClient(sim).events.recent(['relay.relay_delivery', 'message.later']);
    assert.deepEqual([recent.total, recent.newest.size, sim.requests.length], [0, 0, 0]);
  });

  it('tell how many of each type there were, and when the last one was', async () => {
    const now = Date.now();
    sim.happened('message.bounce', { at: now - 5 * MINUTE });
    sim.happened('message.bounce', { at: now - MINUTE });
    sim.happened('message.delivery', { at: now - 2 * MINUTE, count: 120 });
    const recent = await testClient(sim).events.recent(['message.bounce', 'message.delivery']);
    assert.equal(recent.total, 122);
    assert.deepEqual(
      [...recent.newest],
      [
        ['message.bounce', { count: 1, lastAt: now - MINUTE }],
        ['message.delivery', { count: 99, lastAt: now - 2 * MINUTE }],
      ],
    );
    assert.equal((recent.to ?? 0) - (recent.from ?? 0), 10 * 24 * 60 * MINUTE);
  });

  it('fail as every call does', async () => {
    const { connect } = testApi(sim);
    const recent = (key: string): Promise<RecentEvents> => connect({ key }).events.recent(['message.bounce']);
    assert.equal((await problemIn(recent(sim.keys.sendingOnly))).problem.kind, 'insufficientScope');
    assert.equal((await problemIn(recent(sim.keys.invalid))).problem.kind, 'unauthorized');
    assert.equal((await problemIn(recent(sim.keys.invalid))).problem.kind, 'unauthorized');
    assert.equal(sim.requests.length, 2, 'a rejected key is not sent again');
    sim.fault({ kind: 'body', text: '{"data":{"results":[]}}' });
    assert.equal((await problemIn(recent(sim.keys.live))).problem.kind, 'unreadable');
  });

  it('are asked for again after a fault that passes', async () => {
    sim.fault({ kind: 'status', status: 503, times: 2 });
    await testClient(sim).events.recent(['message.bounce']);
    assert.deepEqual(
      sim.requests.map(({ status }) => status),
      [503, 503, 200],
    );
  });

  it('can be cancelled', async () => {
    sim.fault({ kind: 'hang' });
    const abort = new AbortController();
    const work = testClient(sim).events.recent(['message.bounce'], { signal: abort.signal });
    const failure = failureOf(work);
    await until(() => sim.requests.length === 1);
    abort.abort();
    assert.ok((await failure) instanceof Cancelled);
  });
});

describe('the answer with events', () => {
  const answer = (events: Record<string, unknown>): unknown => ({ data: { events } });
  const NOTHING = { total: 0, from: null, to: null, newest: new Map() };

  it('may lack everything but the list', () => {
    assert.deepEqual(parseEvents(answer({ data: [] })), NOTHING);
    const odd = { data: [], total_count: '2', from: 5, to: 'soon', pagination: [] };
    assert.deepEqual(parseEvents(answer(odd)), NOTHING);
    assert.deepEqual(parseEvents(answer({ data: [], total_count: -1, from: null })), NOTHING);
  });

  it('counts the events it has when it does not say how many there are', () => {
    const data = [{ type: 'open', timestamp: '2026-01-15T10:31:00.000Z' }, { type: 'open' }, 7, { type: 5 }];
    const { total, newest } = parseEvents(answer({ data }));
    assert.equal(total, 4);
    const lastAt = Date.parse('2026-01-15T10:31:00.000Z');
    assert.deepEqual([...newest], [['engagement.open', { count: 2, lastAt }]]);
  });

  it('takes the newest time, wherever it stands, and none that is no time', () => {
    const data = ['no time', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', null].map((timestamp) => ({
      type: 'bounce',
      timestamp,
    }));
    assert.deepEqual(parseEvents(answer({ data })).newest.get('message.bounce'), {
      count: 4,
      lastAt: Date.parse('2026-01-02T00:00:00Z'),
    });
  });

  it('keeps types that nobody knows', () => {
    const { newest } = parseEvents(answer({ data: [{ type: 'later' }, { type: 'engagament.click' }] }));
    assert.deepEqual([...newest.keys()], ['later', 'engagement.click']);
  });

  it('says when it was looked at', () => {
    const { from, to } = parseEvents(
      answer({ data: [], from: '2026-01-05T00:00:00+00:00', to: '2026-01-15T00:00:00+00:00' }),
    );
    assert.deepEqual([from, to], [Date.parse('2026-01-05'), Date.parse('2026-01-15')]);
  });

  for (const body of [
    undefined,
    null,
    [],
    { data: [] },
    { data: { results: [] } },
    { data: { events: [] } },
  ]) {
    it(`is not ${JSON.stringify(body)}`, () => {
      assert.throws(() => parseEvents(body));
    });
  }
});
