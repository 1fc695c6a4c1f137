import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Attacker, startAttacker } from '../../support/attacker.ts';
import { addAccount, run, seen, setApiBaseUrl, showView, useWorld } from '../support.ts';

// What the client does with such answers is tested without VS Code; here its own network code stands in between.
describe('where a key does not go', () => {
  const world = useWorld();
  const attackers: Attacker[] = [];

  before(async () => void attackers.push(await startAttacker()));
  afterEach(async () => {
    assert.equal(attacker().connections, 0);
    await setApiBaseUrl(world.simulator.baseUrl);
  });
  after(() => Promise.all(attackers.map((one) => one.close())));

  // Each of these leads to this machine, where somebody listens; but only some of them say so.
  for (const host of ['0.0.0.0', '[::ffff:127.0.0.1]', 'localhost.', '127.0.0.1.nip.io', 'user@127.0.0.1']) {
    it(`is over http to ${host}, which is not known for this machine`, async () => {
      const { accounts } = world.context;
      const account = await addAccount(world);
      const address = `http://${host}:${attacker().port}/api`;
      await setApiBaseUrl(address);
      // Even a key that was entered for that very place.
      const { origin } = new URL(address);
      await accounts.replaceKey(account, { origin, key: world.simulator.keys.live });
      await run('lettr.webhooks.refresh');
      const { text, buttons } = await seen.message();
      assert.match(
        text,
        /^The setting lettr\.apiBaseUrl must use HTTPS, except on localhost\. Nothing was sent\./,
      );
      assert.deepEqual(buttons, ['Open Settings']);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`is behind a redirect to another origin, with status ${status}`, async () => {
      const account = await addAccount(world);
      const location = `http://127.0.0.1:${attacker().port}/api/webhooks`;
      world.simulator.fault({ kind: 'redirect', location, status, times: Number.POSITIVE_INFINITY });
      await run('lettr.webhooks.refresh');
      assert.match(
        (await seen.message()).text,
        /redirected to 127\.0\.0\.1:\d+\. Your API key wasn't sent there\./,
      );
      const id = world.simulator.webhooks()[0]?.id;
      world.simulator.clearFaults();
      await run('lettr.webhooks.refresh');
      world.simulator.fault({ kind: 'redirect', location, status, on: { method: 'PATCH' } });
      await run('lettr.webhook.disable', { id, account: account.id });
      assert.match(
        (await seen.message()).text,
        /redirected to 127\.0\.0\.1:\d+\. Your API key wasn't sent there\./,
      );
    });
  }

  it('is a server whose certificate nobody vouches for, and the message names that', async function () {
    if (!hasOpenssl()) {
      this.skip();
    }
    const received: string[] = [];
    const server = await startTlsServer((url) => received.push(url));
    try {
      const address = server.address();
      assert.ok(address !== null && typeof address === 'object');
      const origin = `https://127.0.0.1:${address.port}`;
      const account = await addAccount(world);
      await setApiBaseUrl(`${origin}/api`);
      await world.context.accounts.replaceKey(account, { origin, key: world.simulator.keys.live });
      await run('lettr.webhooks.refresh');
      assert.equal(
        (await seen.message()).text,
        "Couldn't reach Lettr: its certificate isn't trusted (DEPTH_ZERO_SELF_SIGNED_CERT).",
      );
      await showView();
      assert.deepEqual(received, []);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  function attacker(): Attacker {
    const [one] = attackers;
    assert.ok(one);
    return one;
  }
});

/** Makes certificates: a private key in the repository would alarm its readers. */
function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).error === undefined;
}

async function startTlsServer(onRequest: (url: string) => void): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lettr-certificate-'));
  const key = path.join(folder, 'key.pem');
  const cert = path.join(folder, 'cert.pem');
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  });
  const options = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  const server = createServer(options, (request, response) => {
    onRequest(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
