import assert from 'node:assert/strict';
import type http from 'node:http';

import { Cancelled } from '../../../src/api/errors.ts';
import type { Authentication } from '../../../src/api/types.ts';
import { SLOW_MS, TIME_LIMIT_MS } from '../../../src/deliveries/verdict.ts';
import { type Check, type CheckOptions, checkEndpoint, checkSummary } from '../../../src/endpoint/checks.ts';
import { type Authority, createAuthority } from '../../support/certificates.ts';
import { type SeenRequest, closeServers, serve, serveRaw } from './servers.ts';

const NONE: Authentication = { type: 'none' };
const BASIC: Authentication = { type: 'basic', username: 'lettr', password: 'a:b' };
const RIGHT = `Basic ${Buffer.from('lettr:a:b').toString('base64')}`;

function statuses(checks: readonly Check[]): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.map(({ id, status }) => [id, status]));
}

async function run(
  url: string,
  authentication = NONE,
  options: CheckOptions = {},
): Promise<Readonly<Record<string, string>>> {
  const checks = await checkEndpoint({ url, authentication }, { timeLimitMs: 2000, ...options });
  for (const { status, text, fix } of checks) {
    assert.match(text, /\w.*[.)]$|: \S/, text);
    assert.equal(fix !== undefined, status === 'failed' || status === 'warning', text);
  }
  return statuses(checks);
}

/** What every server of this machine has in common: no public address, and a port of its own. */
const LOCAL = { url: 'failed', dns: 'skipped', public: 'failed', tcp: 'passed' };
const FINE = { redirect: 'passed', answer: 'passed', time: 'passed' };

describe('checking an endpoint', () => {
  afterEach(closeServers);

  it('sends the empty batch and nothing else', async () => {
    const server = await serve((_, response) => response.end());
    assert.deepEqual(await run(server.url), { ...LOCAL, ...FINE, without: 'skipped' });
    assert.deepEqual(
      server.seen.map(({ body }) => body.toString()),
      ['[{"msys":{}}]'],
    );
  });

  for (const [status, expected] of [
    [301, { redirect: 'failed', answer: 'failed' }],
    [204, { redirect: 'passed', answer: 'failed' }],
    [410, { redirect: 'passed', answer: 'failed' }],
    [500, { redirect: 'passed', answer: 'failed' }],
  ] as const) {
    it(`finds fault with ${status}`, async () => {
      const server = await serve((_, response) => response.writeHead(status, { location: '/x' }).end());
      assert.deepEqual(await run(server.url), { ...LOCAL, ...expected, time: 'passed', without: 'skipped' });
      assert.equal(server.seen.length, 1);
    });
  }

  it('tells a server that hangs or resets from one that is not there', async () => {
    const hanging = await serve(() => undefined);
    assert.deepEqual(await run(hanging.url, NONE, { timeLimitMs: 200 }), {
      ...LOCAL,
      answer: 'failed',
      without: 'skipped',
    });
    const resetting = await serveRaw((socket) => socket.resetAndDestroy());
    assert.equal((await run(resetting.url))['answer'], 'failed');
    await hanging.close();
    assert.deepEqual(await run(hanging.url), { ...LOCAL, tcp: 'failed', answer: 'skipped' });
  });

  it('warns of a server that answers near the limit', async () => {
    const slow = await serve((_, response) => setTimeout(() => response.end(), SLOW_MS + 100));
    const found = await run(slow.url, NONE, { timeLimitMs: TIME_LIMIT_MS });
    assert.deepEqual(found, { ...LOCAL, ...FINE, time: 'warning', without: 'skipped' });
  }).timeout(2 * TIME_LIMIT_MS);

  it('reads an answer in chunks', async () => {
    const chunked = await serve((_, response) => {
      response.write('a');
      setTimeout(() => response.end('b'), 20);
    });
    assert.deepEqual(await run(chunked.url), { ...LOCAL, ...FINE, without: 'skipped' });
  });

  it('sees whether credentials are asked for', async () => {
    const guarded = (request: SeenRequest, response: http.ServerResponse): unknown =>
      response.writeHead(request.headers.authorization === RIGHT ? 200 : 401).end();
    const strict = await serve(guarded);
    assert.deepEqual(await run(strict.url, BASIC), { ...LOCAL, ...FINE, without: 'passed', wrong: 'passed' });
    const open = await serve((_, response) => response.end());
    assert.deepEqual(await run(open.url, BASIC), { ...LOCAL, ...FINE, without: 'failed', wrong: 'failed' });
    const careless = await serve((request, response) =>
      response.writeHead(request.headers.authorization ? 200 : 403).end(),
    );
    assert.deepEqual(await run(careless.url, BASIC), {
      ...LOCAL,
      ...FINE,
      without: 'passed',
      wrong: 'failed',
    });
    const odd = await serve((request, response) =>
      response.writeHead(request.headers.authorization === RIGHT ? 200 : 500).end(),
    );
    assert.deepEqual(await run(odd.url, BASIC), { ...LOCAL, ...FINE, without: 'warning', wrong: 'warning' });
    const wrong = await run(strict.url, { ...BASIC, password: 'other' });
    assert.equal(wrong['answer'], 'failed');
  });

  it('asks the token server first', async () => {
    const tokens = await serve((_, response) => response.end('{"access_token":"t"}'));
    const server = await serve((request, response) =>
      response.writeHead(request.headers.authorization === 'Bearer t' ? 200 : 401).end(),
    );
    const oauth = { type: 'oauth2', clientId: 'id', clientSecret: 'secret', tokenUrl: tokens.url } as const;
    assert.deepEqual(await run(server.url, oauth), {
      ...LOCAL,
      token: 'passed',
      ...FINE,
      without: 'passed',
      wrong: 'passed',
    });
    const before = server.seen.length;
    const down = await serve((_, response) => response.writeHead(500).end());
    assert.deepEqual(await run(server.url, { ...oauth, tokenUrl: down.url }), {
      ...LOCAL,
      token: 'failed',
      answer: 'skipped',
    });
    assert.equal(server.seen.length, before);
  });

  it('tells each request to the log', async () => {
    const server = await serve((_, response) => response.end());
    const sent: string[] = [];
    await run(server.url, BASIC, {
      onDelivery: ({ delivery }) => sent.push(`${delivery.source} ${delivery.authentication}`),
    });
    assert.deepEqual(sent, ['check basic', 'check none', 'check basic']);
  });

  it('counts only the right request as a delivery of the webhook', async () => {
    const server = await serve((request, response) =>
      response.writeHead(request.headers.authorization === RIGHT ? 200 : 401).end(),
    );
    const webhook = { accountId: 'a', id: 'w', name: 'Shop' };
    const sent: (readonly [number | undefined, string | undefined])[] = [];
    await checkEndpoint(
      { url: server.url, authentication: BASIC, webhook },
      {
        onDelivery: ({ delivery: { outcome, webhook: its } }) =>
          sent.push([outcome.kind === 'response' ? outcome.response.status : undefined, its?.id]),
      },
    );
    assert.deepEqual(sent, [
      [200, 'w'],
      [401, undefined],
      [401, undefined],
    ]);
  });

  it('shows no password that an answer echoes', async () => {
    const server = await serve((_, response) =>
      response.writeHead(302, { location: '/login?password=pass%3Aword' }).end(),
    );
    const basic = { ...BASIC, password: 'pass:word' };
    const checks = await checkEndpoint({ url: server.url, authentication: basic });
    assert.match(checks.find(({ id }) => id === 'redirect')?.text ?? '', /login\?password=•+/);
    const oauth = {
      type: 'oauth2',
      clientId: 'id',
      clientSecret: 'pass:word',
      tokenUrl: server.url,
    } as const;
    const token = await checkEndpoint({ url: server.url, authentication: oauth });
    assert.match(token.find(({ id }) => id === 'token')?.text ?? '', /login\?password=•+/);
  });

  it('ends when it is cancelled', async () => {
    const server = await serve(() => undefined);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    await assert.rejects(
      checkEndpoint({ url: server.url, authentication: NONE }, { signal: abort.signal }),
      Cancelled,
    );
  });

  it('leaves to a proxy what is its business', async () => {
    const checks = await run('https://nobody.invalid/', NONE, { isProxied: true });
    assert.deepEqual(checks, { url: 'passed', dns: 'skipped', answer: 'failed', without: 'skipped' });
  });
});

describe('checking a certificate', () => {
  let authority: Authority;
  before(async () => {
    authority = await createAuthority();
  });
  afterEach(closeServers);

  const certificates: readonly (readonly [
    string,
    string,
    number,
    boolean,
    Readonly<Record<string, string>>,
  ])[] = [
    ['good', '127.0.0.1', 90, true, { chain: 'passed', name: 'passed', expiry: 'passed', answer: 'passed' }],
    [
      'soon expired',
      '127.0.0.1',
      5,
      true,
      { chain: 'passed', name: 'passed', expiry: 'warning', answer: 'passed' },
    ],
    [
      'expired',
      '127.0.0.1',
      -1,
      true,
      { chain: 'skipped', name: 'passed', expiry: 'failed', answer: 'failed' },
    ],
    [
      'for another name',
      'other.test',
      90,
      true,
      { chain: 'passed', name: 'failed', expiry: 'passed', answer: 'failed' },
    ],
    [
      'of nobody',
      '127.0.0.1',
      90,
      false,
      { chain: 'failed', name: 'passed', expiry: 'passed', answer: 'failed' },
    ],
  ];
  for (const [title, name, days, isKnown, expected] of certificates) {
    it(`that is ${title}`, async () => {
      const server = await serve((_, response) => response.end(), await authority.issue([name], days));
      const found = await run(server.url, NONE, isKnown ? { ca: authority.ca } : {});
      const { chain, name: its, expiry, answer, protocol } = found;
      assert.deepEqual({ chain, name: its, expiry, answer }, expected);
      assert.equal(protocol, 'passed');
    });
  }

  it('of a server without TLS', async () => {
    const server = await serve((_, response) => response.end());
    const found = await run(server.url.replace('http:', 'https:'));
    assert.equal(found['protocol'], 'failed');
    assert.equal(found['answer'], 'failed');
  });
});

describe('the parts of a check', () => {
  it('a URL that nothing can be sent to ends it', async () => {
    for (const url of [
      '',
      'example.com',
      'ftp://example.com',
      'https://',
      'https://me:secret@example.com/',
    ]) {
      const checks = await checkEndpoint({ url, authentication: NONE });
      assert.deepEqual(statuses(checks), { url: 'failed' }, url);
      assert.equal(JSON.stringify(checks).includes('secret'), false);
    }
  });

  it('a name has to be known, and each of its addresses public', async () => {
    const lookup = (...addresses: readonly string[]) => ({
      lookup: () => Promise.resolve(addresses),
      timeLimitMs: 100,
    });
    const unknown = { lookup: () => Promise.reject(new Error('ENOTFOUND')) };
    assert.deepEqual(await run('https://x.test/', NONE, unknown), {
      url: 'passed',
      dns: 'failed',
      answer: 'skipped',
    });
    const mixed = await run('http://x.test:1/', NONE, lookup('127.0.0.1', '::1'));
    assert.deepEqual(mixed, {
      url: 'failed',
      dns: 'passed',
      public: 'failed',
      tcp: 'failed',
      answer: 'skipped',
    });
  });

  it('show command lines only about hosts that no shell takes for a command', async () => {
    const shellOf = async (host: string): Promise<string | undefined> => {
      const lookup = () => Promise.reject(new Error('ENOTFOUND'));
      const checks = await checkEndpoint({ url: `https://${host}/`, authentication: NONE }, { lookup });
      return checks.find(({ id }) => id === 'dns')?.fix?.shell;
    };
    assert.equal(await shellOf('a-b.example.com'), 'nslookup a-b.example.com');
    assert.equal(await shellOf('caf\u00e9.example'), 'nslookup xn--caf-dma.example');
    for (const host of ['a$(id)b.example', 'a`id`.example', 'a;id', "a'b", 'a&b', '-e', '{a,b}', '!a']) {
      assert.equal(await shellOf(host), undefined, host);
    }
  });

  it('the port has to be one to which Lettr delivers', async () => {
    const lookup = () => Promise.reject(new Error('ENOTFOUND'));
    const portOf = async (url: string): Promise<readonly [string | undefined, string | undefined]> => {
      const [found] = await checkEndpoint({ url, authentication: NONE }, { lookup });
      return [found?.status, found?.text];
    };
    assert.deepEqual(await portOf('https://x.test/'), ['passed', 'The URL is valid and uses port 443.']);
    assert.deepEqual(await portOf('https://x.test:80/'), ['passed', 'The URL is valid and uses port 80.']);
    assert.equal((await portOf('http://x.test:443/'))[0], 'warning');
    assert.deepEqual(await portOf('https://x.test:8443/'), [
      'failed',
      "Port 8443 probably won't work: Lettr delivers to 443 and 80 only.",
    ]);
  });

  it('are told in one sentence', () => {
    const of = (...all: readonly Check['status'][]): string =>
      checkSummary(all.map((status) => ({ id: 'url', status, label: 'URL', text: `It ${status}.` })));
    assert.equal(of('passed', 'skipped'), 'The endpoint is ready for deliveries.');
    assert.equal(of('passed', 'warning'), 'The endpoint works, with a warning: It warning.');
    assert.equal(of('failed', 'warning'), 'The endpoint has a problem: It failed.');
    assert.equal(of('failed', 'failed'), 'The endpoint has 2 problems. The first: It failed.');
  });
});
