import assert from 'node:assert/strict';

import type { FaultKind } from '../../../simulator/simulator.ts';
import { emptyForm } from '../../../src/wizard/form.ts';
import { addAccount, idOf, run, seen, until, useWorld, writesOf } from '../support.ts';

const LOST = " Lettr's response was lost, but the list confirms it.";
const RESET = "Couldn't reach Lettr: the connection was closed before Lettr answered.";

describe('a write whose answer was lost', () => {
  const world = useWorld();

  for (const fault of [
    { kind: 'reset' },
    { kind: 'truncate' },
    { kind: 'html' },
    { kind: 'status', status: 502 },
  ] as const satisfies readonly FaultKind[]) {
    it(`is told as done after ${fault.kind}, when it was`, async () => {
      const account = await addAccount(world);
      const id = idOf(world, 'Billing 2');
      world.simulator.fault({ ...fault, phase: 'after', on: { method: 'PATCH' } });
      await run('lettr.webhook.disable', { id });
      const { text, severity } = await seen.message();
      assert.equal(text, `Disabled webhook "Billing 2".${LOST}`);
      assert.equal(severity, 'information');
      assert.equal(world.context.stores.of(account).webhooks.get(id)?.enabled, false);
      assert.equal(writesOf(world).length, 1);
    });
  }

  it('is told as done for a webhook that was created', async () => {
    world.simulator.fault({ kind: 'reset', phase: 'after', on: { method: 'POST' } });
    const account = await create();
    assert.equal((await seen.message()).text, `Created webhook "New one".${LOST}`);
    assert.equal(writesOf(world).length, 1);
    assert.ok(world.context.stores.of(account).webhooks.has(idOf(world, 'New one')));
    assert.equal(world.context.drafts.get(`create ${account.id}`), undefined);
  });

  it('is told as done for a webhook that was deleted, with Restore', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Billing 2');
    world.simulator.fault({ kind: 'reset', phase: 'after', on: { method: 'DELETE' } });
    world.answer('Delete');
    await run('lettr.webhook.delete', { id });
    const { text, buttons } = await seen.message();
    assert.equal(text, `Deleted webhook "Billing 2".${LOST}`);
    assert.deepEqual(buttons, ['Restore…']);
    assert.equal(world.context.stores.of(account).webhooks.has(id), false);
  });

  it('is told as not done when it was not, and can be tried again', async () => {
    await addAccount(world);
    const id = idOf(world, 'Billing 2');
    world.simulator.fault({ kind: 'reset', on: { method: 'DELETE' } });
    world.answer('Delete');
    await run('lettr.webhook.delete', { id });
    const message = await seen.message();
    assert.equal(message.text, `${RESET} The list was read again: nothing was changed.`);
    assert.deepEqual(message.buttons, ['Try Again', 'Show Log']);
    message.press('Try Again');
    await until(() => !world.simulator.webhooks().some((webhook) => webhook.id === id), 'the deletion');
    assert.equal(world.questions.length, 1, 'the person said it already');
  });

  it('keeps the form of a webhook that was not created', async () => {
    world.simulator.fault({ kind: 'reset', on: { method: 'POST' } });
    const account = await create();
    const { text, buttons } = await seen.message();
    assert.equal(text, `${RESET} The list was read again: nothing was changed.`);
    assert.deepEqual(buttons, ['Try Again', 'Show Log', 'Review']);
    assert.equal(world.context.drafts.get(`create ${account.id}`)?.form.name, 'New one');
    assert.equal(world.simulator.webhooks().length, 9);
  });

  it('says so when the list cannot tell either', async () => {
    await addAccount(world);
    const id = idOf(world, 'Billing 2');
    await run('lettr.webhooks.refresh');
    world.simulator.fault({ kind: 'reset', on: { method: 'PATCH' } });
    world.simulator.fault({ kind: 'status', status: 500, on: { method: 'GET' } });
    await run('lettr.webhook.disable', { id });
    const { text, buttons } = await seen.message();
    assert.equal(text, `${RESET} It isn't known whether the change was made.`);
    assert.deepEqual(buttons, ['Refresh', 'Show Log']);
  });

  /** Creates from a form that was kept, through every step. */
  async function create(): ReturnType<typeof addAccount> {
    const account = await addAccount(world);
    const url = 'https://new.example.com/';
    const form = { ...emptyForm(), name: 'New one', url, eventsMode: 'all', authentication: 'none' } as const;
    world.context.drafts.keep(`create ${account.id}`, { form, initial: emptyForm() });
    const done = run('lettr.webhook.create');
    await (await seen.input()).choose('Continue');
    for (let title = ''; !title.includes('Review');) {
      const input = await seen.input();
      ({ title } = input);
      await input.enter();
    }
    await done;
    return account;
  }
});
