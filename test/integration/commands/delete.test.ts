import assert from 'node:assert/strict';

import { addAccount, idOf, run, seen, until, useWorld, writesOf } from '../support.ts';

const DELETE = 'lettr.webhook.delete';

describe('Delete Webhook', () => {
  const world = useWorld();

  it('asks with name, account, endpoint and consequence, then deletes', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Staging mirror');
    world.answer('Delete');
    await run(DELETE, { id });
    const [question] = world.questions;
    assert.equal(question?.text, 'Delete webhook "Staging mirror"?');
    assert.deepEqual(question.detail.split('\n'), [
      'Lettr will stop delivering events to https://staging.example.com/webhooks/lettr.',
      'Account: live · Acme',
    ]);
    assert.deepEqual(question.answers, ['Delete', 'Disable Instead']);
    assert.deepEqual(writesOf(world), [['DELETE', `/webhooks/${id}`, undefined]]);
    assert.equal(world.context.stores.of(account).webhooks.has(id), false);
    const { text, buttons } = await seen.message();
    assert.equal(text, 'Deleted webhook "Staging mirror".');
    assert.deepEqual(buttons, ['Restore…']);
  });

  it('says that stored credentials are lost', async () => {
    await addAccount(world);
    await run(DELETE, { id: idOf(world, 'CRM sync') });
    assert.match(world.questions[0]?.detail ?? '', /^Its credentials can't be recovered\.$/m);
  });

  it('sends nothing after Esc', async () => {
    await addAccount(world);
    await run(DELETE, { id: idOf(world, 'Staging mirror') });
    assert.equal(world.questions.length, 1);
    assert.deepEqual(writesOf(world), []);
    assert.equal(seen.messages.length, 0);
  });

  it('disables instead', async () => {
    await addAccount(world);
    const id = idOf(world, 'Staging mirror');
    world.answer('Disable Instead');
    await run(DELETE, { id });
    assert.deepEqual(writesOf(world), [['PATCH', `/webhooks/${id}`, { active: false }]]);
    assert.equal((await seen.message()).text, 'Disabled webhook "Staging mirror".');
  });

  it('does not offer to disable what is disabled', async () => {
    await addAccount(world);
    await run(DELETE, { id: idOf(world, 'Newsletter stats') });
    assert.deepEqual(world.questions[0]?.answers, ['Delete']);
  });

  it('offers every webhook without an argument', async () => {
    await addAccount(world);
    const done = run(DELETE);
    const pick = await seen.input();
    assert.equal(pick.labels.length, 9);
    await pick.choose('CRM sync');
    await done;
    assert.equal(world.questions[0]?.text, 'Delete webhook "CRM sync"?');
    assert.deepEqual(writesOf(world), []);
  });

  it('is restored from a review, once the person says so', async () => {
    await addAccount(world);
    world.answer('Delete');
    await run(DELETE, { id: idOf(world, 'Staging mirror') });
    (await seen.message()).press('Restore…');
    const review = await seen.input();
    assert.equal(review.title, 'Restore Webhook: Review (live · Acme)');
    assert.deepEqual(writesOf(world).length, 1);
    await review.choose('Create Webhook');
    await until(() => seen.statuses.length > 0, 'the webhook to be made again');
    assert.deepEqual(writesOf(world)[1], [
      'POST',
      '/webhooks',
      {
        name: 'Staging mirror',
        url: 'https://staging.example.com/webhooks/lettr',
        auth_type: 'none',
        events_mode: 'selected',
        events: ['message.delivery'],
      },
    ]);
  });

  it('sends nothing when the review is left, and offers Restore again', async () => {
    const account = await addAccount(world);
    world.answer('Delete');
    await run(DELETE, { id: idOf(world, 'Staging mirror') });
    (await seen.message()).press('Restore…');
    await (await seen.input()).escape();
    const { text, buttons } = await seen.message();
    assert.equal(text, 'Deleted webhook "Staging mirror".');
    assert.deepEqual(buttons, ['Restore…']);
    assert.equal(writesOf(world).length, 1);
    assert.equal(world.context.drafts.get(`create ${account.id}`), undefined);
  });

  it('asks for the credentials again when it is restored', async () => {
    await addAccount(world);
    world.answer('Delete');
    await run(DELETE, { id: idOf(world, 'Order Notifications') });
    (await seen.message()).press('Restore…');
    await (await seen.input()).choose('Create Webhook');
    const credential = await seen.input();
    assert.equal(credential.title, 'Restore Webhook: Username (live · Acme)');
    assert.match(credential.prompt, /^Lettr doesn't return stored credentials, so enter them again\./);
    await credential.escape();
    // What was left is offered again where it was left.
    (await seen.message()).press('Restore…');
    const again = await seen.input();
    assert.equal(again.title, 'Restore Webhook: Username (live · Acme)');
    await again.escape();
    await seen.message();
    assert.equal(writesOf(world).length, 1);
  });

  it('makes a disabled one again and disables it, and says so in the review', async () => {
    await addAccount(world);
    world.answer('Delete');
    await run(DELETE, { id: idOf(world, 'Newsletter stats') });
    (await seen.message()).press('Restore…');
    await (await seen.input()).choose('Create Webhook');
    await until(() => writesOf(world).length === 3, 'the third request');
    const made = world.simulator.webhooks().find(({ name }) => name === 'Newsletter stats');
    assert.deepEqual(writesOf(world)[2], ['PATCH', `/webhooks/${made?.id}`, { active: false }]);
    assert.equal(made?.enabled, false);
  });
});
