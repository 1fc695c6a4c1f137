import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { addAccount, idOf, run, seen, until, useWorld, writesOf } from '../support.ts';

const ENABLE = 'lettr.webhook.enable';
const DISABLE = 'lettr.webhook.disable';
const DELETE = 'lettr.webhook.delete';

describe('commands on several webhooks', () => {
  const world = useWorld();

  it('disable them after one question, and skip and name those that are disabled', async () => {
    const account = await addAccount(world);
    world.answer('Disable');
    await runOn(DISABLE, account, 'Billing 2', 'Newsletter stats', 'Billing 10');
    const [question, ...more] = world.questions;
    assert.equal(more.length, 0);
    assert.equal(question?.text, 'Disable 2 webhooks? Lettr will stop delivering events to them.');
    assert.equal(question.detail, 'Billing 2, Billing 10\nlive · Acme\nAlready disabled: Newsletter stats.');
    assert.deepEqual(changed(), ['Billing 2', 'Billing 10']);
    const message = await seen.message();
    assert.equal(message.text, 'Disabled 2 webhooks. Already disabled: Newsletter stats.');
    assert.equal(message.severity, 'information');
    assert.deepEqual(message.buttons, ['Undo']);
    message.press('Undo');
    await until(() => seen.messages.length > 0, 'the webhooks to be enabled');
    assert.equal((await seen.message()).text, 'Enabled 2 webhooks.');
    assert.deepEqual(changed(), ['Billing 2', 'Billing 10', 'Billing 2', 'Billing 10']);
  });

  it('enable them, and warn of those that were disabled after failures', async () => {
    const account = await addAccount(world);
    world.answer('Enable');
    await runOn(ENABLE, account, 'Legacy warehouse', 'Newsletter stats');
    assert.match(world.questions[0]?.detail ?? '', /^Disabled after failed deliveries: Legacy warehouse$/m);
    assert.deepEqual(changed(), ['Legacy warehouse', 'Newsletter stats']);
    assert.equal((await seen.message()).text, 'Enabled 2 webhooks.');
  });

  it('ask nothing when there is nothing to do', async () => {
    const account = await addAccount(world);
    await runOn(ENABLE, account, 'Billing 2', 'Billing 10');
    assert.equal(world.questions.length, 0);
    assert.equal((await seen.message()).text, 'Already enabled: Billing 2, Billing 10.');
    assert.deepEqual(writesOf(world), []);
  });

  it('send nothing after Esc', async () => {
    const account = await addAccount(world);
    for (const command of [DISABLE, DELETE]) {
      await runOn(command, account, 'Billing 2', 'Billing 10');
    }
    assert.equal(world.questions.length, 2);
    assert.deepEqual(writesOf(world), []);
    assert.equal(seen.messages.length, 0);
  });

  it('delete them after a confirmation that says that there is no way back', async () => {
    const account = await addAccount(world);
    world.answer('Delete');
    await runOn(DELETE, account, 'Billing 2', 'Billing 10');
    const [question] = world.questions;
    assert.equal(question?.text, 'Delete 2 webhooks?');
    assert.match(
      question.detail,
      /^Billing 2, Billing 10\nlive · Acme\n.*can't restore several webhooks at once/,
    );
    assert.deepEqual(question.answers, ['Delete']);
    const { text, buttons } = await seen.message();
    assert.equal(text, 'Deleted 2 webhooks.');
    assert.deepEqual(buttons, []);
    assert.equal(world.simulator.webhooks().length, 7);
  });

  it('go on after one failed, and name it and the reason in one summary', async () => {
    const account = await addAccount(world);
    world.answer('Disable');
    const path = `/webhooks/${idOf(world, 'Billing 10')}`;
    world.simulator.fault({ kind: 'status', status: 404, body: NOT_FOUND, on: { method: 'PATCH', path } });
    await runOn(DISABLE, account, 'Billing 2', 'Billing 10', 'CRM sync');
    const { text, severity, buttons } = await seen.message();
    assert.equal(
      text,
      'Disabled 2 webhooks. 1 failed: Billing 10: The webhook no longer exists and was removed from the list.',
    );
    assert.equal(severity, 'warning');
    assert.deepEqual(buttons, ['Undo', 'Show Log']);
    assert.deepEqual(changed(), ['Billing 2', 'Billing 10', 'CRM sync']);
  });

  it('find out whether the one whose answer was lost was changed', async () => {
    const account = await addAccount(world);
    world.answer('Disable');
    const path = `/webhooks/${idOf(world, 'Billing 10')}`;
    world.simulator.fault({ kind: 'status', status: 500, on: { method: 'PATCH', path } });
    await runOn(DISABLE, account, 'Billing 2', 'Billing 10');
    assert.match(
      (await seen.message()).text,
      /^Disabled 1 webhook\. 1 failed: Billing 10: Lettr had an internal error \(status 500\)\. The list was read again: nothing was changed\. Correlation ID: [0-9a-f-]{36}\.$/,
    );
  });

  it('stop at a rejected key', async () => {
    const account = await addAccount(world);
    await world.context.stores.of(account).load();
    world.simulator.revoke('live');
    world.answer('Disable');
    await runOn(DISABLE, account, 'Billing 2', 'Billing 10', 'CRM sync');
    const { text } = await seen.message();
    assert.equal(
      text,
      '1 failed: Billing 2: Lettr rejected the API key of "Acme". Not changed: Billing 10, CRM sync.',
    );
    assert.deepEqual(changed(), ['Billing 2']);
  });

  it('work on two accounts at once', async () => {
    const first = await addAccount(world, { name: 'First' });
    const second = await addAccount(world, { name: 'Second', key: 'otherTeam' });
    const [support] = world.simulator.webhooks(977);
    const rows = [
      { kind: 'webhook', accountId: first.id, id: idOf(world, 'Billing 2') },
      { kind: 'webhook', accountId: second.id, id: support?.id },
    ];
    world.answer('Disable');
    await run(DISABLE, rows[0], rows);
    assert.match(world.questions[0]?.detail ?? '', /live · First, live · Second/);
    assert.deepEqual(
      world.simulator.requests.filter(({ method }) => method === 'PATCH').map(({ key }) => key),
      ['live', 'otherTeam'],
    );
  });

  function runOn(command: string, account: Account, ...names: readonly string[]): Thenable<unknown> {
    const rows = names.map((name) => ({ kind: 'webhook', accountId: account.id, id: idOf(world, name) }));
    return run(command, rows[0], rows);
  }

  /** The names of the webhooks for which a change was asked, in order. */
  function changed(): readonly (string | undefined)[] {
    const webhooks = world.simulator.webhooks();
    return writesOf(world).map(([, path]) => webhooks.find(({ id }) => path.endsWith(id))?.name);
  }
});

const NOT_FOUND = { message: 'Webhook not found.', error_code: 'not_found' };
