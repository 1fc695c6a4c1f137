import assert from 'node:assert/strict';
import { eventTypes, otherTeam } from '../../../simulator/simulator.ts';
import { fieldsOf } from '../../../simulator/json.ts';
import { at, call, itemsOf, useSimulator } from './harness.ts';

const seeded = '5b1f6c1e-0d5c-4a53-9f0e-6a1c7f2b9d01';
const draft = { name: 'New', url: 'https://new.example.com/', auth_type: 'none', events_mode: 'all' };
const notFound = { message: 'Webhook not found.', error_code: 'not_found' };

const dataOf = (body: unknown) => fieldsOf(at(body, 'data'));

describe('simulator: health, auth and reading', () => {
  const simulator = useSimulator();

  it('answers health without a key', async () => {
    const { status, body } = await call(simulator(), 'GET', '/health', { key: null });
    const { timestamp } = dataOf(body);
    assert.equal(status, 200);
    assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(body, { message: 'Health check passed.', data: { status: 'ok', timestamp } });
  });

  it('names the team of each key', async () => {
    const teams: unknown[] = [];
    for (const name of ['live', 'sandbox', 'sendingOnly', 'otherTeam'] as const) {
      const { body } = await call(simulator(), 'GET', '/auth/check', { key: simulator().keys[name] });
      assert.equal(at(body, 'message'), 'API key is valid.');
      teams.push(dataOf(body)['team_id']);
    }
    assert.deepEqual(teams, [4211, 4211, 4211, 977]);
  });

  it('lists only the webhooks of the team, with exactly the wire fields', async () => {
    const live = await call(simulator(), 'GET', '/webhooks');
    const other = await call(simulator(), 'GET', '/webhooks', { key: simulator().keys.otherTeam });
    const webhooks = itemsOf(at(live.body, 'data', 'webhooks'));
    assert.equal(at(live.body, 'message'), 'Webhooks retrieved successfully.');
    assert.equal(webhooks.length, 9);
    assert.equal(itemsOf(at(other.body, 'data', 'webhooks')).length, 2);
    for (const webhook of webhooks) {
      assert.deepEqual(Object.keys(fieldsOf(webhook)), [
        'id',
        'name',
        'url',
        'enabled',
        'event_types',
        'auth_type',
        'has_auth_credentials',
        'last_successful_at',
        'last_failure_at',
        'last_status',
      ]);
    }
  });

  it('shows one webhook, and 404 for an unknown one or one of another team', async () => {
    const shown = await call(simulator(), 'GET', `/webhooks/${seeded}`);
    assert.equal(shown.status, 200);
    assert.equal(dataOf(shown.body)['name'], 'Order Notifications');
    assert.match(String(dataOf(shown.body)['last_successful_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    for (const [path, key] of [
      ['/webhooks/webhook-abc123', simulator().keys.live],
      [`/webhooks/${seeded}`, simulator().keys.otherTeam],
    ] as const) {
      const { status, body } = await call(simulator(), 'GET', path, { key });
      assert.deepEqual({ status, body }, { status: 404, body: notFound });
    }
  });

  it('answers 404 without an error_code for an unknown path', async () => {
    const { status, body } = await call(simulator(), 'GET', '/nothing/here');
    assert.deepEqual(
      { status, body },
      { status: 404, body: { message: 'The route api/nothing/here could not be found.' } },
    );
  });
});

describe('simulator: creating and deleting', () => {
  const simulator = useSimulator({ empty: true });

  it('creates, keeps credentials to itself and lists the result', async () => {
    const body = { ...draft, auth_type: 'basic', auth_username: 'u', auth_password: 'p' };
    const created = await call(simulator(), 'POST', '/webhooks', { body });
    const { id, ...rest } = dataOf(created.body);
    assert.equal(created.status, 201);
    assert.equal(at(created.body, 'message'), 'Webhook created successfully.');
    assert.match(String(id), /^[0-9a-f-]{36}$/);
    assert.deepEqual(rest, {
      name: 'New',
      url: 'https://new.example.com/',
      enabled: true,
      event_types: null,
      auth_type: 'basic',
      has_auth_credentials: true,
      last_successful_at: null,
      last_failure_at: null,
      last_status: null,
    });
    assert.deepEqual(simulator().webhooks()[0]?.credentials, { auth_username: 'u', auth_password: 'p' });
    assert.equal(simulator().webhooks(otherTeam).length, 0);
  });

  it('normalises short and misspelt event names and drops repeats', async () => {
    const events = ['delivery', 'engagament.click', 'message.delivery', 'relay_permfail'];
    const body = { ...draft, events_mode: 'selected', events };
    const created = await call(simulator(), 'POST', '/webhooks', { body });
    assert.deepEqual(dataOf(created.body)['event_types'], [
      'message.delivery',
      'engagement.click',
      'relay.relay_permfail',
    ]);
  });

  it('answers 409 for a URL the team has, not for one of another team', async () => {
    await call(simulator(), 'POST', '/webhooks', { body: draft });
    const again = await call(simulator(), 'POST', '/webhooks', { body: { ...draft, name: 'Other' } });
    assert.equal(again.status, 409);
    assert.deepEqual(again.body, {
      message: 'A webhook with this target URL already exists.',
      error_code: 'resource_already_exists',
    });
    const key = simulator().keys.otherTeam;
    assert.equal((await call(simulator(), 'POST', '/webhooks', { body: draft, key })).status, 201);
  });

  it('deletes once, then 404; a blank id is 422', async () => {
    const { id } = simulator().put({ name: 'Gone soon' });
    const first = await call(simulator(), 'DELETE', `/webhooks/${id}`);
    assert.deepEqual(first.body, { message: 'Webhook deleted successfully.' });
    assert.equal(first.status, 200);
    assert.deepEqual((await call(simulator(), 'DELETE', `/webhooks/${id}`)).body, notFound);
    const blank = await call(simulator(), 'DELETE', '/webhooks/%20');
    assert.equal(blank.status, 422);
    assert.deepEqual(at(blank.body, 'errors'), {
      webhookId: ['The webhook ID is required.'],
    });
  });
});

describe('simulator: updating', () => {
  const simulator = useSimulator();
  const update = (body: unknown, path = `/webhooks/${seeded}`) => call(simulator(), 'PUT', path, { body });

  it('changes only what is sent, `active` becoming `enabled`', async () => {
    const before = simulator().webhooks()[0];
    const { status, body } = await update({ active: false, events_mode: 'all' });
    assert.equal(status, 200);
    assert.equal(at(body, 'message'), 'Webhook updated successfully.');
    assert.deepEqual(simulator().webhooks()[0], { ...before, enabled: false });
  });

  it('takes `target` for `url`, and `url` where both are there', async () => {
    assert.equal(
      dataOf((await update({ target: 'https://a.example.com' })).body)['url'],
      'https://a.example.com',
    );
    const both = await update({ target: 'https://a.example.com', url: 'https://b.example.com' });
    assert.equal(dataOf(both.body)['url'], 'https://b.example.com');
  });

  it('reads all 22 names back as a list', async () => {
    const { body } = await update({ events: eventTypes });
    assert.deepEqual(dataOf(body)['event_types'], eventTypes);
    assert.equal(eventTypes.length, 22);
  });

  it('drops the credentials of the former authentication', async () => {
    await update({ auth_type: 'none' });
    const webhook = simulator().webhooks()[0];
    assert.deepEqual([webhook?.credentials, webhook?.has_auth_credentials], [{}, false]);
  });

  it('changes one credential without the others while the type stays', async () => {
    assert.equal((await update({ auth_password: 'changed' })).status, 422);
    assert.equal((await update({ auth_type: 'basic', auth_password: 'changed' })).status, 200);
    assert.deepEqual(simulator().webhooks()[0]?.credentials, {
      auth_username: 'lettr',
      auth_password: 'changed',
    });
  });

  it('validates before it looks for the webhook', async () => {
    assert.equal((await update({ name: 7 }, '/webhooks/unknown')).status, 422);
    assert.deepEqual((await update({ name: 'x' }, '/webhooks/unknown')).body, notFound);
  });
});

describe('simulator: the update verb', () => {
  for (const [updateVerb, allow] of [
    ['put', 'GET, HEAD, PUT, DELETE'],
    ['patch', 'GET, HEAD, PATCH, DELETE'],
  ] as const) {
    describe(updateVerb, () => {
      const simulator = useSimulator({ updateVerb });

      it('refuses the other verb with 405 and Allow', async () => {
        const wrong = updateVerb === 'put' ? 'PATCH' : 'PUT';
        const body = { name: 'Renamed' };
        const refused = await call(simulator(), wrong, `/webhooks/${seeded}`, { body });
        assert.equal(refused.status, 405);
        assert.equal(refused.headers.get('allow'), allow);
        assert.deepEqual(refused.body, {
          message: `The ${wrong} method is not supported for route api/webhooks/${seeded}. Supported methods: ${allow}.`,
        });
        const right = await call(simulator(), updateVerb.toUpperCase(), `/webhooks/${seeded}`, { body });
        assert.equal(right.status, 200);
      });
    });
  }

  describe('both', () => {
    const simulator = useSimulator({ updateVerb: 'both' });

    it('takes either', async () => {
      for (const verb of ['PUT', 'PATCH']) {
        const { status } = await call(simulator(), verb, `/webhooks/${seeded}`, { body: { name: verb } });
        assert.deepEqual([status, simulator().webhooks()[0]?.name], [200, verb]);
      }
    });
  });
});
