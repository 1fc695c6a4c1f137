import assert from 'node:assert/strict';

import { Command } from '../../../src/platform/ids.ts';
import { addAccount, idOf, run, seen, useWorld, writesOf } from '../support.ts';

const WRITES = [
  Command.webhookCreate,
  Command.webhookEdit,
  Command.webhookEnable,
  Command.webhookDisable,
  Command.webhookDelete,
] as const;
const ON_ROWS = WRITES.filter((command) => command !== Command.webhookCreate);

describe('what commands refuse', () => {
  const world = useWorld();

  for (const command of WRITES) {
    it(`${command} with a sandbox key`, async () => {
      await addAccount(world, { key: 'sandbox' });
      const name = command === Command.webhookEnable ? 'Newsletter stats' : 'Billing 2';
      await run(command, { id: idOf(world, name) });
      await assertSandbox();
    });

    it(`${command} without an account`, async () => {
      await run(command);
      const { text, buttons, severity } = await seen.message();
      assert.equal(text, 'Add a Lettr account first.');
      assert.deepEqual([severity, ...buttons], ['information', 'Add Account']);
      assert.equal(world.simulator.requests.length, 0);
      assert.equal(seen.unreadInputs, 0);
    });
  }

  it('several rows with a sandbox key', async () => {
    const { id: accountId } = await addAccount(world, { key: 'sandbox' });
    const rows = ['Billing 2', 'Billing 10'].map((name) => ({ accountId, id: idOf(world, name) }));
    await run(Command.webhookDisable, rows[0], rows);
    await assertSandbox();
  });

  for (const command of ON_ROWS) {
    it(`${command} of an account that is not stored`, async () => {
      await addAccount(world);
      await run(command, { id: idOf(world, 'Billing 2'), account: 'gone' });
      assert.equal((await seen.message()).text, 'This account has been removed from VS Code.');
      assert.equal(world.simulator.requests.length, 0);
    });

    it(`${command} of a webhook that nobody knows`, async () => {
      await addAccount(world);
      await run(command, { id: 'gone' });
      assert.equal(
        (await seen.message()).text,
        'The webhook no longer exists and was removed from the list.',
      );
      assert.deepEqual(writesOf(world), []);
    });
  }

  for (const command of [Command.webhookDisable, Command.webhookDelete]) {
    it(`${command} of a webhook that is gone meanwhile, and takes its row away`, async () => {
      const account = await addAccount(world);
      const store = world.context.stores.of(account);
      await store.load();
      const id = idOf(world, 'Billing 2');
      world.simulator.remove(id);
      world.answer('Delete');
      await run(command, { id });
      const { text, buttons } = await seen.message();
      assert.equal(text, 'The webhook no longer exists and was removed from the list.');
      assert.deepEqual(buttons, []);
      assert.equal(store.webhooks.has(id), false);
      assert.equal(store.webhooks.size, 8);
    });
  }

  it('arguments that name nothing are as good as none', async () => {
    await addAccount(world);
    for (const argument of [null, 7, 'Billing 2', {}, { id: 7 }, [], { selection: true }]) {
      const done = run(Command.webhookDisable, argument);
      await (await seen.input()).escape();
      await done;
    }
    assert.deepEqual(writesOf(world), []);
  });

  async function assertSandbox(): Promise<void> {
    const { text, buttons } = await seen.message();
    assert.equal(text, 'Sandbox keys can read webhooks but not change them.');
    assert.deepEqual(buttons, ['Switch Account']);
    assert.equal(world.simulator.requests.length, 0, 'it is known without asking');
    assert.equal(world.questions.length, 0);
    assert.equal(seen.unreadInputs, 0);
  }
});
