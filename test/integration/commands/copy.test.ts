import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { Command } from '../../../src/platform/ids.ts';
import { addAccount, idOf, run, seen, useWorld, writesOf } from '../support.ts';

describe('copying', () => {
  const world = useWorld();

  beforeEach(() => vscode.env.clipboard.writeText('before'));

  it('puts the id of a webhook on the clipboard', async () => {
    await addAccount(world);
    await run(Command.webhookCopyId, { id: idOf(world, 'Audit log') });
    assert.equal(await clipboard(), idOf(world, 'Audit log'));
    assert.deepEqual(seen.statuses, ['Copied the ID of webhook "Audit log".']);
  });

  it('puts the ids of several rows on it, one a line', async () => {
    const rows = await rowsOf('Audit log', 'Billing 2');
    await run(Command.webhookCopyId, rows[0], rows);
    assert.equal(await clipboard(), `${idOf(world, 'Audit log')}\n${idOf(world, 'Billing 2')}`);
    assert.deepEqual(seen.statuses, ['Copied the IDs of 2 webhooks.']);
  });

  it('puts the endpoint on it', async () => {
    await addAccount(world);
    await run(Command.webhookCopyUrl, { id: idOf(world, 'Audit log') });
    assert.equal(await clipboard(), 'https://audit.example.com/ingest');
    assert.deepEqual(seen.statuses, ['Copied the endpoint URL of webhook "Audit log".']);
  });

  it('puts the endpoints of several rows on it, one a line', async () => {
    const rows = await rowsOf('Audit log', 'Billing 2');
    await run(Command.webhookCopyUrl, rows[1], rows);
    assert.equal(
      await clipboard(),
      'https://audit.example.com/ingest\nhttps://billing.example.com/v2/events',
    );
    assert.deepEqual(seen.statuses, ['Copied the endpoint URLs of 2 webhooks.']);
  });

  it('leaves out what a terminal would obey', async () => {
    const { id } = world.simulator.put({ name: '$(bug) x', url: 'https://a.example.com/\n\u001b[31mrm\r' });
    await addAccount(world);
    await run(Command.webhookCopyUrl, { id });
    assert.equal(await clipboard(), 'https://a.example.com/ [31mrm');
    assert.deepEqual(seen.statuses, ['Copied the endpoint URL of webhook "$ (bug) x".']);
  });

  it('puts a call on it that creates the webhook and holds no key', async () => {
    await addAccount(world);
    await run(Command.webhookCopyCurl, { id: idOf(world, 'Order Notifications') });
    const call = await clipboard();
    assert.ok(call.startsWith(`curl --request POST '${world.simulator.baseUrl}/webhooks' \\\n`), call);
    assert.ok(call.includes('--header "Authorization: Bearer $LETTR_API_KEY"'));
    assert.ok(call.includes('"auth_password": "<password>"'));
    assert.ok(!call.includes('lttr_'));
    assert.deepEqual(seen.statuses, ['Copied a cURL command that creates webhook "Order Notifications".']);
    assert.deepEqual(writesOf(world), []);
  });

  for (const command of [Command.webhookCopyId, Command.webhookCopyUrl, Command.webhookCopyCurl]) {
    it(`asks which webhook for ${command} without an argument, and copies nothing after Esc`, async () => {
      await addAccount(world);
      const done = run(command);
      await (await seen.input()).escape();
      await done;
      assert.equal(await clipboard(), 'before');
      assert.deepEqual([seen.messages.length, seen.statuses.length], [0, 0]);
      const again = run(command);
      await (await seen.input()).choose('Audit log');
      await again;
      assert.notEqual(await clipboard(), 'before');
    });
  }

  it('works with a sandbox key, which may read', async () => {
    await addAccount(world, { key: 'sandbox' });
    await run(Command.webhookCopyId, { id: idOf(world, 'Audit log') });
    assert.equal(await clipboard(), idOf(world, 'Audit log'));
  });

  async function rowsOf(...names: readonly string[]) {
    const { id: accountId } = await addAccount(world);
    return names.map((name) => ({ accountId, id: idOf(world, name) }));
  }

  function clipboard(): Thenable<string> {
    return vscode.env.clipboard.readText();
  }
});
