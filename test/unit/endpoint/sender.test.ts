import assert from 'node:assert/strict';

import { startSimulator } from '../../../simulator/simulator.ts';
import { Cancelled } from '../../../src/api/errors.ts';
import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import type { Authentication } from '../../../src/api/types.ts';
import { SLOW_MS, TIME_LIMIT_MS, verdictOf } from '../../../src/deliveries/verdict.ts';
import { type SendRequest, send } from '../../../src/endpoint/sender.ts';
import { bytesOf } from '../../../src/samples/batch.ts';
import { sampleBatch } from '../../../src/samples/samples.ts';
import { type Authority, createAuthority } from '../../support/certificates.ts';
import { closeServers, serve, serveRaw } from './servers.ts';

const BODY = bytesOf(sampleBatch(['message.bounce'], { now: Date.now() }));
const BASIC: Authentication = { type: 'basic', username: 'lettr', password: 'a:b c' };

function requestTo(url: string, authentication: Authentication = { type: 'none' }): SendRequest {
  return { url, body: BODY, authentication, source: 'sample' };
}

async function verdict(url: string, timeLimitMs = 2000, ca?: string): Promise<readonly [string, string]> {
  const { delivery } = await send(requestTo(url), { timeLimitMs, ca });
  const { outcome } = delivery;
  const what = outcome.kind === 'fault' ? outcome.fault.kind : String(outcome.response.status);
  return [what, verdictOf(delivery).kind];
}

describe('sending a delivery', () => {
  afterEach(closeServers);

  it('sends the bytes and the headers of the provider, in its order', async () => {
    const server = await serve((_, response) => response.end());
    const { delivery } = await send({ ...requestTo(server.url, BASIC), batchId: 'b-1' });
    const [request] = server.seen;
    assert.equal(request?.method, 'POST');
    assert.equal(request?.path, '/webhooks/lettr');
    assert.deepEqual(request?.body, Buffer.from(BODY));
    const expected = [
      ['Host', `127.0.0.1:${server.port}`],
      ['User-Agent', 'SparkPost'],
      ['Content-Type', 'application/json'],
      ['X-MessageSystems-Batch-ID', 'b-1'],
      ['Authorization', `Basic ${Buffer.from('lettr:a:b c').toString('base64')}`],
      ['Content-Length', String(BODY.length)],
      ['Connection', 'close'],
    ];
    assert.deepEqual(request?.rawHeaders, expected.flat());
    assert.deepEqual(delivery.request.headers, expected);
    assert.deepEqual(delivery.batch, { count: 1, types: ['message.bounce'] });
    assert.equal(verdictOf(delivery).kind, 'delivered');
    assert.ok(delivery.timings.total > 0 && delivery.timings.connect !== undefined);
  });

  it('sends a document as it is, down to its spaces and faults', async () => {
    const server = await serve((_, response) => response.end());
    const body = Buffer.from('[ {"msys": {}} ,\r\n nonsense \u00e4');
    await send({ ...requestTo(server.url), body });
    assert.deepEqual(server.seen[0]?.body, body);
  });

  it('sends what the simulator sends for every event type, but for ids and times', async () => {
    const server = await serve((_, response) => response.end());
    const simulator = await startSimulator({ rateLimit: false });
    try {
      await fetch(`${simulator.baseUrl}/webhooks`, {
        method: 'POST',
        headers: { authorization: `Bearer ${simulator.keys.live}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          name: 'Same',
          url: server.url,
          auth_type: 'basic',
          auth_username: 'lettr',
          auth_password: 'a:b c',
          events_mode: 'all',
        }),
      });
      for (const type of EVENT_TYPE_NAMES) {
        const before = server.seen.length;
        await simulator.emit(type);
        await send({
          ...requestTo(server.url, BASIC),
          body: bytesOf(sampleBatch([type], { now: Date.now() })),
        });
        const [theirs, ours] = server.seen.slice(before).map(({ rawHeaders, body }) => ({
          headers: rawHeaders.map((part) => part.replace(/^[\da-f-]{36}$/, 'id')),
          body: body.toString().replaceAll(/"7\d{18}"|"\d{10}"|"[\da-f]{20}"|"[\d-]+T[\d:.]+Z"/g, '"…"'),
        }));
        assert.ok(theirs && ours);
        assert.deepEqual(ours, theirs, type);
      }
    } finally {
      await simulator.close();
    }
  });

  const answers: readonly (readonly [number, string])[] = [
    [200, 'delivered'],
    [201, 'retried'],
    [204, 'retried'],
    [301, 'retried'],
    [302, 'retried'],
    [400, 'retried'],
    [401, 'retried'],
    [403, 'retried'],
    [404, 'retried'],
    [410, 'dropped'],
    [429, 'retried'],
    [500, 'retried'],
    [503, 'retried'],
  ];
  for (const [status, kind] of answers) {
    it(`${status} is judged as ${kind}, and no redirect is followed`, async () => {
      const server = await serve((_, response) =>
        response.writeHead(status, { location: '/elsewhere' }).end(),
      );
      assert.deepEqual(await verdict(server.url), [String(status), kind]);
      assert.equal(server.seen.length, 1);
    });
  }

  it('reads a body in chunks, and says when it is too large to be read to its end', async () => {
    const chunked = await serve((_, response) => {
      response.write('a');
      setTimeout(() => response.end('b'), 20);
    });
    const { delivery } = await send(requestTo(chunked.url));
    assert.ok(delivery.outcome.kind === 'response');
    assert.equal(Buffer.from(await delivery.outcome.response.body.read()).toString(), 'ab');
    const large = await serve((_, response) => response.end(Buffer.alloc(6 * 1024 * 1024)));
    const { delivery: big } = await send(requestTo(large.url));
    assert.ok(big.outcome.kind === 'response');
    assert.equal(big.outcome.response.cut, 'tooLarge');
    assert.equal(big.outcome.response.body.size, 5 * 1024 * 1024);
    assert.equal(verdictOf(big).kind, 'delivered');
  });

  it('a body that never ends or breaks off leaves a 200 that probably counts', async () => {
    const hanging = await serve((_, response) => response.write('a'));
    assert.deepEqual(await verdict(hanging.url, 200), ['200', 'probablyDelivered']);
    const broken = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('a', () => response.socket?.destroy());
    });
    assert.deepEqual(await verdict(broken.url), ['200', 'probablyDelivered']);
  });

  it('an answer that comes near the limit probably counts, and one after it does not', async () => {
    const slow = await serve((_, response) => setTimeout(() => response.end(), SLOW_MS + 100));
    assert.deepEqual(await verdict(slow.url, TIME_LIMIT_MS), ['200', 'probablyDelivered']);
    assert.deepEqual(await verdict(slow.url, 200), ['timeout', 'retried']);
  }).timeout(2 * TIME_LIMIT_MS);

  it('tells what kept an answer from coming', async () => {
    const hanging = await serve(() => undefined);
    assert.deepEqual(await verdict(hanging.url, 150), ['timeout', 'retried']);
    const { delivery } = await send(requestTo(hanging.url), { timeLimitMs: 1000 });
    assert.match(verdictOf(delivery).reason, /didn't answer within 1(\.\d)? seconds/);
    const resetting = await serveRaw((socket) => socket.resetAndDestroy());
    assert.deepEqual(await verdict(resetting.url), ['closed', 'retried']);
    const closing = await serve((_, response) => response.socket?.destroy());
    assert.deepEqual(await verdict(closing.url), ['closed', 'retried']);
    const chatting = await serveRaw((socket) => socket.end('hello\n'));
    assert.deepEqual(await verdict(chatting.url), ['notHttp', 'retried']);
    const gone = await serve(() => undefined);
    await gone.close();
    assert.deepEqual(await verdict(gone.url), ['refused', 'retried']);
    assert.deepEqual(await verdict('http://nobody.invalid/'), ['dns', 'retried']);
    const plainHttp = await serve((_, response) => response.end());
    assert.deepEqual(await verdict(plainHttp.url.replace('http:', 'https:')), ['tls', 'retried']);
    const withCredentials = plainHttp.url.replace('http://', 'http://lettr:secret@');
    for (const url of [
      '',
      'example.com',
      'ftp://example.com',
      'http://',
      'javascript:alert(1)',
      withCredentials,
    ]) {
      assert.deepEqual(await verdict(url), ['invalidUrl', 'unknown'], url);
    }
  });

  it('ends at once when it is cancelled, and is no delivery then', async () => {
    const server = await serve(() => undefined);
    const abort = new AbortController();
    const sending = send(requestTo(server.url), { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await assert.rejects(sending, Cancelled);
    await assert.rejects(send(requestTo(server.url), { signal: abort.signal }), Cancelled);
  });
});

describe('sending over TLS', () => {
  let authority: Authority;
  before(async () => {
    authority = await createAuthority();
  });
  afterEach(closeServers);

  const fault = async (url: string, ca?: string): Promise<string | undefined> => {
    const { delivery } = await send(requestTo(url), { ca });
    return delivery.outcome.kind === 'fault' ? delivery.outcome.fault.code : 'none';
  };

  it('takes a certificate that is right', async () => {
    const server = await serve((_, response) => response.end(), await authority.issue(['127.0.0.1'], 90));
    const { delivery } = await send(requestTo(server.url), { ca: authority.ca });
    assert.equal(verdictOf(delivery).kind, 'delivered');
    assert.ok(delivery.timings.tls !== undefined);
  });

  it('refuses one that is expired, for another name, or vouched for by nobody, and sends nothing', async () => {
    const expired = await serve((_, response) => response.end(), await authority.issue(['127.0.0.1'], -1));
    assert.equal(await fault(expired.url, authority.ca), 'CERT_HAS_EXPIRED');
    const other = await serve((_, response) => response.end(), await authority.issue(['other.test'], 90));
    assert.equal(await fault(other.url, authority.ca), 'ERR_TLS_CERT_ALTNAME_INVALID');
    const unknown = await serve((_, response) => response.end(), await authority.issue(['127.0.0.1'], 90));
    assert.equal(await fault(unknown.url), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    for (const { url, seen } of [expired, other, unknown]) {
      assert.equal((await verdict(url))[0], 'tls');
      assert.equal(seen.length, 0);
    }
  });
});

describe('sending with OAuth 2.0', () => {
  afterEach(closeServers);

  const oauth = (tokenUrl: string): Authentication => ({
    type: 'oauth2',
    clientId: 'id',
    clientSecret: 'very secret',
    tokenUrl,
  });

  it('asks for a token in JSON and sends it', async () => {
    const tokens = await serve((_, response) => response.end('{"access_token":"t-1","expires_in":60}'));
    const server = await serve((_, response) => response.end());
    const { delivery, secrets } = await send(requestTo(server.url, oauth(tokens.url)));
    assert.equal(server.seen[0]?.headers.authorization, 'Bearer t-1');
    assert.deepEqual(JSON.parse(tokens.seen[0]?.body.toString() ?? ''), {
      grant_type: 'client_credentials',
      client_id: 'id',
      client_secret: 'very secret',
    });
    assert.deepEqual(secrets, ['very secret', 't-1']);
    assert.equal(verdictOf(delivery).kind, 'delivered');
  });

  for (const status of [400, 401, 415]) {
    it(`asks again with a form where JSON is answered ${status}`, async () => {
      const tokens = await serve((request, response) =>
        request.headers['content-type'] === 'application/json'
          ? response.writeHead(status).end()
          : response.end('{"access_token":"t-2"}'),
      );
      const server = await serve((_, response) => response.end());
      await send(requestTo(server.url, oauth(tokens.url)));
      assert.equal(
        tokens.seen[1]?.body.toString(),
        'grant_type=client_credentials&client_id=id&client_secret=very+secret',
      );
      assert.equal(server.seen[0]?.headers.authorization, 'Bearer t-2');
    });
  }

  for (const status of [400, 401]) {
    it(`fetches one new token after ${status}, and only one`, async () => {
      let issued = 0;
      const tokens = await serve((_, response) =>
        response.end(JSON.stringify({ access_token: `t-${++issued}` })),
      );
      const server = await serve((_, response) => response.writeHead(status).end());
      const { delivery } = await send(requestTo(server.url, oauth(tokens.url)));
      assert.deepEqual(
        server.seen.map(({ headers }) => headers.authorization),
        ['Bearer t-1', 'Bearer t-2'],
      );
      assert.equal(delivery.hasNewToken, true);
      assert.equal(verdictOf(delivery).kind, 'retried');
    });
  }

  it('sends nothing without a token', async () => {
    const server = await serve((_, response) => response.end());
    for (const answer of ['{}', '{"access_token":""}', '{"access_token":"a\\nb"}', 'nonsense']) {
      const tokens = await serve((_, response) => response.end(answer));
      const { delivery } = await send(requestTo(server.url, oauth(tokens.url)));
      assert.ok(delivery.outcome.kind === 'fault');
      assert.equal(delivery.outcome.fault.kind, 'token');
      assert.equal(verdictOf(delivery).kind, 'retried');
    }
    assert.equal(server.seen.length, 0);
  });
});
