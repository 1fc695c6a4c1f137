import assert from 'node:assert/strict';

import { addAccount, idOf, run, seen, until, useWorld, writesOf } from '../support.ts';

const ENABLE = 'lettr.webhook.enable';
const DISABLE = 'lettr.webhook.disable';

describe('Enable Webhook and Disable Webhook', () => {
  const world = useWorld();

  it('disables by id, with nothing but that one request', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Billing 2');
    await run(DISABLE, { id });
    assert.deepEqual(writesOf(world), [['PATCH', `/webhooks/${id}`, { active: false }]]);
    assert.equal((await seen.message()).text, 'Disabled webhook "Billing 2".');
    assert.equal(world.context.stores.of(account).webhooks.get(id)?.enabled, false);
    assert.equal(world.questions.length, 0);
  });

  it('takes disabling back, without a question', async () => {
    await addAccount(world);
    const id = idOf(world, 'Bounce handler');
    await run(DISABLE, { id });
    const message = await seen.message();
    assert.deepEqual(message.buttons, ['Undo']);
    message.press('Undo');
    await until(() => seen.statuses.length > 0, 'the webhook to be enabled');
    assert.deepEqual(seen.statuses, ['Enabled webhook "Bounce handler".']);
    assert.deepEqual(writesOf(world)[1], ['PATCH', `/webhooks/${id}`, { active: true }]);
    assert.equal(world.questions.length, 0);
    assert.equal(seen.messages.length, 0);
  });

  it('takes a row below a webhook for the webhook', async () => {
    const { id: accountId } = await addAccount(world);
    const id = idOf(world, 'Billing 2');
    await run(DISABLE, { kind: 'detail', parent: { kind: 'webhook', accountId, id }, part: 'url' });
    assert.deepEqual(writesOf(world), [['PATCH', `/webhooks/${id}`, { active: false }]]);
  });

  it('sends nothing for a sandbox account, and says why', async () => {
    await addAccount(world, { key: 'sandbox' });
    for (const command of [ENABLE, DISABLE]) {
      await run(command, { id: idOf(world, 'Billing 2') });
      const { text, buttons } = await seen.message();
      assert.equal(text, 'Sandbox keys can read webhooks but not change them.');
      assert.deepEqual(buttons, ['Switch Account']);
    }
    assert.equal(world.simulator.requests.length, 0);
  });

  it('enables by id', async () => {
    await addAccount(world);
    const id = idOf(world, 'Newsletter stats');
    await run(ENABLE, { id });
    assert.deepEqual(writesOf(world), [['PATCH', `/webhooks/${id}`, { active: true }]]);
    assert.deepEqual(seen.statuses, ['Enabled webhook "Newsletter stats".']);
    assert.equal(world.questions.length, 0);
  });

  it('takes an account that is not the current one', async () => {
    const first = await addAccount(world, { name: 'First' });
    await addAccount(world, { name: 'Second', key: 'otherTeam' });
    const id = idOf(world, 'Billing 2');
    await run(DISABLE, { id, account: first.id });
    assert.deepEqual(
      world.simulator.requests.map(({ method, key }) => [method, key]),
      [
        ['GET', 'live'],
        ['PATCH', 'live'],
      ],
    );
  });

  it('takes a row of the tree', async () => {
    const { id: accountId } = await addAccount(world);
    const id = idOf(world, 'Billing 2');
    await run(DISABLE, { kind: 'webhook', accountId, id });
    assert.deepEqual(writesOf(world), [['PATCH', `/webhooks/${id}`, { active: false }]]);
  });

  it('takes the one selected row that a menu hands over beside the clicked one', async () => {
    const { id: accountId } = await addAccount(world);
    const row = { kind: 'webhook', accountId, id: idOf(world, 'Billing 2') };
    await run(DISABLE, row, [row]);
    assert.equal(writesOf(world).length, 1);
    assert.equal(world.questions.length, 0);
  });

  it('leads to a message with Switch Account when the key may not write', async () => {
    await addAccount(world);
    world.simulator.fault({
      kind: 'status',
      status: 403,
      body: { message: 'x', error_code: 'insufficient_scope' },
      on: { method: 'PATCH' },
    });
    await run(DISABLE, { id: idOf(world, 'Billing 2') });
    const { text, buttons } = await seen.message();
    assert.equal(text, "This API key isn't allowed to change webhooks. Use a key with full access.");
    assert.deepEqual(buttons, ['Switch Account']);
  });

  describe('of one that was disabled after failures', () => {
    it('asks first and names the endpoint and the account', async () => {
      await addAccount(world);
      const id = idOf(world, 'Legacy warehouse');
      world.answer('Enable');
      await run(ENABLE, { id });
      const [question] = world.questions;
      assert.equal(question?.text, 'Enable webhook "Legacy warehouse"?');
      assert.match(
        question.detail,
        /^It was disabled after failed deliveries.*\nhttps:\/\/warehouse\.example\.org/,
      );
      assert.match(question.detail, /live · Acme$/);
      assert.deepEqual(question.answers, ['Enable']);
      assert.deepEqual(writesOf(world), [['PATCH', `/webhooks/${id}`, { active: true }]]);
    });

    it('sends nothing after Esc', async () => {
      await addAccount(world);
      await run(ENABLE, { id: idOf(world, 'Legacy warehouse') });
      assert.equal(world.questions.length, 1);
      assert.deepEqual(writesOf(world), []);
      assert.equal(seen.messages.length, 0);
    });
  });

  describe('without an argument', () => {
    it('offers the enabled ones to be disabled', async () => {
      await addAccount(world);
      const done = run(DISABLE);
      const pick = await seen.input();
      assert.equal(pick.title, 'live · Acme');
      assert.deepEqual(pick.labels, [
        'Audit log',
        'Billing 2',
        'Billing 10',
        'Bounce handler',
        'CRM sync',
        'Order Notifications',
        'Staging mirror',
      ]);
      await pick.choose('Billing 10');
      await done;
      assert.deepEqual(
        writesOf(world).map(([, path]) => path),
        [`/webhooks/${idOf(world, 'Billing 10')}`],
      );
    });

    it('offers the disabled ones to be enabled', async () => {
      await addAccount(world);
      const done = run(ENABLE);
      const pick = await seen.input();
      assert.deepEqual(pick.labels, ['Legacy warehouse', 'Newsletter stats']);
      await pick.choose('Newsletter stats');
      await done;
      assert.deepEqual(writesOf(world), [
        ['PATCH', `/webhooks/${idOf(world, 'Newsletter stats')}`, { active: true }],
      ]);
    });

    it('sends nothing after Esc', async () => {
      await addAccount(world);
      const done = run(DISABLE);
      await (await seen.input()).escape();
      await done;
      assert.deepEqual(writesOf(world), []);
      assert.equal(seen.messages.length, 0);
    });

    it('says so when there is none to offer', async () => {
      world.simulator.reset({ empty: true });
      world.simulator.put({ name: 'Only' });
      await addAccount(world);
      await run(ENABLE);
      assert.equal((await seen.message()).text, 'All webhooks are enabled.');
      assert.equal(seen.unreadInputs, 0);
    });

    it('says so when there is no webhook at all', async () => {
      world.simulator.reset({ empty: true });
      await addAccount(world);
      await run(DISABLE);
      assert.equal((await seen.message()).text, 'There are no webhooks in live · Acme yet.');
    });
  });
});
