import assert from 'node:assert/strict';
import type http from 'node:http';
import net from 'node:net';
import { gzipSync, brotliCompressSync, deflateRawSync, deflateSync, zstdCompressSync } from 'node:zlib';

import { LettrError, type Problem } from '../../../src/api/errors.ts';
import type { LettrClient } from '../../../src/api/client.ts';
import type { Wait } from '../../../src/api/types.ts';
import { keyTexts } from '../../../simulator/keys.ts';
import { DRAFT, problemIn, startServer, testApi, type TestServer, until } from './harness.ts';

/* Faults that public bug reports of similar tools describe, each with its kin. */

const ROW = {
  id: 'one',
  name: 'One',
  url: 'https://one.example.com/',
  enabled: true,
  event_types: null,
  auth_type: 'none',
  has_auth_credentials: false,
};
const ONE = JSON.stringify({ message: 'ok', data: ROW });
const LIST = JSON.stringify({ message: 'ok', data: { webhooks: [ROW] } });

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

describe('a server that answers oddly', () => {
  let server: TestServer | undefined;
  let sockets: net.Server | undefined;

  afterEach(async () => {
    await server?.close();
    sockets?.close();
    server = sockets = undefined;
  });

  function connect(origin: string, options: Parameters<typeof testApi>[1] = {}): LettrClient {
    return testApi({ baseUrl: `${origin}/api`, keys: keyTexts }, options).connect();
  }

  async function clientOf(answer: Answer, options?: Parameters<typeof testApi>[1]): Promise<LettrClient> {
    server = await startServer((request, response) => {
      request.resume().on('end', () => answer(request, response));
    });
    return connect(server.origin, options);
  }

  /** A client of a server that sends exactly these bytes and closes the connection. */
  async function rawClient(...parts: readonly (string | Buffer)[]): Promise<LettrClient> {
    sockets = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        parts.forEach((part) => socket.write(part));
        socket.end();
      });
    });
    await new Promise<void>((resolve) => sockets?.listen(0, '127.0.0.1', resolve));
    const address = sockets.address();
    assert.ok(address !== null && typeof address === 'object');
    return connect(`http://127.0.0.1:${address.port}`);
  }

  async function countOf(client: LettrClient): Promise<number> {
    return (await client.webhooks.list()).webhooks.length;
  }

  describe('with a body in pieces', () => {
    const head =
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n';
    const chunked = (body: Buffer, end: string): (string | Buffer)[] => [
      `${body.length.toString(16)}\r\n`,
      body,
      `\r\n${end}`,
    ];
    const ends = {
      plain: '0\r\n\r\n',
      'with a trailer': '0\r\nX-Checksum: abc\r\n\r\n',
      'with several trailers': '0\r\nX-Checksum: abc\r\nServer-Timing: db;dur=5\r\nExpires: 0\r\n\r\n',
      'with an extension': '0;last=1\r\n\r\n',
      'with an extension in quotes and a trailer': '0;sig="a;b=\\"c\\""\r\nX-Checksum: abc\r\n\r\n',
      'with zeros': '0000\r\n\r\n',
    };
    const packings: Readonly<Record<string, readonly [string, (body: string) => Buffer]>> = {
      'as it is': ['', (body) => Buffer.from(body)],
      gzip: ['Content-Encoding: gzip\r\n', gzipSync],
      br: ['Content-Encoding: br\r\n', brotliCompressSync],
      deflate: ['Content-Encoding: deflate\r\n', deflateSync],
      'raw deflate': ['Content-Encoding: deflate\r\n', deflateRawSync],
      'GZip in capitals': ['Content-Encoding: GZip\r\n', gzipSync],
      'br over gzip': ['Content-Encoding: gzip, br\r\n', (body) => brotliCompressSync(gzipSync(body))],
    };
    for (const [end, last] of Object.entries(ends)) {
      for (const [packing, [header, pack]] of Object.entries(packings)) {
        it(`reads ${packing}, ${end}`, async () => {
          assert.equal(
            await countOf(await rawClient(`${head}${header}\r\n`, ...chunked(pack(LIST), last))),
            1,
          );
        });
      }
    }

    it('still tells a cut', async () => {
      const packed = gzipSync(LIST);
      for (const [header, body, end] of [
        ['', Buffer.from(LIST), ''],
        ['', Buffer.from(LIST), '0\r\n'],
        ['Content-Encoding: gzip\r\n', packed, ''],
        ['Content-Encoding: gzip\r\n', packed.subarray(0, packed.length - 9), ends.plain],
        ['Content-Encoding: br\r\n', brotliCompressSync(LIST).subarray(0, 20), ends.plain],
        ['Content-Encoding: gzip\r\n', packed.subarray(0, packed.length - 3), ends.plain],
        ['Content-Encoding: deflate\r\n', deflateSync(LIST).subarray(0, -2), ends.plain],
        ['Content-Encoding: zstd\r\n', zstdCompressSync(LIST), ends.plain],
        ['', Buffer.from(LIST), '1'],
        ['', Buffer.from(LIST), '1f\r\nnot all of it'],
        ['', Buffer.from(LIST), 'x\r\n\r\n'],
      ] as const) {
        const { problem } = await problemIn(
          countOf(await rawClient(`${head}${header}\r\n`, ...chunked(body, end))),
        );
        assert.deepEqual(problem, { kind: 'unreadable', status: 200 });
        sockets?.close();
      }
    });

    it('reads each chunk with an extension, an answer of HTTP/1.0, and one behind early hints', async () => {
      const [start, rest] = [LIST.slice(0, 20), LIST.slice(20)];
      for (const bytes of [
        `${head}\r\n14;a=b\r\n${start}\r\n${rest.length.toString(16)};c="d;e"\r\n${rest}\r\n0\r\n\r\n`,
        `HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n${LIST}`,
        `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${head}\r\n${LIST.length.toString(16)}\r\n${LIST}\r\n0\r\n\r\n`,
      ]) {
        assert.equal(await countOf(await rawClient(bytes)), 1, bytes.slice(0, 40));
        sockets?.close();
      }
    });

    it('does not unpack more than it reads', async () => {
      const bomb = gzipSync(`"${'x'.repeat(40 * 1024 * 1024)}"`);
      const client = await rawClient(`${head}Content-Encoding: gzip\r\n\r\n`, ...chunked(bomb, ends.plain));
      assert.deepEqual((await problemIn(countOf(client))).problem, { kind: 'unreadable', status: 200 });
    });

    it('reads a byte order mark and another charset', async () => {
      const plain = head.replace('Transfer-Encoding: chunked\r\n', '');
      assert.equal(await countOf(await rawClient(`${plain}\r\n`, `\ufeff${LIST}`)), 1);
      sockets?.close();
      const utf16 = plain.replace('application/json', 'application/json; charset=utf-16le');
      assert.equal(await countOf(await rawClient(`${utf16}\r\n`, Buffer.from(LIST, 'utf16le'))), 1);
    });
  });

  it('cannot read a header over 16 KB, or what is no HTTP', async () => {
    for (const bytes of [
      `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(17_000)}\r\nContent-Length: 2\r\n\r\n{}`,
      `HTTP/1.1 200 OK\r\n${'Set-Cookie: a=0123456789\r\n'.repeat(1_000)}Content-Length: 2\r\n\r\n{}`,
      'SSH-2.0-OpenSSH_9.6\r\n',
      'HTTP/1.1 abc\r\n\r\n',
    ]) {
      const { problem } = await problemIn(countOf(await rawClient(bytes)));
      assert.deepEqual(problem, { kind: 'unreadable', status: undefined });
      sockets?.close();
    }
    const lost = await problemIn((await rawClient('nonsense\r\n\r\n')).webhooks.create(DRAFT));
    assert.equal(lost.effect, 'unknown');
  });

  it('follows a redirect to itself no more than twice', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const client = await clientOf((request, response) => {
        response.writeHead(status, { location: request.url }).end();
      });
      assert.deepEqual((await problemIn(client.webhooks.list())).problem, { kind: 'unexpected', status });
      assert.equal(server?.received.length, 3);
      await server?.close();
    }
  });

  it('goes around a ring of two no more than once', async () => {
    for (const [status, method] of [
      [302, 'GET'],
      [307, 'POST'],
      [308, 'DELETE'],
    ] as const) {
      const client = await clientOf((request, response) => {
        const location = request.url?.startsWith('/b') ? '/api/webhooks' : '/b/webhooks';
        response.writeHead(status, { location }).end('<html>');
      });
      const work = {
        GET: () => client.webhooks.list(),
        POST: () => client.webhooks.create(DRAFT),
        DELETE: () => client.webhooks.delete('one'),
      }[method];
      const { problem, effect } = await problemIn(work());
      assert.deepEqual(problem, { kind: 'unexpected', status });
      assert.equal(effect, method === 'GET' ? 'none' : 'unknown');
      assert.deepEqual(
        server?.received.map((request) => request.method),
        [method, method, method],
      );
      await server?.close();
    }
  });

  describe('with a wait', () => {
    const at = new Date(Date.now() + 7_200_000);
    const cases: readonly (readonly [string, number | undefined])[] = [
      ['1771404540', 0],
      ['99999999999999', 3_600_000],
      ['9'.repeat(400), 3_600_000],
      ['86400', 3_600_000],
      [String(Math.floor(at.getTime() / 1000)), 3_600_000],
      [at.toUTCString(), 3_600_000],
      [at.toISOString(), 3_600_000],
      ['275760-09-13', undefined],
      ['90, 90', 90_000],
      ['-90', undefined],
      ['soon', undefined],
      ['1e9', undefined],
      ['NaN', undefined],
      ['', undefined],
      ['0', 0],
      ['-1', undefined],
      ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
      ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
      ['Sun Nov  6 08:49:37 1994', 0],
      [`${at.toUTCString()}, ${at.toUTCString()}`, 3_600_000],
      ['90, Fri, 31 Dec 1999 23:59:59 GMT', 90_000],
    ];
    for (const [value, expected] of cases) {
      it(`understands ${value.slice(0, 40)}`, async () => {
        const control = new AbortController();
        const client = await clientOf((_request, response) => {
          response.writeHead(429, { 'Retry-After': value }).end('{"message":"No."}');
          // What is told to wait for a short time would be sent again.
          setTimeout(() => control.abort(), 400);
        });
        const failure: unknown = await client.webhooks
          .list({ signal: control.signal })
          .catch((error: unknown) => error);
        if (expected === 3_600_000 || expected === 90_000) {
          assert.ok(failure instanceof LettrError);
          const { problem, waitMs } = failure;
          assert.ok(problem.kind === 'rateLimited');
          assert.ok(Math.abs((waitMs ?? 0) - expected) < 2_000, String(waitMs));
          assert.ok(Math.abs(problem.retryAt - Date.now() - expected) < 2_000);
        }
        // A time that has passed asks for no wait.
        assert.equal(server?.received.length, expected === 0 ? 3 : 1);
      });
    }

    it('waits as a 503 says, and tells why', async () => {
      let answers = 0;
      const waits: Wait[] = [];
      const client = await clientOf((_request, response) => {
        answers += 1;
        if (answers === 1) {
          response.writeHead(503, { 'Retry-After': '1' }).end('<html>');
        } else {
          response.end(LIST);
        }
      });
      const before = performance.now();
      assert.equal((await client.webhooks.list({ onWait: (wait) => waits.push(wait) })).webhooks.length, 1);
      assert.ok(performance.now() - before >= 950);
      assert.deepEqual(waits, [{ ms: 1_000, cause: 'unavailable', limit: undefined }]);
    });

    it('does not wait long for a 503, and says when to try again', async () => {
      const client = await clientOf((_request, response) => {
        response.writeHead(503, { 'Retry-After': '120' }).end();
      });
      const { problem, waitMs } = await problemIn(client.webhooks.list());
      assert.ok(problem.kind === 'server' && problem.retryAt !== undefined);
      assert.equal(waitMs, 120_000);
      assert.equal(server?.received.length, 1);
    });

    it('sends a key again after auth_unavailable, also with a write', async () => {
      let answers = 0;
      const client = await clientOf((_request, response) => {
        answers += 1;
        if (answers % 2 === 1) {
          response
            .writeHead(503, { 'Retry-After': '0' })
            .end('{"message":"No.","error_code":"auth_unavailable"}');
        } else {
          response.writeHead(201).end(ONE);
        }
      });
      assert.equal((await client.webhooks.create(DRAFT)).id, 'one');
      assert.equal((await client.webhooks.create(DRAFT)).id, 'one');
      assert.equal(answers, 4);
    });

    it('waits a second after a 429 of a gateway that says nothing', async () => {
      let answers = 0;
      const waits: Wait[] = [];
      const client = await clientOf((_request, response) => {
        answers += 1;
        response.writeHead(answers === 1 ? 429 : 200).end(answers === 1 ? '<html>Slow down</html>' : LIST);
      });
      assert.equal((await client.webhooks.list({ onWait: (wait) => waits.push(wait) })).webhooks.length, 1);
      assert.deepEqual(waits, [{ ms: 1_000, cause: 'rateLimit', limit: undefined }]);
    });

    it('says when a write may be tried again that met a 503 page, and does not know what became of it', async () => {
      const client = await clientOf((_request, response) => {
        response
          .writeHead(503, { 'Retry-After': '30', 'Content-Type': 'text/html' })
          .end('<h1>Maintenance</h1>');
      });
      const { problem, effect, responder } = await problemIn(client.webhooks.create(DRAFT));
      assert.ok(problem.kind === 'server' && problem.retryAt !== undefined);
      assert.ok(Math.abs(problem.retryAt - Date.now() - 30_000) < 2_000);
      assert.deepEqual([effect, responder, server?.received.length], ['unknown', 'gateway', 1]);
    });

    it('does not repeat a write after any other 503', async () => {
      const client = await clientOf((_request, response) => {
        response.writeHead(503, { 'Retry-After': '0' }).end();
      });
      assert.equal((await problemIn(client.webhooks.create(DRAFT))).effect, 'unknown');
      assert.equal(server?.received.length, 1);
    });
  });

  it('says that a webhook is gone only when Lettr says so', async () => {
    for (const [body, kind] of [
      ['<html>404</html>', 'unreadable'],
      ['{"message":"no Route matched with those values"}', 'unreadable'],
      ['{"message":"The route api/webhooks/x could not be found."}', 'unreadable'],
      ['', 'unreadable'],
      ['null', 'unreadable'],
      ['[]', 'unreadable'],
      ['"not_found"', 'unreadable'],
      ['{"error":"not_found","status":404}', 'unreadable'],
      ['{"error":{"code":"not_found"}}', 'unreadable'],
      ['{"error_code":404,"message":"Webhook not found."}', 'unreadable'],
      ['{"error_code":["not_found"]}', 'unreadable'],
      ['{"error_code":"route_not_found","message":"Webhook not found."}', 'unreadable'],
      ['{"message":"Webhook not found.","error_code":"not_found"}', 'notFound'],
    ] as const) {
      const client = await clientOf((_request, response) => void response.writeHead(404).end(body));
      assert.equal((await problemIn(client.webhooks.delete('x'))).problem.kind, kind, body);
      assert.equal((await problemIn(client.webhooks.get('x'))).problem.kind, kind, body);
      await server?.close();
    }
  });

  it('names the proxy, the network or the gateway', async () => {
    for (const [status, body, expected] of [
      [407, '<html>', { kind: 'blocked', by: 'proxy', status: 407 }],
      [511, '<html>', { kind: 'blocked', by: 'network', status: 511 }],
      [403, '<html>', { kind: 'blocked', by: 'gateway', status: 403 }],
      [403, '{"message":"Forbidden"}', { kind: 'blocked', by: 'gateway', status: 403 }],
      [403, '{"message":"Access denied. Your IP address is not allowed."}', { kind: 'addressRefused' }],
    ] as const satisfies readonly (readonly [number, string, Problem])[]) {
      const client = await clientOf((_request, response) => void response.writeHead(status).end(body));
      const error = await problemIn(client.webhooks.create(DRAFT));
      assert.deepEqual(error.problem, expected);
      assert.equal(error.effect, 'none');
      assert.equal(error.responder, expected.kind === 'blocked' ? 'gateway' : 'lettr');
      await server?.close();
    }
  });

  describe('to PATCH', () => {
    for (const [status, body] of [
      [405, ''],
      [501, ''],
      [400, '<html>'],
      [403, '<html>'],
      [404, '{"message":"no Route matched"}'],
      [411, ''],
      [415, '{"error":"Unsupported"}'],
      [500, '<html>'],
      [502, ''],
    ] as const) {
      it(`tries PUT once after ${status} ${body}`, async () => {
        const client = await clientOf((request, response) => {
          if (request.method === 'PUT') {
            response.end(ONE);
          } else {
            response.writeHead(status).end(body);
          }
        });
        assert.equal((await client.webhooks.update('one', { enabled: true })).id, 'one');
        assert.equal((await client.webhooks.update('one', { enabled: true })).id, 'one');
        assert.deepEqual(
          server?.received.map(({ method }) => method),
          ['PATCH', 'PUT', 'PUT'],
        );
      });
    }

    it('does not try PUT after an answer of Lettr, or of nobody who knows verbs', async () => {
      for (const [status, body] of [
        [400, '{"message":"Invalid webhook configuration","error_code":"send_error"}'],
        [401, ''],
        [403, '{"message":"No.","error_code":"insufficient_scope"}'],
        [404, '{"message":"Webhook not found.","error_code":"not_found"}'],
        [407, ''],
        [409, ''],
        [422, '{"message":"No."}'],
        [500, '{"message":"Failed to update webhook.","error_code":"send_error"}'],
        [503, ''],
        [511, ''],
      ] as const) {
        const client = await clientOf((_request, response) => void response.writeHead(status).end(body));
        await problemIn(client.webhooks.update('one', { enabled: true }));
        assert.equal(server?.received.length, 1, String(status));
        await server?.close();
      }
    });

    it('does not forget that the first of two may have been carried out', async () => {
      const client = await clientOf((request, response) => {
        response.writeHead(request.method === 'PATCH' ? 502 : 405).end();
      });
      assert.equal((await problemIn(client.webhooks.update('one', { enabled: true }))).effect, 'unknown');
    });
  });

  it('does not know what became of a write that is answered without a webhook', async () => {
    for (const [status, body, kind] of [
      [200, '', 'unreadable'],
      [201, '{"data":{}}', 'unreadable'],
      [201, '', 'unreadable'],
      [200, '<html>Sign in</html>', 'unreadable'],
      [200, '{"data":[]}', 'unreadable'],
      [200, `${ONE}${ONE}`, 'unreadable'],
      [200, '{"data":{"id":1e400,"name":"a","url":"b","enabled":true}}', 'unreadable'],
      [204, '', 'unreadable'],
      [202, '', 'accepted'],
      [202, '{"message":"Accepted."}', 'accepted'],
      [303, '', 'unexpected'],
      [302, '', 'unexpected'],
    ] as const) {
      const client = await clientOf((_request, response) => {
        response.writeHead(status, status >= 300 ? { location: '/api/webhooks' } : {}).end(body);
      });
      for (const work of [client.webhooks.create(DRAFT), client.webhooks.update('one', { name: 'Two' })]) {
        const { problem, effect } = await problemIn(work);
        assert.deepEqual([problem.kind, effect], [kind, 'unknown'], String(status));
      }
      await server?.close();
    }
    const client = await clientOf((_request, response) => void response.writeHead(202).end());
    assert.equal((await problemIn(client.webhooks.delete('one'))).problem.kind, 'accepted');
  });

  it('reads lists that PHP wrote as objects', async () => {
    const body = {
      data: {
        webhooks: {
          0: { ...ROW, event_types: { 0: 'message.bounce', 3: 'click' } },
          2: { ...ROW, id: 'two' },
        },
      },
    };
    const client = await clientOf((_request, response) => void response.end(JSON.stringify(body)));
    const { webhooks } = await client.webhooks.list();
    assert.deepEqual(
      webhooks.map(({ id, events }) => [id, events]),
      [
        ['one', ['message.bounce', 'engagement.click']],
        ['two', 'all'],
      ],
    );
  });

  it('takes what is numbered for the rows of an object, and shows the odd ones among them', async () => {
    for (const [webhooks, ids, odd] of [
      [{ 7: ROW, 2: { ...ROW, id: 'two' } }, ['two', 'one'], []],
      [{ 0: ROW, total: 1, links: {} }, ['one'], []],
      [{ one: ROW, two: { ...ROW, id: 'two' } }, ['one', 'two'], []],
      [[null, ROW, undefined], ['one'], ['', '']],
      [[[], [[]], ROW, 'two', 3, {}], ['one'], ['', '', '', '', '']],
      [[{ ...ROW, id: undefined }, ROW], ['one'], ['']],
      [[{ ...ROW, id: ' \u00a0' }, { ...ROW, id: [['one']] }, ROW], ['one'], ['', '']],
      [[{ ...ROW, id: 'two', url: { href: 'x' } }, ROW], ['one'], ['two']],
    ] as const) {
      const body = JSON.stringify({ data: { webhooks } });
      const client = await clientOf((_request, response) => void response.end(body));
      const list = await client.webhooks.list();
      assert.deepEqual(
        [list.webhooks.map(({ id }) => id), list.unreadable.map(({ id }) => id)],
        [ids, odd],
        body,
      );
      await server?.close();
    }
  });

  it('keeps an id beyond 2^53 that is text, to the last digit', async () => {
    const id = '9007199254740993';
    const client = await clientOf((request, response) => {
      response.end(
        request.url?.endsWith(id) ? ONE.replace('"one"', `"${id}"`) : LIST.replace('"one"', `"${id}"`),
      );
    });
    const [row] = (await client.webhooks.list()).webhooks;
    assert.equal(row?.id, id);
    assert.equal((await client.webhooks.get(row.id)).id, id);
    assert.equal(server?.received.at(-1)?.url, `/api/webhooks/${id}`);
  });

  it('shows an id beyond 2^53 as it is, as a row that can’t be read', async () => {
    const rows = ['9007199254740993', '9007199254740992', '-9007199254740993', '12345678901234567890', '1e21']
      .map((id) => JSON.stringify(ROW).replace('"one"', id))
      .join(',');
    const log: string[] = [];
    const client = await clientOf(
      (_request, response) => void response.end(`{"data":{"webhooks":[${rows},${JSON.stringify(ROW)}]}}`),
      { log: { debug: () => undefined, warn: (message) => log.push(message) } },
    );
    const { webhooks, unreadable } = await client.webhooks.list();
    assert.deepEqual(
      webhooks.map(({ id }) => id),
      ['one'],
    );
    assert.deepEqual(
      unreadable.map(({ id }) => id),
      ['9007199254740993', '9007199254740992', '-9007199254740993', '12345678901234567890', ''],
    );
    await client.webhooks.list();
    assert.equal(log.length, 1);
    assert.match(log[0] ?? '', /9007199254740993: id/);
  });

  it('takes times without a zone as UTC, and nonsense as no time', async () => {
    const { TZ: zone } = process.env;
    process.env['TZ'] = 'Asia/Tokyo';
    try {
      const expected = Date.UTC(2026, 0, 15, 10, 30);
      for (const [text, at] of [
        ['2026-01-15 10:30:00', expected],
        ['2026-01-15T10:30:00', expected],
        ['2026-01-15T10:30', expected],
        ['2026-01-15 10:30:00.000000', expected],
        ['2026-01-15 10:30:00Z', expected],
        ['2026-01-15 10:30:00+00', expected],
        ['2026-01-15T12:30:00+02:00', expected],
        ['Thu, 15 Jan 2026 10:30:00', expected],
        ['Thu, 15 Jan 2026 10:30:00 GMT', expected],
        ['2026-01-15', Date.UTC(2026, 0, 15)],
        ['2026/01/15', Date.UTC(2026, 0, 15)],
        ['2026-1-5', Date.UTC(2026, 0, 5)],
        ['2026-01-15 10:30:00 +00:00', expected],
        ['2026-01-15 12:30:00 +0200', expected],
        ['2026-01-15T05:30:00-05', expected],
        ['2026-01-15 10:30:00.1234567', expected + 123],
        ['2026-01-15T10:30:00.1234567Z', expected + 123],
        ['2026-01-15T10:30:00,5Z', expected + 500],
        ['2026-01-14T24:00:00', Date.UTC(2026, 0, 15)],
        ['2026-01-14 24:00:00+00:00', Date.UTC(2026, 0, 15)],
        [' 2026-01-15t10:30:00z\u00a0', expected],
        ['Jan 15, 2026 10:30 AM', expected],
        ['Thu Jan 15 2026 19:30:00 GMT+0900 (Japan Standard Time)', expected],
        ['10000-01-01T00:00:00Z', null],
        ['+010000-01-01T00:00:00Z', null],
        ['9999-12-31T23:59:59-01:00', null],
        ['5', null],
        ['in 2 days', null],
        ['2026-01-15T10:30:61Z', null],
        ['0000-00-00 00:00:00', null],
        ['+275760-09-13T00:00:00Z', null],
        ['1500-01-01T00:00:00Z', null],
        ['soon', null],
      ] as const) {
        const body = JSON.stringify({ data: { ...ROW, last_failure_at: text } });
        const client = await clientOf((_request, response) => void response.end(body));
        assert.equal((await client.webhooks.get('one')).lastFailureAt, at, text);
        await server?.close();
      }
    } finally {
      if (zone === undefined) {
        delete process.env['TZ'];
      } else {
        process.env['TZ'] = zone;
      }
    }
  });

  it('has its correlation ID in the log and on errors', async () => {
    const log: string[] = [];
    const client = await clientOf(
      (request, response) => {
        const status = request.method === 'GET' ? 200 : 500;
        response.writeHead(status, { 'X-Correlation-Id': 'c-1' }).end(status === 200 ? LIST : '');
      },
      { log: { debug: (message) => log.push(message), warn: () => undefined } },
    );
    await client.webhooks.list();
    assert.match(log[0] ?? '', /^GET \/api\/webhooks 200 \(c-1\) in \d+ ms$/);
    const error = await problemIn(client.webhooks.create(DRAFT));
    assert.equal(error.correlationId, 'c-1');
    assert.equal(error.responder, 'lettr');
  });

  describe('when the clock is set', () => {
    const { now } = Date;
    afterEach(() => {
      Date.now = now;
    });

    for (const ms of [-20_000, -3_600_000, 3_600_000]) {
      it(`goes on (${ms / 1000} s)`, async () => {
        const client = await clientOf((_request, response) => void response.end(LIST));
        await client.webhooks.list();
        await client.webhooks.list();
        Date.now = () => now() + ms;
        const before = performance.now();
        await Promise.all([1, 2, 3].map(() => client.webhooks.list()));
        assert.ok(performance.now() - before < 2_500);
      });
    }

    it('does not mind one that is set forward and back while it waits', async () => {
      let answers = 0;
      const client = await clientOf((_request, response) => {
        answers += 1;
        if (answers === 1) {
          response.writeHead(429, { 'Retry-After': '1' }).end('{"message":"No."}');
          Date.now = () => now() + 86_400_000;
          setTimeout(() => (Date.now = () => now() - 86_400_000), 300);
          setTimeout(() => (Date.now = now), 600);
        } else {
          response.end(LIST);
        }
      });
      const before = performance.now();
      await Promise.all([client.webhooks.list(), client.webhooks.list()]);
      const took = performance.now() - before;
      assert.ok(took >= 950 && took < 3_000, `${took}`);
    });

    it('does not lose a pause', async () => {
      let answers = 0;
      const client = await clientOf((_request, response) => {
        answers += 1;
        Date.now = () => now() + 3_600_000;
        if (answers === 1) {
          response.writeHead(429, { 'Retry-After': '1' }).end('{"message":"No."}');
        } else {
          response.end(LIST);
        }
      });
      const before = performance.now();
      await client.webhooks.list();
      assert.ok(performance.now() - before >= 950);
    });
  });

  describe('after the computer slept', () => {
    const now = performance.now.bind(performance);
    afterEach(() => {
      performance.now = now;
    });

    it('gives up what waited in the queue, unsent, and goes on at once', async () => {
      const client = await clientOf((_request, response) => void response.end(LIST));
      await Promise.all([1, 2, 3].map(() => client.webhooks.list()));
      const late = problemIn(client.webhooks.create(DRAFT));
      await new Promise((resolve) => setImmediate(resolve));
      performance.now = () => now() + 3_600_000;
      const next = client.webhooks.list();
      const { problem, effect } = await late;
      assert.deepEqual([problem.kind, effect], ['unreachable', 'none']);
      await next;
      assert.deepEqual(
        server?.received.map(({ method }) => method),
        ['GET', 'GET', 'GET', 'GET'],
      );
    });

    it('holds nothing back for a pause that ended meanwhile', async () => {
      let answers = 0;
      const client = await clientOf((_request, response) => {
        answers += 1;
        if (answers === 1) {
          response.writeHead(429, { 'Retry-After': '50' }).end();
        } else {
          response.end(LIST);
        }
      });
      const before = now();
      const waiting = problemIn(client.webhooks.list());
      await until(() => answers === 1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      performance.now = () => now() + 3_600_000;
      assert.equal((await client.webhooks.list()).webhooks.length, 1);
      assert.equal((await waiting).problem.kind, 'unreachable');
      assert.ok(now() - before < 3_000);
    });
  });

  it('counts the wait in the queue into the time limit, and can be cancelled there', async () => {
    const client = await clientOf(() => undefined, { timeoutMs: 400 });
    const hanging = [1, 2, 3].map(() => problemIn(client.webhooks.list()));
    const control = new AbortController();
    const cancelled = assert.rejects(client.webhooks.list({ signal: control.signal }), { name: 'Cancelled' });
    const late = problemIn(client.webhooks.list());
    control.abort();
    await cancelled;
    const { problem, effect } = await late;
    assert.deepEqual([problem, effect], [{ kind: 'unreachable', cause: 'timeout', code: undefined }, 'none']);
    await Promise.all(hanging);
    assert.equal(server?.received.length, 3);
  });
});
