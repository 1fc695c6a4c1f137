import assert from 'node:assert/strict';
import { parseJson } from '../../../simulator/json.ts';
import { at, call, itemsOf, useEndpoint, useSimulator } from './harness.ts';

describe('simulator: remote control', () => {
  const simulator = useSimulator({ rateLimit: true });
  const endpoint = useEndpoint();
  const control = async (method: string, path: string, body?: unknown) => {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { 'content-type': 'application/json' };
    }
    const response = await fetch(`${simulator().origin}/control${path}`, init);
    const answer = await response.text();
    return { status: response.status, body: answer === '' ? undefined : parseJson(answer) };
  };
  const status = async () => (await call(simulator(), 'GET', '/webhooks')).status;

  it('sets and clears faults, one or several', async () => {
    const always = { kind: 'status', status: 503, times: 'always', on: { path: '/webhooks' } };
    assert.equal((await control('POST', '/faults', [{ kind: 'html', status: 502 }, always])).status, 204);
    assert.deepEqual([await status(), await status()], [502, 503]);
    await control('DELETE', '/faults');
    assert.equal(await status(), 200);
  });

  it('says what it cannot read', async () => {
    const refused = await control('POST', '/faults', { kind: 'delay' });
    assert.deepEqual(refused, { status: 422, body: { message: '"ms" is a number and must be there.' } });
    assert.equal((await control('POST', '/emit', { type: 'nothing' })).status, 422);
    assert.equal((await control('POST', '/keys/nobody/revoke')).status, 422);
    assert.equal((await control('POST', '/keys/live/burn')).status, 422);
  });

  it('puts, lists and deletes webhooks, and resets', async () => {
    const put = await control('POST', '/webhooks', { name: 'Remote', last_status: 'odd', team: 977 });
    const id = String(at(put.body, 'id'));
    assert.deepEqual([put.status, at(put.body, 'last_status')], [201, 'odd']);
    assert.equal(simulator().webhooks(977).at(-1)?.id, id);
    assert.equal((await control('DELETE', `/webhooks/${id}`)).status, 204);
    assert.equal((await control('DELETE', `/webhooks/${id}`)).status, 404);
    await control('DELETE', '/webhooks');
    assert.deepEqual((await control('GET', '/webhooks')).body, { webhooks: [] });
    await control('POST', '/reset');
    assert.equal(simulator().webhooks().length, 9);
    await control('POST', '/reset', { empty: true });
    assert.equal(simulator().webhooks().length, 0);
  });

  it('emits and reports the deliveries', async () => {
    simulator().reset({ empty: true });
    simulator().put({ url: endpoint().url });
    const { body } = await control('POST', '/emit', { type: 'message.bounce', count: 2 });
    assert.deepEqual(
      itemsOf(at(body, 'deliveries')).map((delivery) => at(delivery, 'ok')),
      [true],
    );
    assert.equal(itemsOf(parseJson(endpoint().received[0]?.body ?? '')).length, 2);
  });

  it('revokes and restores keys', async () => {
    await control('POST', '/keys/live/revoke');
    assert.equal(await status(), 401);
    await control('POST', '/keys/live/restore');
    assert.equal(await status(), 200);
  });

  it('shows the requests and is neither recorded nor limited itself', async () => {
    await status();
    const replies = await Promise.all(Array.from({ length: 10 }, () => control('GET', '/requests')));
    for (const { body } of replies) {
      assert.deepEqual(
        itemsOf(at(body, 'requests')).map((request) => [at(request, 'path'), at(request, 'key')]),
        [['/webhooks', 'live']],
      );
    }
    await control('DELETE', '/requests');
    assert.equal(simulator().requests.length, 0);
  });
});
