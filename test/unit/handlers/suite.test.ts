import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import type { Authentication } from '../../../src/api/types.ts';
import { send } from '../../../src/endpoint/sender.ts';
import { handlerTests } from '../../../src/handlers/suite.ts';
import { testTarget } from '../../../src/handlers/target.ts';
import { type SeenRequest, closeServers, serve } from '../endpoint/servers.ts';

const BASIC: Authentication = { type: 'basic', username: 'lettr', password: 'pass:word' };

/** A request as a faulty or a good handler sees it. */
interface Incoming {
  readonly request: SeenRequest;
  readonly response: ServerResponse;
  readonly body: string;
}

type Fault = (incoming: Incoming) => boolean | Promise<boolean>;

describe('the suite for handlers', () => {
  afterEach(closeServers);

  it('finds nothing wrong with a good handler', async () => {
    assert.deepEqual(await failures(), []);
  });

  it('passes a good handler without credentials, and skips what is about them', async () => {
    const results = await run({ type: 'none' });
    assert.deepEqual(
      results.filter(({ kind }) => kind === 'failed').map(({ id }) => id),
      [],
    );
    assert.deepEqual(
      results.filter(({ kind }) => kind === 'skipped').map(({ id }) => id),
      ['missing', 'wrong', 'colon'],
    );
  });

  const faults: readonly (readonly [string, readonly string[], Fault])[] = [
    [
      'refuses the empty batch',
      ['emptyBatch'],
      ({ body, response }) => body === '[{"msys":{}}]' && end(response, 422),
    ],
    [
      'crashes on malformed JSON',
      ['malformed'],
      ({ body, request, response }) => request.method === 'POST' && !isJson(body) && end(response, 500),
    ],
    [
      'answers GET with 200',
      ['wrongMethod'],
      ({ request, response }) => request.method === 'GET' && end(response, 200),
    ],
    [
      'knows no clicks',
      ['type.engagement.click', 'batch.50', 'batch.350'],
      ({ body, response }) => body.includes('"type":"click"') && end(response, 500),
    ],
    [
      'takes small bodies only',
      ['batch.350'],
      ({ body, response }) => body.length > 150_000 && end(response, 413),
    ],
    ['refuses what it has seen', ['twice'], refusesRepeats()],
    [
      'refuses unknown types',
      ['unknownType'],
      ({ body, response }) => body.includes('not_known_yet') && end(response, 400),
    ],
    [
      'refuses unknown fields',
      ['unknownFields'],
      ({ body, response }) => body.includes('"cust"') && end(response, 400),
    ],
    [
      'splits credentials at every colon',
      ['colon'],
      ({ request, response }) =>
        request.method === 'POST' &&
        credentials(request).split(':').slice(0, 3).join(':') === 'lettr:pass:word' &&
        end(response, 200),
    ],
    [
      'needs no credentials',
      ['missing'],
      ({ request, response }) =>
        request.headers.authorization === undefined && request.method === 'POST' && end(response, 200),
    ],
    [
      'takes any password',
      ['wrong', 'colon'],
      ({ request, response }) =>
        request.method === 'POST' && credentials(request).startsWith('lettr:') && end(response, 200),
    ],
  ];
  for (const [name, expected, fault] of faults) {
    it(`finds a handler that ${name}`, async () => {
      assert.deepEqual(await failures(fault), expected);
    });
  }

  it('finds a handler that takes one request at a time', async () => {
    let busy = 0;
    const found = await failures(async ({ response }) => {
      busy += 1;
      const isOverrun = busy > 10;
      await delay(20);
      busy -= 1;
      return isOverrun && end(response, 503);
    });
    assert.deepEqual(found, ['concurrent']);
  });

  it('judges no times while a debugger is attached', async () => {
    const results = await run(BASIC, undefined, true);
    assert.equal(results.find(({ id }) => id === 'time')?.kind, 'skipped');
  });

  it('shows the exchange and what to change', async () => {
    const results = await run(BASIC, ({ body, response }) => body === '[{"msys":{}}]' && end(response, 422));
    const failed = results.find(({ id }) => id === 'emptyBatch');
    assert.ok(failed?.kind === 'failed');
    assert.match(failed.reason, /422/);
    assert.match(failed.advice, /Answer 200/);
    assert.equal(failed.delivery.outcome.kind, 'response');
  });

  it('shows no secret that a handler gives away, also where the one test that runs sends another', async () => {
    const echo: Fault = ({ request, response }) => {
      const { authorization = 'nothing' } = request.headers;
      response.writeHead(302, { location: '/login?password=pass%3Aword', 'x-echo': authorization });
      response.end(`${authorization} is not lettr and pass:word`);
      return true;
    };
    const [colon] = await run(BASIC, echo, false, ['colon']);
    assert.ok(colon?.kind === 'failed' && colon.delivery.outcome.kind === 'response');
    const { headers, body } = colon.delivery.outcome.response;
    const shown = [colon.reason, JSON.stringify(headers), Buffer.from(await body.read()).toString()].join(
      '\n',
    );
    const pair = Buffer.from('lettr:pass:word').toString('base64');
    assert.doesNotMatch(shown, new RegExp(`pass:word|pass%3Aword|${pair}`));
    const [empty] = await run(BASIC, echo, false, ['emptyBatch']);
    assert.ok(empty?.kind === 'failed');
    assert.match(empty.reason, /redirects to \/login\?password=•+ /);
  });

  it('tells a handler that takes no credentials from one that finds fault with some requests', async () => {
    const hasRejected = async (authentication: Authentication, ...statuses: readonly number[]) => {
      const left = [...statuses];
      const server = await serve((_, response) => end(response, left.shift() ?? 500));
      const target = testTarget({
        authentication,
        isDebugged: () => false,
        send: (request) => send({ url: server.url, authentication, source: 'test', ...request }),
      });
      for (const [index] of statuses.entries()) {
        // The first one is a test's own.
        await target.send({ body: Buffer.from('[]'), ...(index === 0 && { authentication: BASIC }) });
      }
      return target.hasRejected;
    };
    assert.equal(await hasRejected(BASIC, 200, 401, 401), true);
    assert.equal(await hasRejected(BASIC, 200, 400, 401), true);
    assert.equal(await hasRejected(BASIC, 401, 200, 401), false);
    assert.equal(await hasRejected(BASIC, 401), false);
    assert.equal(await hasRejected({ type: 'none' }, 401, 401), false);
    const oauth = {
      type: 'oauth2',
      clientId: 'id',
      clientSecret: 'old',
      tokenUrl: 'http://127.0.0.1:9/',
    } as const;
    assert.equal(await hasRejected(oauth, 401, 200), true);
  });

  it('fails every test that needs an answer when nobody listens', async () => {
    const results = await runAgainst('http://127.0.0.1:9/', BASIC, false);
    assert.ok(results.every(({ kind }) => kind === 'failed'));
  });
});

function end(response: ServerResponse, status: number): true {
  response.writeHead(status).end();
  return true;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function credentials({ headers }: SeenRequest): string {
  return Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
}

function refusesRepeats(): Fault {
  const seen = new Set<string>();
  return ({ body, response }) => {
    const id = /"event_id":"(\d+)"/.exec(body)?.[1];
    if (id === undefined || !seen.has(id)) {
      seen.add(id ?? '');
      return false;
    }
    return end(response, 409);
  };
}

/** The ids of the tests that fail with a handler that is good but for a fault. */
async function failures(fault?: Fault): Promise<readonly string[]> {
  return (await run(BASIC, fault)).filter(({ kind }) => kind === 'failed').map(({ id }) => id);
}

async function run(
  authentication: Authentication,
  fault: Fault = () => false,
  isDebugged = false,
  ids?: readonly string[],
): ReturnType<typeof runAgainst> {
  const expected = authentication.type === 'basic' ? 'lettr:pass:word' : undefined;
  const server = await serve(async (request, response) => {
    const body = request.body.toString('utf8');
    if (await fault({ request, response, body })) {
      return;
    }
    if (request.method !== 'POST') {
      end(response, 405);
    } else if (expected !== undefined && credentials(request) !== expected) {
      end(response, 401);
    } else {
      end(response, isJson(body) ? 200 : 400);
    }
  });
  return runAgainst(server.url, authentication, isDebugged, ids);
}

/** @param ids those of the tests to run; all by default */
async function runAgainst(
  url: string,
  authentication: Authentication,
  isDebugged: boolean,
  ids?: readonly string[],
) {
  const target = testTarget({
    authentication,
    isDebugged: () => isDebugged,
    send: (request) => send({ url, authentication, source: 'test', ...request }, { timeLimitMs: 5000 }),
  });
  const results = [];
  for (const test of handlerTests().filter(({ id }) => ids?.includes(id) ?? true)) {
    results.push({ id: test.id, ...(await test.run(target)) });
  }
  return results;
}
