import assert from 'node:assert/strict';
import { eventTypes, otherTeam } from '../../../simulator/simulator.ts';
import { isLoopback } from '../../../simulator/post.ts';
import { fieldsOf, parseJson } from '../../../simulator/json.ts';
import { at, call, itemsOf, useEndpoint, useSimulator } from './harness.ts';

const token = (value: string) => ({ status: 200, body: JSON.stringify({ access_token: value }) });

describe('simulator: delivering events', () => {
  const simulator = useSimulator({ empty: true });
  const endpoint = useEndpoint();

  it('reaches every enabled, subscribed webhook of the team and no other', async () => {
    const hook = (path: string) => `${endpoint().url}/${path}`;
    simulator().put({ url: hook('all'), event_types: null });
    simulator().put({ url: hook('subscribed'), event_types: ['message.bounce'] });
    simulator().put({ url: hook('other-type'), event_types: ['message.delivery'] });
    simulator().put({ url: hook('disabled'), enabled: false });
    simulator().put({ url: hook('other-team') }, otherTeam);
    const results = await simulator().emit('bounce', { count: 3 });
    const received = endpoint().received.toSorted((a, b) => String(a.path).localeCompare(String(b.path)));
    assert.deepEqual(
      received.map(({ path }) => path),
      ['/all', '/subscribed'],
    );
    assert.deepEqual(
      results.map(({ ok, status, reason }) => ({ ok, status, reason })),
      Array.from({ length: 2 }, () => ({ ok: true, status: 200, reason: undefined })),
    );
    const [first, second] = received;
    assert.equal(first?.body, second?.body);
    assert.notEqual(
      first?.headers['x-messagesystems-batch-id'],
      second?.headers['x-messagesystems-batch-id'],
    );
    const batch = itemsOf(parseJson(first?.body ?? ''));
    const events = batch.map((envelope) => at(envelope, 'msys', 'message_event'));
    assert.equal(new Set(events.map((event) => at(event, 'event_id'))).size, 3);
    assert.ok(events.every((event) => at(event, 'type') === 'bounce'));
  });

  it('sends the headers of the real service and a time in seconds', async () => {
    simulator().put({ url: endpoint().url });
    await simulator().emit('message.delivery');
    const { headers = {}, body = '' } = endpoint().received[0] ?? {};
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['user-agent'], 'SparkPost');
    assert.match(String(headers['x-messagesystems-batch-id']), /^[0-9a-f-]{36}$/);
    assert.equal(headers.authorization, undefined);
    const timestamp = at(parseJson(body), 0, 'msys', 'message_event', 'timestamp');
    assert.equal(typeof timestamp, 'string');
    assert.ok(Math.abs(Number(timestamp) - Date.now() / 1000) < 5);
  });

  it('knows all 22 types by wrapper and refuses others', async () => {
    simulator().put({ url: endpoint().url });
    for (const type of eventTypes) await simulator().emit(type);
    const wrappers = endpoint().received.map(({ body }) =>
      Object.keys(fieldsOf(at(parseJson(body), 0, 'msys'))).join(),
    );
    const expected = { message: 7, engagement: 6, generation: 2, unsubscribe: 2, relay: 5 };
    const names = ['message_event', 'track_event', 'gen_event', 'unsubscribe_event', 'relay_event'];
    assert.deepEqual(
      wrappers,
      Object.values(expected).flatMap((count, index) => Array.from({ length: count }, () => names[index])),
    );
    await assert.rejects(simulator().emit('message.nothing'), RangeError);
    await assert.rejects(simulator().emit('message.bounce', { count: 0 }), RangeError);
  });

  it('moves last_status and only the time of the outcome', async () => {
    const { id } = simulator().put({ url: endpoint().url });
    const stored = () => simulator().webhooks()[0];
    endpoint().answers.push({ status: 500 }, { status: 204 });
    const [failed] = await simulator().emit('message.bounce');
    assert.deepEqual([failed?.webhookId, failed?.ok, failed?.status], [id, false, 500]);
    assert.match(failed?.reason ?? '', /500/);
    assert.deepEqual([stored()?.last_status, stored()?.last_successful_at], ['failure', null]);
    const failedAt = stored()?.last_failure_at;
    assert.match(String(failedAt), /\+00:00$/);
    await simulator().emit('message.bounce');
    assert.deepEqual([stored()?.last_status, stored()?.last_failure_at], ['success', failedAt]);
    assert.notEqual(stored()?.last_successful_at, null);
  });

  it('counts a redirect and a refused connection as failures', async () => {
    simulator().put({ url: endpoint().url });
    endpoint().answers.push({ status: 302, headers: { location: '/elsewhere' } });
    assert.equal((await simulator().emit('message.bounce'))[0]?.ok, false);
    assert.equal(endpoint().received.length, 1);
    simulator().reset();
    simulator().put({ url: 'http://127.0.0.1:1/' });
    const [refused] = await simulator().emit('message.bounce');
    assert.deepEqual([refused?.ok, refused?.status], [false, undefined]);
    assert.match(refused?.reason ?? '', /ECONNREFUSED/);
  });

  it('sends nothing off this machine', async () => {
    for (const host of [
      'shop.example.com',
      '127.0.0.1.example.com',
      '192.0.2.1',
      'localhost.example.com',
      '0.0.0.0',
    ]) {
      assert.equal(isLoopback(host), false, host);
    }
    for (const host of ['localhost', 'hooks.localhost', '127.0.0.1', '127.9.9.9', '[::1]']) {
      assert.equal(isLoopback(host), true, host);
    }
    simulator().put({ url: 'https://shop.example.com/hooks' });
    const [refused] = await simulator().emit('message.bounce');
    assert.match(refused?.reason ?? '', /shop\.example\.com is not on this machine/);
    assert.equal(simulator().webhooks()[0]?.last_status, 'failure');
  });
});

describe('simulator: authentication of deliveries', () => {
  const simulator = useSimulator({ empty: true });
  const endpoint = useEndpoint();
  const oauth = (tokenUrl = `${endpoint().url}/token`) => ({
    url: `${endpoint().url}/hook`,
    auth_type: 'oauth2',
    credentials: { oauth_client_id: 'id', oauth_client_secret: 's&t', oauth_token_url: tokenUrl },
  });

  it('basic', async () => {
    const credentials = { auth_username: 'u', auth_password: 'p:ä' };
    simulator().put({ url: endpoint().url, auth_type: 'basic', credentials });
    await simulator().emit('message.bounce');
    const expected = `Basic ${Buffer.from('u:p:ä').toString('base64')}`;
    assert.equal(endpoint().received[0]?.headers.authorization, expected);
  });

  it('oauth2 by client credentials', async () => {
    simulator().put(oauth());
    endpoint().answers.push(token('first'));
    const [result] = await simulator().emit('message.bounce');
    const [asked, hook] = endpoint().received;
    assert.equal(result?.ok, true);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(asked?.body)), {
      grant_type: 'client_credentials',
      client_id: 'id',
      client_secret: 's&t',
    });
    assert.deepEqual([hook?.path, hook?.headers.authorization], ['/hook', 'Bearer first']);
  });

  it('oauth2 asks once for a new token where the endpoint refuses', async () => {
    simulator().put(oauth());
    endpoint().answers.push(token('old'), { status: 401 }, token('new'));
    assert.equal((await simulator().emit('message.bounce'))[0]?.ok, true);
    assert.equal(endpoint().received.at(-1)?.headers.authorization, 'Bearer new');
  });

  it('oauth2 fails without a token, and asks no token server elsewhere', async () => {
    simulator().put(oauth());
    endpoint().answers.push({ status: 200, body: 'no JSON' });
    const [result] = await simulator().emit('message.bounce');
    assert.match(result?.reason ?? '', /^No OAuth token/);
    assert.equal(endpoint().received.length, 1);
    simulator().reset();
    simulator().put(oauth('https://auth.example.com/token'));
    const [elsewhere] = await simulator().emit('message.bounce');
    assert.match(elsewhere?.reason ?? '', /auth\.example\.com is not on this machine/);
  });
});

describe('simulator: the test POST', () => {
  const simulator = useSimulator({ ping: true });
  const endpoint = useEndpoint();
  const create = (url: string) => {
    const credentials = { auth_type: 'basic', auth_username: 'u', auth_password: 'p' };
    return call(simulator(), 'POST', '/webhooks', {
      body: { name: 'A', url, events_mode: 'all', ...credentials },
    });
  };

  it('precedes a create and carries the authentication', async () => {
    assert.equal((await create(endpoint().url)).status, 201);
    const [ping] = endpoint().received;
    assert.equal(ping?.body, '[{"msys":{}}]');
    assert.match(String(ping?.headers.authorization), /^Basic /);
    assert.equal(simulator().webhooks().at(-1)?.last_status, null);
  });

  it('refuses an endpoint that does not say exactly 200, or is elsewhere', async () => {
    const expected = { message: 'Invalid webhook configuration.', error_code: 'send_error' };
    endpoint().answers.push({ status: 204 });
    for (const url of [endpoint().url, 'https://example.com/hook']) {
      const { status, body } = await create(url);
      assert.deepEqual([status, body], [400, expected]);
    }
    assert.equal(simulator().webhooks().length, 9);
  });

  it('follows a change of URL only, its message without the dot', async () => {
    const { id, url } = simulator().put({ url: endpoint().url });
    const update = (body: object) => call(simulator(), 'PUT', `/webhooks/${id}`, { body });
    assert.equal((await update({ name: 'B', url })).status, 200);
    assert.equal(endpoint().received.length, 0);
    endpoint().answers.push({ status: 500 });
    const refused = await update({ url: `${endpoint().url}/new` });
    const expected = { message: 'Invalid webhook configuration', error_code: 'send_error' };
    assert.deepEqual([refused.status, refused.body], [400, expected]);
    assert.equal((await update({ url: `${endpoint().url}/new` })).status, 200);
  });
});
