import assert from 'node:assert/strict';
import type { Fault, FaultKind } from '../../../simulator/simulator.ts';
import { parseFault } from '../../../simulator/faults.ts';
import { at, call, itemsOf, useSimulator } from './harness.ts';

const body = { name: 'A', url: 'https://a.example.com', auth_type: 'none', events_mode: 'all' };

/** The error code below a failed fetch. */
async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    const { cause } = error;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
  }
  return 'no failure';
}

describe('simulator: which request a fault hits', () => {
  const simulator = useSimulator();
  const status = async (method: string, path: string) => (await call(simulator(), method, path)).status;

  it('fits method and path, as many times as asked', async () => {
    simulator().fault({ kind: 'status', status: 503, on: { method: 'get', path: '/webhooks' }, times: 2 });
    assert.equal(await status('GET', '/auth/check'), 200);
    assert.equal(await status('DELETE', '/webhooks/x'), 404);
    assert.equal(await status('GET', '/webhooks'), 503);
    assert.equal(await status('GET', '/webhooks/x'), 503);
    assert.equal(await status('GET', '/webhooks'), 200);
  });

  it('tells a path from those under it', async () => {
    const times = Number.POSITIVE_INFINITY;
    simulator().fault({ kind: 'status', status: 502, on: { path: '/webhooks$' }, times });
    simulator().fault({ kind: 'status', status: 504, on: { path: '/webhooks/' }, times });
    for (let round = 0; round < 3; round += 1) {
      assert.deepEqual([await status('GET', '/webhooks'), await status('GET', '/webhooks/x')], [502, 504]);
    }
    simulator().clearFaults();
    assert.equal(await status('GET', '/webhooks'), 200);
  });

  it('lets the first one win', async () => {
    simulator().fault({ kind: 'status', status: 500 });
    simulator().fault({ kind: 'status', status: 503 });
    assert.deepEqual([await status('GET', '/webhooks'), await status('GET', '/webhooks')], [500, 503]);
  });

  it('applies the request only in the phase after', async () => {
    const create = () => call(simulator(), 'POST', '/webhooks', { body });
    const count = () => simulator().webhooks().length;
    const fault: FaultKind = { kind: 'status', status: 500 };
    simulator().fault(fault);
    assert.deepEqual([(await create()).status, count()], [500, 9]);
    simulator().fault({ ...fault, phase: 'after' });
    assert.deepEqual([(await create()).status, count()], [500, 10]);
  });

  it('applies before a connection is reset in the phase after', async () => {
    simulator().fault({ kind: 'reset', phase: 'after' });
    assert.equal(await failure(call(simulator(), 'POST', '/webhooks', { body })), 'ECONNRESET');
    assert.equal(simulator().webhooks().length, 10);
  });
});

describe('simulator: kinds of faults', () => {
  const simulator = useSimulator();
  const list = async (fault: Fault) => {
    simulator().fault(fault);
    return call(simulator(), 'GET', '/webhooks');
  };

  it('status: the documented body unless another is given', async () => {
    assert.deepEqual((await list({ kind: 'status', status: 500 })).body, {
      message: 'Failed to retrieve webhooks. Please try again later.',
      error_code: 'send_error',
    });
    const own = await list({ kind: 'status', status: 422, body: { errors: [] }, headers: { 'X-Own': '1' } });
    assert.deepEqual([own.status, own.body, own.headers.get('x-own')], [422, { errors: [] }, '1']);
    assert.equal((await list({ kind: 'status', status: 429 })).headers.get('retry-after'), '1');
  });

  it('delay: the usual answer, later', async () => {
    const from = performance.now();
    const { status } = await list({ kind: 'delay', ms: 120 });
    assert.equal(status, 200);
    assert.ok(performance.now() - from > 110);
  });

  it('slow: headers at once, the whole body in the end', async () => {
    simulator().fault({ kind: 'slow', ms: 300 });
    const from = performance.now();
    const response = await fetch(`${simulator().baseUrl}/webhooks`, {
      headers: { authorization: `Bearer ${simulator().keys.live}` },
    });
    const headersAt = performance.now() - from;
    assert.equal(itemsOf(at(await response.json(), 'data', 'webhooks')).length, 9);
    assert.ok(performance.now() - from > 280);
    assert.ok(headersAt < 200, `headers after ${headersAt} ms`);
  });

  it('hang: no answer, and closing ends it', async () => {
    simulator().fault({ kind: 'hang' });
    const pending = failure(call(simulator(), 'GET', '/webhooks'));
    while (simulator().requests.length === 0) await new Promise(setImmediate);
    await simulator().close();
    assert.notEqual(await pending, 'no failure');
    assert.equal(simulator().requests[0]?.status, undefined);
  });

  it('reset: the connection breaks', async () => {
    assert.equal(await failure(list({ kind: 'reset' })), 'ECONNRESET');
  });

  it('truncate: less than the headers promise', async () => {
    for (const phase of ['before', 'after'] as const) {
      simulator().fault({ kind: 'truncate', phase });
      const response = await fetch(`${simulator().baseUrl}/health`);
      assert.equal(response.status, 200);
      assert.ok(Number(response.headers.get('content-length')) > 0);
      assert.notEqual(await failure(response.text()), 'no failure');
    }
  });

  it('html, redirect and body: something other than JSON', async () => {
    const html = await list({ kind: 'html', status: 502 });
    assert.equal(html.status, 502);
    assert.match(html.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(String(html.body), /<html>/);
    const redirect = await list({ kind: 'redirect', location: 'https://example.com/login' });
    assert.deepEqual([redirect.status, redirect.headers.get('location')], [302, 'https://example.com/login']);
    const raw = await list({ kind: 'body', text: '{"data":', status: 201 });
    assert.deepEqual([raw.status, raw.body], [201, '{"data":']);
  });

  it('large: a JSON string of exactly so many bytes', async () => {
    const { body: text } = await list({ kind: 'large', bytes: 300_000 });
    assert.equal(typeof text, 'string');
    assert.equal(String(text).length, 300_000 - 2);
  });
});

describe('simulator: faults as JSON', () => {
  it('reads what is complete and says what is missing', () => {
    assert.equal(parseFault({ kind: 'hang', times: 'always' }).times, Number.POSITIVE_INFINITY);
    assert.throws(() => parseFault({ kind: 'explode' }), /"kind" is one of status, /);
    assert.throws(() => parseFault({ kind: 'delay' }), /"ms" is a number/);
    assert.throws(() => parseFault({ kind: 'hang', times: 'twice' }), /"times"/);
  });
});
