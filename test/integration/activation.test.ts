import assert from 'node:assert/strict';
import net from 'node:net';
import path from 'node:path';

import * as vscode from 'vscode';

import { extension, hideView, run, seen, setApiBaseUrl, showView, until } from './support.ts';

// VS Code activates an extension once: this file has to come before every other one.
describe('activation', () => {
  const connections: net.Socket[] = [];
  const listener = net.createServer((socket) => connections.push(socket));
  const notThere: string[] = [];

  before(async () => {
    assert.equal(extension().isActive, false, 'something activated the extension before');
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    await setApiBaseUrl(`${originOf(listener)}/api`);
    notThere.push(...(await missingCommands()));
    await extension().activate();
  });

  after(async () => {
    await hideView();
    for (const socket of connections) {
      socket.destroy();
    }
    await new Promise((resolve) => listener.close(resolve));
    await setApiBaseUrl(undefined);
  });

  it('is lazy: no command is there before', () => {
    assert.deepEqual(notThere, contributed());
  });

  it('registers every command of the manifest', async () => {
    assert.deepEqual(await missingCommands(), []);
  });

  it('returns without waiting for anything', () => {
    const { activate }: { readonly activate: (...args: never) => unknown } = require(
      path.join(extension().extensionPath, 'dist/extension.cjs'),
    );
    assert.equal(activate.constructor.name, 'Function');
    assert.equal(typeof extension().exports.context, 'object');
  });

  it('reads no secret and opens no connection', async () => {
    const { accounts } = extension().exports.context;
    await roundTrip();
    assert.equal(accounts.state.kind, 'unread');
    // No welcome text yet: nobody knows whether there is an account.
    assert.equal(seen.contextKeys.get('lettr.view'), undefined);
    assert.equal(connections.length, 0);
  });

  it('reads the accounts when the view is shown, and sends nothing without one', async () => {
    const { accounts } = extension().exports.context;
    await showView();
    await until(() => accounts.state.kind === 'read', 'the accounts');
    await until(() => seen.contextKeys.get('lettr.view') === 'signedOut', 'the signed-out view');
    await roundTrip();
    assert.equal(connections.length, 0);
  });

  it('connects as soon as the view has an account', async () => {
    const { accounts } = extension().exports.context;
    const account = await accounts.add({
      name: 'Probe',
      origin: originOf(listener),
      key: 'lttr_0123456789abcdef0123',
    });
    await until(() => connections.length === 1, 'a connection');
    await accounts.remove(account);
  });
});

function contributed(): readonly string[] {
  const { contributes } = extension().packageJSON;
  return contributes.commands.map(({ command }: { readonly command: string }) => command);
}

async function missingCommands(): Promise<readonly string[]> {
  const known = new Set(await vscode.commands.getCommands(true));
  return contributed().filter((id) => !known.has(id));
}

/** Lets everything that was begun go through the other side once. */
async function roundTrip(): Promise<void> {
  await run('setContext', 'lettr.test', true);
}

function originOf(server: net.Server): string {
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  return `http://127.0.0.1:${address.port}`;
}
