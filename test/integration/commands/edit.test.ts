import assert from 'node:assert/strict';

import { addAccount, idOf, run, seen, useWorld, writesOf } from '../support.ts';
import { keepEdit } from '../unfinishedEdit.ts';

const EDIT = 'lettr.webhook.edit';

describe('Edit Webhook', () => {
  const world = useWorld();

  it('reads the webhook anew and lists its fields with their values', async () => {
    await addAccount(world);
    const id = idOf(world, 'Billing 2');
    const done = run(EDIT, { id });
    const menu = await seen.input();
    assert.equal(menu.title, 'Edit Webhook: Billing 2 (live · Acme)');
    assert.deepEqual(menu.labels, ['Name', 'Endpoint URL', 'Events', 'Authentication', 'Enabled']);
    await menu.escape();
    await done;
    assert.deepEqual(
      world.simulator.requests.map(({ method, path }) => [method, path]),
      [
        ['GET', '/webhooks'],
        ['GET', `/webhooks/${id}`],
      ],
    );
    assert.equal(seen.messages.length, 0);
  });

  it('sends only the field that was changed', async () => {
    await addAccount(world);
    const id = idOf(world, 'Billing 2');
    const done = run(EDIT, { id });
    await (await seen.input()).choose('Enabled');
    await (await seen.input()).choose('Disabled');
    await (await seen.input()).choose('Save Changes (1)');
    await done;
    assert.deepEqual(writesOf(world), [['PATCH', `/webhooks/${id}`, { active: false }]]);
    assert.deepEqual(seen.statuses, ['Saved webhook "Billing 2".']);
  });

  it('sends the two fields of a form that was kept, and forgets it then', async () => {
    const account = await addAccount(world);
    const id = await keepEdit(world, account, 'Billing 2', {
      name: 'Billing two',
      events: ['message.bounce'],
    });
    const done = run(EDIT, { id });
    const kept = await seen.input();
    assert.deepEqual(kept.labels, ['Continue', 'Start Over']);
    await kept.choose('Continue');
    const menu = await seen.input();
    assert.equal(menu.labels[0], '$(save) Save Changes (2)');
    await menu.choose('Save Changes (2)');
    await done;
    assert.deepEqual(writesOf(world), [
      ['PATCH', `/webhooks/${id}`, { name: 'Billing two', events: ['message.bounce'] }],
    ]);
    assert.equal(world.context.drafts.get(`edit ${account.id} ${id}`), undefined);
  });

  it('starts over when the person wants that', async () => {
    const account = await addAccount(world);
    const id = await keepEdit(world, account, 'Billing 2', { name: 'Billing two' });
    const done = run(EDIT, { id });
    await (await seen.input()).choose('Start Over');
    const menu = await seen.input();
    assert.equal(menu.labels[0], 'Name');
    await menu.escape();
    await done;
    assert.deepEqual(writesOf(world), []);
  });

  it('keeps what was chosen after Esc', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Billing 2');
    const done = run(EDIT, { id });
    await (await seen.input()).choose('Enabled');
    await (await seen.input()).choose('Disabled');
    await (await seen.input()).escape();
    await done;
    assert.deepEqual(writesOf(world), []);
    assert.equal(world.context.drafts.get(`edit ${account.id} ${id}`)?.form.enabled, false);
  });

  it('ends when another quick input takes its place', async () => {
    const account = await addAccount(world);
    const id = await keepEdit(world, account, 'Billing 2', { name: 'Billing two' });
    const done = run(EDIT, { id });
    await (await seen.input()).choose('Continue');
    await seen.input();
    const other = run('lettr.account.switch');
    await done;
    await (await seen.input()).escape();
    await other;
    assert.deepEqual(writesOf(world), []);
    assert.equal(world.context.drafts.get(`edit ${account.id} ${id}`)?.form.name, 'Billing two');
  });

  it('starts at the first of the selected rows without an argument from the picker', async () => {
    await addAccount(world);
    const done = run(EDIT);
    const pick = await seen.input();
    assert.equal(pick.labels.length, 9);
    await pick.choose('CRM sync');
    const menu = await seen.input();
    assert.match(menu.title, /CRM sync/);
    await menu.escape();
    await done;
  });

  it('brings a refused field back to its step with the words of the server', async () => {
    const account = await addAccount(world);
    const id = await keepEdit(world, account, 'Billing 2', { name: 'Billing two' });
    const body = { message: 'No.', errors: { name: ['The name $(x) is taken.'] } };
    world.simulator.fault({ kind: 'status', status: 422, body, on: { method: 'PATCH' } });
    const done = run(EDIT, { id });
    await (await seen.input()).choose('Continue');
    await (await seen.input()).choose('Save Changes (1)');
    const name = await seen.input();
    assert.equal(name.title, 'Edit Webhook: Name (live · Acme)');
    assert.equal(name.remark, 'The name $ (x) is taken.');
    await name.enter();
    await (await seen.input()).choose('Save Changes (1)');
    await done;
    assert.deepEqual(
      writesOf(world).map(([, , sent]) => sent),
      [{ name: 'Billing two' }, { name: 'Billing two' }],
    );
  });

  it('tells a refusal that names no field above the fields', async () => {
    const account = await addAccount(world);
    const id = await keepEdit(world, account, 'Billing 2', { name: 'Billing two' });
    world.simulator.fault({
      kind: 'status',
      status: 422,
      body: { message: 'Not today.' },
      on: { method: 'PATCH' },
    });
    const done = run(EDIT, { id });
    await (await seen.input()).choose('Continue');
    await (await seen.input()).choose('Save Changes (1)');
    const menu = await seen.input();
    assert.equal(menu.remark, '$(error) Not today.');
    assert.deepEqual(menu.labels.slice(0, 2), ['$(error) Not today.', '$(save) Save Changes (1)']);
    await menu.escape();
    await done;
    assert.equal(writesOf(world).length, 1);
    assert.equal(seen.messages.length, 0);
  });

  it('leads back to the fields after any other refusal', async () => {
    const account = await addAccount(world);
    const id = await keepEdit(world, account, 'Billing 2', { url: 'https://other.example.com/' });
    world.simulator.fault({ kind: 'status', status: 400, on: { method: 'PATCH' } });
    const done = run(EDIT, { id });
    await (await seen.input()).choose('Continue');
    await (await seen.input()).choose('Save Changes (1)');
    await done;
    const message = await seen.message();
    assert.match(message.text, /^Lettr couldn't use this endpoint/);
    assert.deepEqual(message.buttons, ['Check Endpoint', 'Edit URL', 'Review']);
    message.press('Edit URL');
    const url = await seen.input();
    assert.equal(url.title, 'Edit Webhook: Endpoint URL (live · Acme)');
    await url.escape();
  });
});
