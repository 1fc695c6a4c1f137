import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { CANARY_NAME, leaks } from '../../support/leaks.ts';
import { closeWorkbenches } from '../../support/workbench.ts';
import { eventually } from '../../support/workbench/dom.ts';
import {
  type Session,
  answer,
  answerSecret,
  choose,
  openSession,
  rowShown,
  synced,
  writesSent,
} from '../session.ts';

/** What is no secret, stands in every kind of place on purpose, and so tells that the search comes there. */
const CANARY = `canary-${randomBytes(8).toString('hex')}`;
const PASSWORD = `Pass "word" & ${randomBytes(8).toString('hex')}`;
const CLIENT_SECRET = `Client/secret+${randomBytes(8).toString('hex')}=`;
const NEW_PASSWORD = `Söme other % ${randomBytes(8).toString('hex')}`;

/** After a reload the view waits for the extension host. */
const STARTED_MS = 60_000;

describe('Secrets', () => {
  let session: Session;

  before(async () => {
    leaks.secrets.register(CANARY, CANARY_NAME);
    session = await openSession({ key: 'none' });
  });
  after(() => session.close());

  it('are typed: a key that Lettr rejects, and one that is stored', async () => {
    const { workbench, simulator } = session;
    const { quickInput, page } = workbench;
    await workbench.view.welcomeButton('Add Account');
    await choose(workbench, 'Add Account', 'Paste an API Key');
    await answer(workbench, 'Add Account: API Key (', simulator.keys.invalid);
    await page.locator('.quick-input-message', { hasText: 'Lettr rejected this API key.' }).waitFor();
    await quickInput.type(simulator.keys.live);
    await quickInput.accept();
    await answer(workbench, 'Add Account: Name', 'Acme');
    await rowShown(workbench, 'Order Notifications');
  });

  it('are typed: the credentials of webhooks', async () => {
    const { workbench } = session;
    await begin(CANARY, `https://${CANARY}.example.com/hook`);
    await choose(workbench, 'Create Webhook: Authentication', 'Basic');
    await answer(workbench, 'Create Webhook: Username', 'lettr');
    await answerSecret(workbench, 'Create Webhook: Password', PASSWORD);
    await choose(workbench, 'Create Webhook: Review', 'Create Webhook');
    await rowShown(workbench, CANARY);
    await workbench.view.rowAction(CANARY, 'Edit Webhook');
    await choose(workbench, `Edit Webhook: ${CANARY}`, 'Authentication');
    await choose(workbench, 'Edit Webhook: Authentication', 'OAuth 2.0');
    await answer(workbench, 'Edit Webhook: Client ID', 'client');
    await answerSecret(workbench, 'Edit Webhook: Client Secret', CLIENT_SECRET);
    await answer(workbench, 'Edit Webhook: Token URL', 'https://auth.example.com/token');
    await choose(workbench, `Edit Webhook: ${CANARY}`, 'Save Changes (1)');
    await writesSent(session, 2);
  });

  it('come back from a server that repeats what it was sent', async () => {
    const { workbench, simulator } = session;
    await synced(session);
    const echo = JSON.stringify({ auth_password: NEW_PASSWORD, key: simulator.keys.live });
    for (const status of [200, 500, 422]) {
      simulator.fault({ kind: 'body', text: `${echo} <- received`, status, on: { method: 'PUT' } });
    }
    await workbench.view.rowAction(CANARY, 'Edit Webhook');
    await choose(workbench, `Edit Webhook: ${CANARY}`, 'Authentication');
    await choose(workbench, 'Edit Webhook: Authentication', 'Basic');
    await answer(workbench, 'Edit Webhook: Username', 'lettr');
    await answerSecret(workbench, 'Edit Webhook: Password', NEW_PASSWORD);
    await choose(workbench, `Edit Webhook: ${CANARY}`, 'Save Changes (1)');
    await workbench.messages.toast('Lettr returned an unexpected response (status 200).');
    for (const name of ['Billing 2', 'Billing 10']) {
      await workbench.messages.clearToasts();
      await workbench.view.contextMenu(name, 'Disable Webhook');
      await workbench.messages.toast('Lettr');
    }
  });

  it('are used: by calls that are rejected, documents, copies and the log', async () => {
    const { workbench, simulator } = session;
    await workbench.messages.clearToasts();
    await workbench.palette('Lettr: Open Webhook Details');
    await workbench.quickInput.pick(CANARY);
    await workbench.editors.waitTab(CANARY);
    simulator.revoke('live');
    await workbench.view.titleAction('Refresh Webhooks');
    await eventually(async () =>
      assert.match((await workbench.view.message()) ?? '', /^Lettr rejected the API key of "Acme"\./),
    );
    await workbench.palette('Lettr: Copy as cURL');
    await workbench.quickInput.pick(CANARY);
    await eventually(async () => assert.ok((await workbench.clipboard()).includes(CANARY)));
    await workbench.palette('Lettr: Filter Webhooks');
    await answer(workbench, 'Filter Webhooks', CANARY);
    await workbench.palette('Lettr: Show Log');
    // The end of the log is on the screen; the lines before it are looked for in its file.
    await workbench.page.locator('.part.panel .view-line', { hasText: /\S/ }).first().waitFor();
  });

  it('are used while VS Code and this extension log all they can', () => {
    const [log] = filesBelow(session.workbench.server.dataDir).filter((file) => file.endsWith('Lettr.log'));
    const text = readFileSync(log ?? assert.fail('There is no log.'), 'utf8');
    for (const line of [
      /\[debug\] GET \/api\/webhooks 200(?: \([\w-]+\))? in \d+ ms/,
      /\[debug\] GET \/api\/webhooks 401(?: \([\w-]+\))? in \d+ ms/,
      /Caused by: LettrError: unreadable \(status 200\)/,
      /LettrError: unauthorized/,
    ]) {
      assert.ok(line.test(text), `${line} is not in the log`);
    }
  });

  it('outlast a reload in VS Code alone', async () => {
    const { workbench, simulator } = session;
    simulator.restore('live');
    await workbench.reload();
    await eventually(() => assert.equal(simulator.requests.at(-1)?.status, 200), STARTED_MS);
    await rowShown(workbench, CANARY);
    assert.equal(simulator.requests.at(-1)?.key, 'live');
    const kept = await workbench.page.evaluate<string>(`localStorage.getItem('secrets.provider') ?? ''`);
    assert.match(kept, /^[\w+/=]{100,}$/);
  });

  async function begin(name: string, url: string): Promise<void> {
    const { workbench } = session;
    await workbench.palette('Lettr: Create Webhook');
    await answer(workbench, 'Create Webhook: Name', name);
    await answer(workbench, 'Create Webhook: Endpoint URL', url);
    await choose(workbench, 'Create Webhook: Events', 'All events');
  }
});

describe('The search for secrets', () => {
  before(() => closeWorkbenches());

  it('looks into the log, the settings and the secret store', () => {
    assert.ok(leaks.secrets.size > 0, 'No secret was ever registered.');
    assert.ok(leaks.places.some((place) => place.endsWith('Lettr.log')));
    assert.ok(leaks.places.some((place) => place.endsWith('settings.json')));
    assert.ok(leaks.places.some((place) => place.endsWith('local storage: secrets.provider')));
  });

  for (const place of ['DOM of frame 0', 'clipboard', 'IndexedDB', 'list-1.json']) {
    it(`would have been overlooked in a place such as this: ${place}`, () => {
      const found = leaks.findings.filter(({ secret }) => secret === CANARY_NAME);
      assert.ok(
        found.some((finding) => finding.place.endsWith(place)),
        found.map((finding) => finding.place).join('\n'),
      );
    });
  }
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
}
