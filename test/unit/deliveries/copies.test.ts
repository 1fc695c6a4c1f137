import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { curlOf, httpFileOf } from '../../../src/deliveries/copies.ts';
import { send } from '../../../src/endpoint/sender.ts';
import { closeServers, serve } from '../endpoint/servers.ts';

describe('a delivery as a call', () => {
  afterEach(closeServers);

  const body = Buffer.from(`[{"msys":{"message_event":{"reason":"it's $HOME \\n \`x\`"}}}]`);

  it('curl sends the same request, with credentials from the environment', async () => {
    const server = await serve((_, response) => response.end());
    const authentication = { type: 'basic', username: 'me', password: 'hidden' } as const;
    const { delivery } = await send({ url: server.url, body, authentication, source: 'sample' });
    const call = curlOf(delivery, body);
    assert.equal(call.includes('hidden'), false);
    const env = { ...process.env, WEBHOOK_USERNAME: 'me', WEBHOOK_PASSWORD: 'hidden' };
    const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${call}`], { env })
      .toString()
      .split('\0');
    assert.deepEqual(words.slice(0, 3), ['--request', 'POST', server.url]);
    assert.ok(words.includes('me:hidden'));
    assert.ok(words.includes('User-Agent: SparkPost'));
    assert.equal(words.at(-2), body.toString());
  });

  it('a .http file names every header and no credential', async () => {
    const server = await serve((_, response) => response.end());
    const { delivery } = await send({
      url: server.url,
      body,
      authentication: { type: 'none' },
      source: 'sample',
      batchId: 'b-1',
    });
    assert.equal(
      httpFileOf(delivery, body),
      `POST ${server.url} HTTP/1.1\nUser-Agent: SparkPost\nContent-Type: application/json\nX-MessageSystems-Batch-ID: b-1\n\n${body.toString()}\n`,
    );
  });
});
