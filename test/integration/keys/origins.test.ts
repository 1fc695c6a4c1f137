import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { addAccount, idOf, run, seen, setApiBaseUrl, showView, until, useWorld } from '../support.ts';

describe('the origin of a key', () => {
  const world = useWorld();
  const others: Simulator[] = [];

  before(async () => void others.push(await startSimulator({ rateLimit: false })));
  beforeEach(() => other().reset());
  after(() => Promise.all(others.map((simulator) => simulator.close())));
  afterEach(() => setApiBaseUrl(world.simulator.baseUrl));

  it('is the only place it is sent to', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Billing 2');
    await setApiBaseUrl(other().baseUrl);
    await run('lettr.webhooks.refresh');
    const { text, buttons } = await seen.message();
    assert.equal(
      text,
      `The API key of "Acme" was added for another address, so it isn't sent to ${new URL(other().origin).host}.`,
    );
    assert.deepEqual(buttons, ['Replace Key', 'Switch Account']);
    await run('lettr.webhook.disable', { id, account: account.id });
    assert.match((await seen.message()).text, /isn't sent to/);
    assert.equal(other().requests.length, 0);
    assert.equal(world.simulator.requests.length, 0);
  });

  it('is kept, and used again when the address returns', async () => {
    await addAccount(world);
    await showView();
    await until(() => seen.contextKeys.get('lettr.view') === 'rows', 'the rows');
    await setApiBaseUrl(other().baseUrl);
    await until(() => seen.contextKeys.get('lettr.view') === 'failed.noKey', 'the refusal');
    await setApiBaseUrl(world.simulator.baseUrl);
    await until(() => seen.contextKeys.get('lettr.view') === 'rows', 'the rows again');
    assert.equal(other().requests.length, 0);
  });

  it('follows a key that is replaced for the new address', async () => {
    const account = await addAccount(world);
    await setApiBaseUrl(other().baseUrl);
    const { accounts, stores } = world.context;
    const { origin, keys } = other();
    const replaced = await accounts.replaceKey(account, { origin, key: keys.live });
    await stores.of(replaced).load();
    assert.equal(stores.of(replaced).webhooks.size, 9);
    assert.equal(await accounts.key(account.id, world.simulator.origin), undefined);
  });

  it('cannot be redirected by a setting of the workspace', async () => {
    const update = vscode.workspace
      .getConfiguration('lettr')
      .update('apiBaseUrl', other().baseUrl, vscode.ConfigurationTarget.Workspace);
    await assert.rejects(Promise.resolve(update), /only into User settings/);
    assert.equal(world.context.settings.apiOrigin, world.simulator.origin);
  });

  it('cannot be redirected by a settings file in the workspace', async () => {
    const folder = path.join(workspaceFolder(), '.vscode');
    const file = path.join(folder, 'settings.json');
    // Tests that change settings of the workspace leave the folder.
    mkdirSync(folder, { recursive: true });
    try {
      const settings = { 'lettr.apiBaseUrl': other().baseUrl, 'editor.tabSize': 7 };
      writeFileSync(file, JSON.stringify(settings));
      // The other setting tells that the file was read; VS Code may take some seconds to look.
      await until(() => tabSize() === 7, 'the settings file', 15_000);
      await addAccount(world);
      await run('lettr.webhooks.refresh');
      assert.equal(world.context.settings.apiOrigin, world.simulator.origin);
      assert.deepEqual([world.simulator.requests.length, other().requests.length], [1, 0]);
    } finally {
      rmSync(file);
      await until(() => tabSize() !== 7, 'its end', 15_000);
    }
  }).timeout(40_000);

  function other(): Simulator {
    const [simulator] = others;
    assert.ok(simulator);
    return simulator;
  }
});

function tabSize(): unknown {
  return vscode.workspace.getConfiguration('editor').get('tabSize');
}

function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return folder.uri.fsPath;
}
