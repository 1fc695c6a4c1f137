import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { DRAFT, ORDERS, problemIn, startServer, testApi, testClient } from './harness.ts';

const SRC = new URL('../../../src/api/', import.meta.url);

describe('how requests look', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'patch' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  it('carry what Lettr asks for', async () => {
    const client = testClient(sim);
    await client.webhooks.list();
    await client.webhooks.create(DRAFT);
    await client.webhooks.update(ORDERS, { enabled: false });
    await client.webhooks.delete(ORDERS);
    for (const { headers, body, key } of sim.requests) {
      assert.equal(headers.accept, 'application/json');
      assert.equal(headers['user-agent'], 'lettr-vscode/1.2.3');
      assert.equal(headers['content-type'], body === undefined ? undefined : 'application/json');
      assert.equal(key, 'live');
    }
    assert.deepEqual(
      sim.requests.map(({ body }) => body !== undefined),
      [false, true, true, false],
    );
  });

  it('carry the key as a bearer token, and nothing that could name the machine', async () => {
    const server = await startServer((_request, response) => void response.end('{"data":{"team_id":1}}'));
    try {
      await testApi(sim).connect({ baseUrl: server.origin, key: 'lttr_abc' }).auth.check();
      const [{ headers } = assert.fail()] = server.received;
      assert.equal(headers.authorization, 'Bearer lttr_abc');
      assert.deepEqual(Object.keys(headers).toSorted(), [
        'accept',
        'accept-encoding',
        'authorization',
        'connection',
        'host',
        'user-agent',
      ]);
    } finally {
      await server.close();
    }
  });

  it('ask for the key of exactly the origin they go to', async () => {
    const origins: string[] = [];
    const { api } = testApi(sim);
    const client = api.connect({
      baseUrl: sim.baseUrl,
      team: () => undefined,
      key: (origin) => {
        origins.push(origin);
        return Promise.resolve(sim.keys.live);
      },
    });
    await client.auth.check();
    assert.deepEqual(origins, [sim.origin]);
  });

  it('do not leave when there is no key', async () => {
    const { api } = testApi(sim);
    const reason = new Error('no key');
    const key = (): Promise<string> => Promise.reject(reason);
    const client = api.connect({ baseUrl: sim.baseUrl, team: () => undefined, key });
    await assert.rejects(client.webhooks.list(), reason);
    await assert.rejects(client.webhooks.delete(ORDERS), reason);
    assert.equal(sim.requests.length, 0);
  });

  it('share one connection, also after errors and redirects', async () => {
    let turn = 0;
    const server = await startServer((request, response) => {
      turn += 1;
      if (request.url === '/webhooks' && turn === 2) {
        response.writeHead(302, { location: '/moved' }).end('x'.repeat(100_000));
      } else if (turn === 1) {
        response.writeHead(404).end('x'.repeat(100_000));
      } else {
        response.end('{"data":{"webhooks":[]}}');
      }
    });
    try {
      const client = testApi(sim).connect({ baseUrl: server.origin });
      await problemIn(client.webhooks.list());
      await client.webhooks.list();
      await client.webhooks.list();
      assert.equal(server.received.length, 4);
      assert.equal(new Set(server.received.map(({ socket }) => socket)).size, 1);
      assert.ok(server.received.every(({ headers }) => headers.connection === 'keep-alive'));
    } finally {
      await server.close();
    }
  });

  it('are noted without key, body or query', async () => {
    const { connect, log } = testApi(sim);
    const client = connect();
    await client.webhooks.create(DRAFT);
    sim.fault({ kind: 'reset', times: 3 });
    await problemIn(client.auth.check());
    assert.match(log[0] ?? '', /^POST \/api\/webhooks 201 \([\w-]{36}\) in \d+ ms$/);
    assert.match(log[1] ?? '', /^GET \/api\/auth\/check unreachable \(ECONNRESET\) in \d+ ms$/);
    assert.equal(log.length, 4);
    assert.ok(!log.join().includes('lttr_') && !log.join().includes(DRAFT.name));
  });

  it('load what sends them with the first call, and the transport only then', () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ resolve(name, context, next) {
        const found = next(name, context);
        loaded.push(found.url.split('/').slice(-2).join('/'));
        return found;
      } });
      const { Api } = await import(${JSON.stringify(new URL('client.ts', SRC).href)});
      let transports = 0;
      const api = new Api({
        userAgent: 'x/1',
        verbs: new Map(),
        log: { debug() {} },
        loadTransport: async () => { transports += 1; throw new Error('enough'); },
      });
      const client = api.connect({ baseUrl: 'https://x.invalid', team: () => 1, key: async () => 'k' });
      api.release('k');
      api.recentRejections();
      const heavy = () => ['api/session.ts', 'src/index.js', 'api/wire.ts'].filter((one) => loaded.includes(one))
        .concat(loaded.filter((one) => /valibot|dist\\/index/.test(one)));
      const first = { heavy: heavy(), transports };
      await client.webhooks.list().catch(() => {});
      console.log(JSON.stringify({ first, after: { session: loaded.includes('api/session.ts'), transports,
        fetch: loaded.some((one) => one.includes('fetch')) } }));
    `;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    assert.deepEqual(JSON.parse(output), {
      first: { heavy: [], transports: 0 },
      // node-fetch comes with transport.ts, which only `loadTransport` names.
      after: { session: true, transports: 1, fetch: false },
    });
  });
});
