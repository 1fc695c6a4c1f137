import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { Command } from '../../../src/platform/ids.ts';
import { addAccount, extension, idOf, run, seen, useWorld } from '../support.ts';

describe('Open in Lettr Dashboard', () => {
  let open: (url: string) => Thenable<unknown>;

  // Before the world replaces it.
  before(async () => {
    const { context } = await extension().activate();
    open = Reflect.get(context, 'open');
  });

  const world = useWorld();

  afterEach(() => setDashboard(undefined));

  it('opens the list of webhooks, and asks nothing', async () => {
    await run(Command.webhookOpenInDashboard);
    assert.deepEqual(world.opened, ['https://app.lettr.com/webhooks']);
    assert.equal(seen.unreadInputs, 0);
    assert.equal(world.simulator.requests.length, 0);
  });

  it('opens it for a row too', async () => {
    const account = await addAccount(world);
    await run(Command.webhookOpenInDashboard, { accountId: account.id, id: idOf(world, 'Audit log') });
    assert.deepEqual(world.opened, ['https://app.lettr.com/webhooks']);
  });

  it('opens it where the settings say, when that is https', async () => {
    await setDashboard('https://dash.example.com/lettr/');
    await run(Command.webhookOpenInDashboard);
    await setDashboard('javascript:alert(1)');
    await run(Command.webhookOpenInDashboard);
    assert.deepEqual(world.opened, [
      'https://dash.example.com/lettr/webhooks',
      'https://app.lettr.com/webhooks',
    ]);
  });

  it('hands over the address as it is written, an escaped slash too', async () => {
    const { executeCommand } = vscode.commands;
    const handedOver: unknown[] = [];
    Object.assign(vscode.commands, {
      executeCommand: (id: string, ...args: readonly unknown[]) =>
        id === 'vscode.open' ? Promise.resolve(handedOver.push(...args)) : executeCommand(id, ...args),
    });
    Object.assign(world.context, { open });
    try {
      await setDashboard('https://dash.example.com/a%2Fb%20c/lettr/');
      await run(Command.webhookOpenInDashboard);
    } finally {
      Object.assign(vscode.commands, { executeCommand });
    }
    assert.deepEqual(handedOver, ['https://dash.example.com/a%2Fb%20c/lettr/webhooks']);
  });
});

/** Writes the user's `lettr.dashboardUrl`, and waits until it can be read. */
async function setDashboard(value: string | undefined): Promise<void> {
  const settings = () => vscode.workspace.getConfiguration('lettr');
  if (settings().inspect('dashboardUrl')?.globalValue === value) {
    return;
  }
  const changed = new Promise<void>((resolve) => {
    const listening = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('lettr.dashboardUrl')) {
        listening.dispose();
        resolve();
      }
    });
  });
  await settings().update('dashboardUrl', value, vscode.ConfigurationTarget.Global);
  await changed;
}
