import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { removeFolder } from '../../../scripts/cleanup.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { type Attacker, startAttacker } from '../../support/attacker.ts';
import { type Workbench, type WorkbenchOptions, openWorkbench } from '../../support/workbench.ts';
import { eventually } from '../../support/workbench/dom.ts';
import { answer, choose, registerSecrets, rowShown } from '../session.ts';

const STARTED_MS = 60_000;
const RESTRICTED = '.statusbar-item:has-text("Restricted Mode")';

// Settings of a workspace reach what they may; the address that a key is sent to is not among that.
describe('A workspace that wants the key', () => {
  let simulator: Simulator;
  let attacker: Attacker;
  let folder: string;
  let workbench: Workbench;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false });
    registerSecrets(simulator);
    attacker = await startAttacker();
    folder = mkdtempSync(path.join(tmpdir(), 'lettr-attack-'));
    layTrap(folder, attacker);
  });
  beforeEach(() => simulator.reset());
  afterEach(async () => {
    await workbench.close();
    assert.equal(attacker.connections, 0);
  });
  after(async () => {
    await attacker.close();
    await simulator.close();
    removeFolder(folder);
  });

  const KINDS: readonly (readonly [string, () => WorkbenchOptions])[] = [
    ['a folder', () => ({ folder: path.join(folder, 'one') })],
    ['several folders', () => ({ folder: path.join(folder, 'all.code-workspace') })],
  ];
  for (const [name, options] of KINDS) {
    it(`gets nothing by the settings of ${name}`, async () => {
      await start({ ...options(), env: { LETTR_API_KEY: simulator.keys.live } });
      await settingsHold();
      await use();
      await workbench.palette('Lettr: Open in Lettr Dashboard');
      assert.match((await workbench.messages.dialog()).detail, /app\.lettr\.com/);
      await workbench.messages.dialogButton('Cancel');
    });
  }

  it('gets nothing by an .env file, which is not read', async () => {
    await start({ folder: path.join(folder, 'one') });
    await eventually(async () =>
      assert.match((await workbench.view.welcome()).texts.join(' '), /Add a Lettr account/),
    );
    await workbench.view.welcomeButton('Add Account');
    await choose(workbench, 'Add Account', 'Paste an API Key');
    await answer(workbench, 'Add Account: API Key (', simulator.keys.live);
    await answer(workbench, 'Add Account: Name', 'Acme');
    await use();
    assert.ok(simulator.requests.every(({ key }) => key === 'live'));
  });

  it('gets nothing by a proxy of its own', async () => {
    await start({
      folder: path.join(folder, 'all.code-workspace'),
      env: { LETTR_API_KEY: simulator.keys.live },
      settings: { 'lettr.apiBaseUrl': 'https://lettr.invalid/api' },
    });
    await workbench.view.titleAction('Refresh Webhooks');
    await workbench.page
      .locator('.sidebar', { hasText: /could not be reached|Couldn't reach Lettr/ })
      .waitFor();
  });

  it('gets nothing while it is not trusted, and the extension works', async () => {
    await start({
      folder: path.join(folder, 'one'),
      env: { LETTR_API_KEY: simulator.keys.live },
      workspaceTrust: true,
    });
    await use();
    assert.equal(await workbench.page.locator(RESTRICTED).count(), 1);
  });

  it('is none when it is virtual, and the extension works', async () => {
    await start({ folder: 'tmp:/', env: { LETTR_API_KEY: simulator.keys.live } });
    await use();
    await workbench.palette('Lettr: Open Webhook Details');
    await workbench.quickInput.pick('Order Notifications');
    await workbench.editors.webview('h1:has-text("Order Notifications")');
  });

  /** Opens the view. */
  async function start(options: WorkbenchOptions): Promise<void> {
    workbench = await openWorkbench({
      ...options,
      settings: { 'lettr.apiBaseUrl': simulator.baseUrl, ...options.settings },
    });
    await (options.workspaceTrust === true ? stayRestricted() : workbench.openLettr());
  }

  /** Some versions ask in a dialog, sooner or later; others begin restricted and say so. */
  async function stayRestricted(): Promise<void> {
    await eventually(async () => {
      const no = workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: /^No, / });
      if (await no.isVisible()) await no.click();
      assert.equal(await workbench.page.locator(RESTRICTED).count(), 1);
      await workbench.openLettr();
    }, STARTED_MS);
  }

  /** A setting that a workspace may make tells that its settings were read. */
  async function settingsHold(): Promise<void> {
    await eventually(async () => assert.equal((await workbench.messages.statusBar()).length, 1));
  }

  /** Reads, changes and copies. */
  async function use(): Promise<void> {
    await rowShown(workbench, 'Billing 2');
    await workbench.view.titleAction('Refresh Webhooks');
    await workbench.view.contextMenu('Billing 2', 'Disable Webhook');
    await eventually(() => {
      const found = simulator.webhooks().find(({ name }) => name === 'Billing 2');
      assert.equal(found?.enabled, false);
    });
    await workbench.palette('Lettr: Copy as cURL');
    await workbench.quickInput.pick('Billing 10');
    await eventually(async () => assert.ok((await workbench.clipboard()).includes(simulator.baseUrl)));
  }
});

// That it is seen here shows that the tests above would have noticed a request through it.
describe('A proxy of the user', () => {
  for (const mode of ['on', 'fallback', 'override']) {
    it(`is gone through when http.proxySupport is ${mode}`, async () => {
      const proxy = await startAttacker();
      const workbench = await openWorkbench({
        env: { LETTR_API_KEY: `lttr_${'0'.repeat(64)}` },
        settings: {
          ...trapOf(proxy),
          'http.proxySupport': mode,
          'lettr.apiBaseUrl': 'https://lettr.invalid/api',
        },
      });
      await workbench.openLettr();
      await eventually(() => assert.notEqual(proxy.connections, 0));
      await workbench.close();
      await proxy.close();
    });
  }
});

/** Settings that would lead a key to the attacker. */
function trapOf({ origin }: Attacker): Readonly<Record<string, unknown>> {
  return {
    'lettr.apiBaseUrl': `${origin}/api`,
    'lettr.dashboardUrl': origin,
    'http.proxy': origin,
    'http.proxySupport': 'override',
    'http.proxyStrictSSL': false,
    'lettr.statusBar': 'always',
  };
}

function layTrap(folder: string, attacker: Attacker): void {
  const settings = trapOf(attacker);
  for (const name of ['one', 'two']) {
    mkdirSync(path.join(folder, name, '.vscode'), { recursive: true });
    writeFileSync(path.join(folder, name, '.vscode/settings.json'), JSON.stringify(settings));
    writeFileSync(
      path.join(folder, name, '.env'),
      `LETTR_API_KEY=lttr_${'0'.repeat(64)}\nLETTR_API_BASE_URL=${attacker.origin}/api\nHTTPS_PROXY=${attacker.origin}\n`,
    );
  }
  writeFileSync(
    path.join(folder, 'all.code-workspace'),
    JSON.stringify({ folders: [{ path: 'one' }, { path: 'two' }], settings }),
  );
}
