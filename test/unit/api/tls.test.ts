import assert from 'node:assert/strict';
import type http from 'node:http';
import https from 'node:https';
import net from 'node:net';

import type { LettrClient } from '../../../src/api/client.ts';
import { WebhookStore } from '../../../src/webhooks/store.ts';
import { WriteFailure } from '../../../src/webhooks/verdict.ts';
import { keyTexts } from '../../../simulator/keys.ts';
import { type Authority, type Certificate, createAuthority } from '../../support/certificates.ts';
import { DRAFT, failureOf, problemIn, testApi } from './harness.ts';

const EMPTY_LIST = listOf([]);
const CREATED = {
  id: 'one',
  name: DRAFT.name,
  url: DRAFT.url,
  enabled: true,
  event_types: null,
  auth_type: 'none',
  has_auth_credentials: false,
};

function listOf(webhooks: readonly unknown[]): string {
  return JSON.stringify({ message: 'ok', data: { webhooks } });
}

/** Application data that nobody encrypted. */
const BAD_RECORD = Buffer.concat([Buffer.from([0x17, 0x03, 0x03, 0x00, 0x20]), Buffer.alloc(32, 7)]);
/** An alert in plain text: handshake failure. */
const BAD_ALERT = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]);
const NO_RECORD = Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n');

describe('a server that speaks TLS', () => {
  const { ca } = https.globalAgent.options;
  let authority: Authority;
  const closing: (() => void)[] = [];

  before(async () => {
    authority = await createAuthority();
    https.globalAgent.options.ca = authority.ca;
  });
  afterEach(() => closing.splice(0).forEach((close) => close()));
  after(() => {
    https.globalAgent.options.ca = ca;
  });

  /** A client of a server behind a relay, over which `answer` to a request can send bytes past TLS. */
  async function clientOf(
    certificate: Certificate & https.ServerOptions,
    answer: (
      method: string,
      spoil: (bytes: Buffer) => void,
      response: http.ServerResponse,
    ) => string | undefined,
  ): Promise<{ client: LettrClient; methods: readonly string[] }> {
    const methods: string[] = [];
    let relayed: net.Socket | undefined;
    const server = https.createServer({ ...certificate }, (request, response) => {
      request.resume().on('end', () => {
        methods.push(request.method ?? '');
        const text = answer(request.method ?? '', (bytes) => relayed?.write(bytes), response);
        if (text !== undefined) {
          response.end(text);
        }
      });
    });
    const serverPort = await listen(server);
    const relay = net.createServer((socket) => {
      relayed = socket;
      const onward = net.connect(serverPort, '127.0.0.1');
      onward.on('error', () => undefined).pipe(socket);
      socket.on('error', () => undefined).pipe(onward);
    });
    const port = await listen(relay);
    closing.push(() => {
      relayed?.destroy();
      relay.close();
      server.close();
      server.closeAllConnections();
    });
    const baseUrl = `https://127.0.0.1:${port}/api`;
    return { client: testApi({ baseUrl, keys: keyTexts }).connect(), methods };
  }

  async function listen(server: net.Server): Promise<number> {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    return address.port;
  }

  it('is read', async () => {
    const { client } = await clientOf(await authority.issue(['127.0.0.1'], 90), () => EMPTY_LIST);
    assert.deepEqual((await client.webhooks.list()).webhooks, []);
  });

  for (const [what, bytes] of Object.entries({
    'a bad record': BAD_RECORD,
    'an alert in plain text': BAD_ALERT,
    'plain HTTP': NO_RECORD,
  })) {
    it(`may have carried out what it answers with ${what}`, async () => {
      const { client, methods } = await clientOf(
        await authority.issue(['127.0.0.1'], 90),
        (method, spoil) => {
          if (method === 'GET') {
            return EMPTY_LIST;
          }
          spoil(bytes);
          return undefined;
        },
      );
      const { problem, effect } = await problemIn(client.webhooks.create(DRAFT));
      assert.ok(problem.kind === 'unreachable' && problem.cause === 'other');
      assert.match(problem.code ?? '', /^(ERR_SSL_|EPROTO)/);
      assert.equal(effect, 'unknown');
      // The client goes on to work, also over what is left of its connections.
      await client.webhooks.list();
      assert.deepEqual(methods, ['POST', 'GET']);
    });
  }

  it('is not blamed on its certificate when it spoils an answer behind its headers', async () => {
    for (const bytes of [BAD_RECORD, BAD_ALERT]) {
      const { client, methods } = await clientOf(
        await authority.issue(['127.0.0.1'], 90),
        (method, spoil, response) => {
          if (method === 'GET') {
            return EMPTY_LIST;
          }
          response.writeHead(201, { 'Content-Length': '100' });
          response.write('{"data":');
          setTimeout(() => spoil(bytes), 50);
          return undefined;
        },
      );
      const { problem, effect } = await problemIn(client.webhooks.create(DRAFT));
      assert.deepEqual([problem, effect], [{ kind: 'unreadable', status: 201 }, 'unknown']);
      await client.webhooks.list();
      assert.deepEqual(methods, ['POST', 'GET']);
    }
  });

  it('may want a certificate of ours, which says nothing about its own', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const { client, methods } = await clientOf(
        { ...(await authority.issue(['127.0.0.1'], 90)), requestCert: true, maxVersion },
        () => EMPTY_LIST,
      );
      for (const send of [() => client.webhooks.create(DRAFT), () => client.webhooks.list()]) {
        const { problem } = await problemIn(send());
        assert.ok(problem.kind === 'unreachable' && problem.cause !== 'tls', JSON.stringify(problem));
      }
      assert.deepEqual(methods, []);
    }
  });

  it('has its list read again to find out what became of a write', async () => {
    for (const isCarriedOut of [true, false]) {
      let rows: readonly unknown[] = [];
      const { client, methods } = await clientOf(
        await authority.issue(['127.0.0.1'], 90),
        (method, spoil) => {
          if (method === 'GET') {
            return listOf(rows);
          }
          rows = isCarriedOut ? [CREATED] : [];
          spoil(BAD_RECORD);
          return undefined;
        },
      );
      const store = new WebhookStore(client);
      await store.load();
      const work = store.create(DRAFT);
      if (isCarriedOut) {
        const { value, answerLost } = await work;
        assert.deepEqual([value.id, answerLost], ['one', true]);
      } else {
        const failure = await failureOf(work);
        assert.ok(failure instanceof WriteFailure);
        assert.equal(failure.verdict, 'notDone');
      }
      assert.deepEqual(methods, ['GET', 'POST', 'GET']);
    }
  });

  it('gets nothing with a certificate that isn’t trusted, and is asked once', async () => {
    const stranger = await createAuthority();
    for (const [certificate, code] of [
      [await authority.issue(['127.0.0.1'], -1), /^CERT_HAS_EXPIRED$/],
      [await authority.issue(['lettr.example'], 90), /^ERR_TLS_CERT_ALTNAME_INVALID$/],
      [await stranger.issue(['127.0.0.1'], 90), /^(UNABLE_TO_|CERT_SIGNATURE_FAILURE)/],
    ] as const) {
      const { client, methods } = await clientOf(certificate, () => EMPTY_LIST);
      for (const send of [() => client.webhooks.create(DRAFT), () => client.webhooks.list()]) {
        const { problem, effect } = await problemIn(send());
        assert.ok(problem.kind === 'unreachable' && problem.cause === 'tls');
        assert.match(problem.code ?? '', code);
        assert.equal(effect, 'none');
      }
      assert.deepEqual(methods, []);
    }
  });
});
