import assert from 'node:assert/strict';
import { inspect } from 'node:util';

import { networkFaultOf } from '../../../src/api/answer.ts';
import type { Problem } from '../../../src/api/errors.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { DRAFT, ORDERS, problemIn, startServer, testApi, testClient, type TestServer } from './harness.ts';

const MAX_BYTES = 32 * 1024 * 1024;
const ALWAYS = { times: Number.POSITIVE_INFINITY };

function faultsOf(codes: readonly string[], call?: string): (readonly [string, boolean])[] {
  return codes.map((code) => {
    const error = Object.assign(new Error('x'), { code, erroredSysCall: call });
    const { cause, hasLeft } = networkFaultOf(error);
    return [cause, hasLeft];
  });
}

describe('what goes wrong on the way', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'patch' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  function problemAt(baseUrl: string): Promise<Problem> {
    const client = testApi(sim).connect({ baseUrl });
    return problemIn(client.webhooks.list()).then(({ problem }) => problem);
  }

  it('gives up after the timeout, once', async () => {
    sim.fault({ kind: 'hang', ...ALWAYS });
    const { problem } = await problemIn(testClient(sim, { timeoutMs: 500 }).webhooks.list());
    assert.ok(problem.kind === 'unreachable');
    assert.equal(problem.cause, 'timeout');
    assert.equal(sim.requests.length, 1);
  });

  it('counts the body into the timeout', async () => {
    sim.fault({ kind: 'slow', ms: 1_000 });
    const { problem } = await problemIn(testClient(sim, { timeoutMs: 150 }).webhooks.list());
    assert.ok(problem.kind === 'unreachable');
    assert.equal(problem.cause, 'timeout');
  });

  it('reads a slow answer within the timeout', async () => {
    sim.fault({ kind: 'slow', ms: 200 });
    assert.equal((await testClient(sim).webhooks.list()).webhooks.length, sim.webhooks().length);
  });

  it('names a reset', async () => {
    for (const phase of ['before', 'after'] as const) {
      sim.fault({ kind: 'reset', phase, ...ALWAYS });
      const { problem } = await problemIn(testClient(sim).webhooks.create(DRAFT));
      assert.deepEqual(problem, { kind: 'unreachable', cause: 'reset', code: 'ECONNRESET' });
      sim.clearFaults();
    }
  });

  it('names a host that is not found', async () => {
    const problem = await problemAt('http://lettr.invalid/api');
    assert.ok(problem.kind === 'unreachable');
    assert.equal(problem.cause, 'dns');
    assert.match(problem.code ?? '', /^(ENOTFOUND|EAI_AGAIN)$/);
  });

  it('names a refused connection', async () => {
    const server = await startServer(() => assert.fail());
    const { port } = new URL(server.origin);
    await server.close();
    for (const host of ['127.0.0.1', 'localhost']) {
      assert.deepEqual(await problemAt(`http://${host}:${port}/api`), {
        kind: 'unreachable',
        cause: 'refused',
        code: 'ECONNREFUSED',
      });
    }
  });

  it('names a fault of TLS', async () => {
    const client = testApi(sim).connect({ baseUrl: sim.baseUrl.replace('http:', 'https:') });
    const { problem } = await problemIn(client.webhooks.list());
    assert.ok(problem.kind === 'unreachable');
    assert.equal(problem.cause, 'other');
    assert.match(problem.code ?? '', /^(EPROTO|ERR_SSL_)/);
  });

  it('knows the system’s names of faults, and which of them nothing can have left before', () => {
    const allOf = (count: number, cause: string, hasLeft: boolean): unknown[] =>
      Array.from({ length: count }, () => [cause, hasLeft]);
    assert.deepEqual(faultsOf(['ENOTFOUND', 'EAI_AGAIN']), allOf(2, 'dns', false));
    assert.deepEqual(faultsOf(['ECONNREFUSED']), allOf(1, 'refused', false));
    // These may also break a connection in use.
    const unreachable = ['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];
    assert.deepEqual(faultsOf(unreachable, 'read'), allOf(3, 'other', true));
    assert.deepEqual(faultsOf(unreachable, 'connect'), allOf(3, 'other', false));
    assert.deepEqual(faultsOf(['ECONNRESET', 'EPIPE', 'ECONNABORTED']), allOf(3, 'reset', true));
    assert.deepEqual(faultsOf(['ECONNRESET'], 'connect'), allOf(1, 'reset', true));
    assert.deepEqual(faultsOf(['ETIMEDOUT'], 'read'), allOf(1, 'timeout', true));
    assert.deepEqual(faultsOf(['ETIMEDOUT'], 'connect'), allOf(1, 'timeout', false));
    const certificates = [
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'HOSTNAME_MISMATCH',
      'CRL_HAS_EXPIRED',
      'INVALID_CA',
    ];
    assert.deepEqual(faultsOf(certificates), allOf(certificates.length, 'tls', false));
    const others = [
      'EPROTO',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
      'EMFILE',
    ];
    assert.deepEqual(faultsOf(others), allOf(others.length, 'other', true));
    assert.deepEqual(networkFaultOf('odd'), { cause: 'other', code: undefined, hasLeft: true });
    const cause = Object.assign(new Error(), { code: 'EPIPE' });
    assert.deepEqual(networkFaultOf(new Error('x', { cause })), {
      cause: 'reset',
      code: 'EPIPE',
      hasLeft: true,
    });
  });

  it('cannot read an answer that is cut off, is no JSON or has no webhooks in it', async () => {
    const unreadable = { kind: 'unreadable', status: 200 };
    const faults = [
      { kind: 'truncate' },
      { kind: 'truncate', phase: 'after' },
      { kind: 'html' },
      { kind: 'body', text: '{"data"' },
      { kind: 'body', text: '' },
      { kind: 'body', text: 'null' },
      { kind: 'body', text: '[]' },
      { kind: 'body', text: '{"data":{"webhooks":{}}}' },
    ] as const;
    for (const fault of faults) {
      sim.fault(fault);
      const { problem } = await problemIn(testClient(sim).webhooks.list());
      assert.deepEqual(problem, unreadable, JSON.stringify(fault));
    }
    assert.equal(sim.requests.length, faults.length);
  });

  it('names the status of what it could not read', async () => {
    sim.fault({ kind: 'body', status: 201, text: '{}' });
    assert.deepEqual((await problemIn(testClient(sim).webhooks.create(DRAFT))).problem, {
      kind: 'unreadable',
      status: 201,
    });
    sim.fault({ kind: 'status', status: 204, body: undefined });
    assert.deepEqual((await problemIn(testClient(sim).webhooks.get(ORDERS))).problem, {
      kind: 'unreadable',
      status: 204,
    });
  });

  it('stops reading after 32 MiB', async function () {
    this.timeout(30_000);
    sim.fault({ kind: 'large', bytes: MAX_BYTES + 1 });
    const error = await problemIn(testClient(sim).webhooks.list());
    assert.deepEqual(error.problem, { kind: 'unreadable', status: 200 });
    assert.match(inspect(error.cause), /longer than 33554432 bytes/);
  });

  it('reads 32 MiB to the end', async function () {
    // A busy machine takes its time over so much.
    this.timeout(30_000);
    sim.fault({ kind: 'large', bytes: MAX_BYTES });
    // A string is no list, so it is refused too, but by its shape.
    const error = await problemIn(testClient(sim).webhooks.list());
    assert.match(String(error.cause), /^Error: Not of the type/);
  });

  it('takes a delete that is answered with nothing', async () => {
    sim.fault({ kind: 'status', status: 204, body: undefined });
    await testClient(sim).webhooks.delete(ORDERS);
    sim.fault({ kind: 'body', text: '' });
    await testClient(sim).webhooks.delete(ORDERS);
  });

  describe('beyond the simulator', () => {
    const servers: TestServer[] = [];

    afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

    async function serve(...args: Parameters<typeof startServer>): Promise<TestServer> {
      const server = await startServer(...args);
      servers.push(server);
      return server;
    }

    /** What a delete meets when the answer's body is cut off. */
    async function kindOf(status: number): Promise<string> {
      const server = await serve((_request, response) => {
        response.writeHead(status, { 'content-length': 100, 'retry-after': '99' });
        response.write('{"message":', () => response.destroy());
      });
      const client = testApi(sim).connect({ baseUrl: server.origin });
      return (await problemIn(client.webhooks.delete(ORDERS))).problem.kind;
    }

    it('keeps the row of a status whose body is cut off', async () => {
      assert.equal(await kindOf(401), 'unauthorized');
      assert.equal(await kindOf(403), 'blocked');
      assert.equal(await kindOf(404), 'unreadable');
      assert.equal(await kindOf(409), 'conflict');
      assert.equal(await kindOf(422), 'invalid');
      assert.equal(await kindOf(429), 'rateLimited');
      assert.equal(await kindOf(500), 'server');
    });

    it('does not send the key to another origin', async () => {
      const other = await serve((_request, response) => void response.end('{}'));
      for (const status of [301, 302, 303, 307, 308]) {
        for (const location of [`${other.origin}/api/webhooks`, other.origin.replace('http:', '')]) {
          sim.fault({ kind: 'redirect', location, status });
          const client = testClient(sim);
          const { problem, effect } = await problemIn(client.webhooks.list());
          assert.deepEqual(problem, { kind: 'redirected', host: new URL(other.origin).host });
          assert.equal(effect, 'none');
          sim.fault({ kind: 'redirect', location, status });
          assert.equal((await problemIn(client.webhooks.create(DRAFT))).problem.kind, 'redirected');
        }
      }
      assert.equal(other.received.length, 0);
    });

    it('takes another port, scheme or name for another origin', async () => {
      const { port } = new URL(sim.origin);
      for (const origin of [
        `https://127.0.0.1:${port}`,
        `http://localhost:${port}`,
        'data:,x',
        'file:///x',
      ]) {
        sim.fault({ kind: 'redirect', location: origin });
        assert.equal((await problemIn(testClient(sim).webhooks.list())).problem.kind, 'redirected', origin);
      }
      assert.equal(sim.requests.length, 4);
    });
  });

  it('follows a redirect on the same origin for a GET', async () => {
    for (const location of [`${sim.baseUrl}/webhooks`, '/api/webhooks', '/api/webhooks?again']) {
      sim.fault({ kind: 'redirect', location });
      assert.equal((await testClient(sim).webhooks.list()).webhooks.length, sim.webhooks().length);
    }
    assert.equal(sim.requests.length, 6);
    assert.ok(sim.requests.every(({ key }) => key === 'live'));
  });

  it('repeats a write behind 307 and 308 only', async () => {
    for (const [status, isFollowed] of [
      [301, false],
      [302, false],
      [303, false],
      [307, true],
      [308, true],
    ] as const) {
      sim.reset();
      sim.fault({ kind: 'redirect', location: '/api/webhooks', status });
      const created = testClient(sim).webhooks.create(DRAFT);
      if (isFollowed) {
        assert.equal((await created).url, DRAFT.url);
        assert.deepEqual(sim.requests[0]?.body, sim.requests[1]?.body);
      } else {
        assert.deepEqual((await problemIn(created)).problem, { kind: 'unexpected', status });
        assert.equal(sim.requests.length, 1);
      }
    }
  });

  it('ends a ring of redirects', async () => {
    sim.fault({ kind: 'redirect', location: '/api/webhooks', ...ALWAYS });
    assert.deepEqual((await problemIn(testClient(sim).webhooks.list())).problem, {
      kind: 'unexpected',
      status: 302,
    });
    assert.equal(sim.requests.length, 3);
  });

  it('takes a redirect that leads nowhere for an unexpected answer', async () => {
    sim.fault({ kind: 'redirect', location: 'http://' });
    assert.deepEqual((await problemIn(testClient(sim).webhooks.list())).problem, {
      kind: 'unexpected',
      status: 302,
    });
  });
});
