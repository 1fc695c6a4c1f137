import assert from 'node:assert/strict';
import { parseJson } from '../../../simulator/json.ts';
import { eventTypes, otherTeam } from '../../../simulator/simulator.ts';
import { at, call, itemsOf, useEndpoint, useSimulator } from './harness.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('simulator: emails’ events', () => {
  const simulator = useSimulator();
  const endpoint = useEndpoint();
  const list = async (query = '', key?: string) => {
    const options = key === undefined ? {} : { key };
    return call(simulator(), 'GET', `/emails/events${query && `?${query}`}`, options);
  };
  const typesOf = (body: unknown) =>
    itemsOf(at(body, 'data', 'events', 'data')).map((event) => at(event, 'type'));
  const happen = (type: string, age: number) => simulator().happened(type, { at: Date.now() - age });

  it('answers in the documented shape', async () => {
    simulator().clearEvents();
    happen('message.bounce', minute);
    const { status, body } = await list();
    assert.equal(status, 200);
    assert.equal(at(body, 'message'), 'Email events retrieved successfully.');
    const events = at(body, 'data', 'events');
    assert.equal(at(events, 'total_count'), 1);
    assert.deepEqual(at(events, 'pagination'), { next_cursor: null, per_page: 25 });
    const window = Date.parse(String(at(events, 'to'))) - Date.parse(String(at(events, 'from')));
    assert.equal(window, 10 * day);
    const [bounce] = itemsOf(at(events, 'data'));
    assert.equal(at(bounce, 'type'), 'bounce');
    assert.match(String(at(bounce, 'timestamp')), /^\d{4}-.*\.\d{3}Z$/);
    assert.match(String(at(bounce, 'request_id')), /^\d+$/);
    assert.equal(typeof at(bounce, 'bounce_class'), 'number');
    for (const field of ['transmission_id', 'customer_id', 'subaccount_id', 'rcpt_hash']) {
      assert.equal(at(bounce, field), undefined, field);
    }
  });

  it('is seeded, and has the newest first', async () => {
    const { body } = await list('per_page=100');
    const times = itemsOf(at(body, 'data', 'events', 'data')).map((event) =>
      Date.parse(String(at(event, 'timestamp'))),
    );
    assert.ok(times.length > 10);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
  });

  it('forgets what is older than ten days, and on demand', async () => {
    simulator().clearEvents();
    happen('message.delivery', 10 * day + minute);
    happen('message.delivery', 10 * day - minute);
    assert.equal(typesOf((await list()).body).length, 1);
    simulator().reset({ empty: true });
    assert.deepEqual(typesOf((await list()).body), []);
    simulator().reset();
    assert.ok(typesOf((await list()).body).length > 10);
  });

  it('has what was emitted, whether or not a webhook took it', async () => {
    simulator().reset({ empty: true });
    await simulator().emit('message.bounce', { count: 2 });
    simulator().put({ url: endpoint().url });
    await simulator().emit('engagement.click');
    await simulator().emit('relay.relay_delivery');
    const { body } = await list();
    assert.deepEqual(typesOf(body), ['click', 'bounce', 'bounce']);
    const delivered = at(parseJson(endpoint().received[0]?.body ?? ''), 0, 'msys', 'track_event', 'event_id');
    assert.equal(at(body, 'data', 'events', 'data', 0, 'event_id'), delivered);
  });

  it('keeps teams apart', async () => {
    simulator().clearEvents();
    simulator().happened('message.delivery', { team: otherTeam });
    assert.deepEqual(typesOf((await list()).body), []);
    assert.deepEqual(typesOf((await list('', simulator().keys.otherTeam)).body), ['delivery']);
  });

  it('filters by type, recipient, time, transmission and bounce class', async () => {
    simulator().clearEvents();
    happen('message.bounce', minute);
    happen('message.delivery', day);
    happen('message.delivery', 3 * day);
    const [bounce] = simulator().happened('message.bounce');
    const of = async (query: string) => typesOf((await list(query)).body);
    assert.deepEqual(await of('events=bounce'), ['bounce', 'bounce']);
    assert.deepEqual(await of('events=bounce,delivery&events=delivery'), ['delivery', 'delivery']);
    assert.deepEqual(await of('recipients=nobody@example.com'), []);
    assert.deepEqual(await of(`recipients=nobody@example.com,${bounce?.rcpt_to}`), ['bounce', 'bounce']);
    assert.deepEqual(await of(`transmissions=${bounce?.request_id}`), ['bounce']);
    assert.equal((await of(`bounce_classes=${String(bounce?.['bounce_class'])}`)).length, 2);
    assert.deepEqual(await of('bounce_classes=999'), []);
    const from = new Date(Date.now() - 2 * day).toISOString();
    assert.deepEqual(await of(`from=${from}`), ['bounce', 'bounce', 'delivery']);
    assert.deepEqual(await of(`to=${from}`), ['delivery']);
    assert.deepEqual(await of(`from=${from.slice(0, 10)}&to=${from.slice(0, 10)}`), []);
  });

  it('gives every page once', async () => {
    simulator().clearEvents();
    for (const age of [1, 2, 3, 4, 5]) happen('message.delivery', age * minute);
    const ids: unknown[] = [];
    let cursor = '';
    for (let pages = 0; pages < 3; pages += 1) {
      const { body } = await list(`per_page=2${cursor}`);
      ids.push(...itemsOf(at(body, 'data', 'events', 'data')).map((event) => at(event, 'event_id')));
      cursor = `&cursor=${String(at(body, 'data', 'events', 'pagination', 'next_cursor'))}`;
    }
    assert.equal(cursor, '&cursor=null');
    assert.equal(new Set(ids).size, 5);
  });

  for (const [query, field, message] of [
    ['per_page=many', 'per_page', 'The per_page parameter must be an integer.'],
    ['per_page=0', 'per_page', 'The per_page parameter must be between 1 and 100.'],
    ['per_page=101', 'per_page', 'The per_page parameter must be between 1 and 100.'],
    ['events=bounce,nothing', 'events.1', 'The selected events.1 is invalid.'],
    ['events=message.bounce', 'events.0', 'The selected events.0 is invalid.'],
    ['events=relay_delivery', 'events.0', 'The selected events.0 is invalid.'],
    ['from=yesterday', 'from', 'The from parameter must be a valid date.'],
    ['to=2024-13-01', 'to', 'The to parameter must be a valid date.'],
    ['recipients=a@b.c,x', 'recipients.1', 'The recipients.1 parameter must be a valid email address.'],
    ['cursor=nowhere', 'cursor', 'The cursor parameter is invalid.'],
  ] as const) {
    it(`refuses ${query} with 422`, async () => {
      assert.deepEqual(await list(query), {
        status: 422,
        headers: (await list(query)).headers,
        body: {
          message: 'Validation failed.',
          error_code: 'validation_error',
          errors: { [field]: [message] },
        },
      });
    });
  }

  it('takes each of the 17 short names', async () => {
    const names = eventTypes
      .filter((type) => !type.startsWith('relay.'))
      .map((type) => type.slice(type.indexOf('.') + 1));
    assert.equal(names.length, 17);
    assert.equal((await list(`events=${names.join(',')}`)).status, 200);
  });

  it('is for keys that may read, the sandbox’s among them', async () => {
    const { keys } = simulator();
    const statuses = [keys.live, keys.sandbox, keys.sendingOnly, keys.ipBlocked, keys.invalid].map(
      async (key) => {
        const { status, body } = await list('', key);
        return [status, at(body, 'error_code')];
      },
    );
    assert.deepEqual(await Promise.all(statuses), [
      [200, undefined],
      [200, undefined],
      [403, 'insufficient_scope'],
      [403, undefined],
      [401, undefined],
    ]);
  });

  it('knows no other verb', async () => {
    const { status, headers } = await call(simulator(), 'POST', '/emails/events');
    assert.deepEqual([status, headers.get('allow')], [405, 'GET, HEAD']);
  });

  it('can be filled, read and emptied over /control', async () => {
    const control = async (method: string, body?: unknown) => {
      const response = await fetch(`${simulator().origin}/control/events`, {
        method,
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      });
      return { status: response.status, body: parseJson(await response.text()) };
    };
    assert.equal((await control('DELETE')).status, 204);
    const put = await control('POST', { type: 'bounce', count: 2, at: new Date(Date.now() - day) });
    assert.equal(put.status, 201);
    assert.equal(itemsOf(at((await control('GET')).body, 'events')).length, 2);
    for (const wrong of [{}, { type: 'nothing' }, { type: 'relay_delivery' }, { type: 'open', at: 'x' }]) {
      assert.equal((await control('POST', wrong)).status, 422, JSON.stringify(wrong));
    }
  });
});
