import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import { addAccount, idOf, run, seen, until, useWorld } from '../support.ts';

/** A key, or a part of one that nobody else would write by chance. */
const FRAGMENT = 12;

describe('where keys are not', () => {
  const world = useWorld();

  before(() => vscode.commands.executeCommand('_extensionTests.setLogLevel', 'trace'));
  after(() => vscode.commands.executeCommand('_extensionTests.setLogLevel', 'info'));

  it('is in the settings, the state, the log or any other file, after good and bad answers', async () => {
    await useKeys();
    await until(() => logText().includes('DELETE /api/webhooks'), 'the log to be written');
    assert.match(logText(), /GET \/api\/webhooks 200/);
    assert.match(logText(), /401/);
    for (const key of ['live', 'sandbox'] as const) {
      const fragments = fragmentsOf(world.simulator.keys[key]);
      for (const [place, text] of places()) {
        const found = fragments.find((fragment) => text.includes(fragment));
        assert.equal(found, undefined, `${place} holds a part of the ${key} key`);
      }
    }
  });

  it('would be found there', () => {
    const key = world.simulator.keys.live;
    assert.ok(fragmentsOf(key).some((fragment) => `a ${key.slice(9, 23)} b`.includes(fragment)));
    const names = places().map(([place]) => place);
    assert.ok(names.some((name) => name.endsWith('settings.json')));
    assert.ok(names.some((name) => name.endsWith('.log')));
    assert.ok(names.includes('globalState') && names.includes('workspaceState'));
  });

  /** Reads, changes, deletes, is refused and is rejected, with two keys. */
  async function useKeys(): Promise<void> {
    await addAccount(world, { key: 'sandbox', name: 'Sandbox' });
    await run('lettr.webhook.disable', { id: idOf(world, 'Billing 2') });
    await seen.message();
    await addAccount(world);
    await run('lettr.webhook.disable', { id: idOf(world, 'Billing 2') });
    await seen.message();
    world.answer('Delete');
    await run('lettr.webhook.delete', { id: idOf(world, 'Billing 10') });
    await seen.message();
    world.simulator.revoke('live');
    await run('lettr.webhooks.refresh');
    await seen.message();
  }

  function places(): readonly (readonly [string, string])[] {
    const { globalState, workspaceState, globalStorageUri } = world.access;
    const user = path.dirname(path.dirname(globalStorageUri.fsPath));
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(folder);
    return [
      ['globalState', mementoText(globalState)],
      ['workspaceState', mementoText(workspaceState)],
      ...[user, folder, logFolder()]
        .flatMap(filesBelow)
        .map((file) => [file, readFileSync(file, 'latin1')] as const),
    ];
  }

  /** The logs of everything in this window, not just the extension's. */
  function logFolder(): string {
    return path.dirname(world.access.logUri.fsPath);
  }

  function logText(): string {
    const own = filesBelow(world.access.logUri.fsPath);
    return own.map((file) => readFileSync(file, 'utf8')).join('\n');
  }
});

function fragmentsOf(key: string): readonly string[] {
  const secret = key.replace(/^lttr_(sandbox_)?/, '');
  return Array.from({ length: secret.length - FRAGMENT + 1 }, (_, at) => secret.slice(at, at + FRAGMENT));
}

function mementoText(memento: vscode.Memento): string {
  return JSON.stringify(memento.keys().map((key) => [key, memento.get(key)]));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}
