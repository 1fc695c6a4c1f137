import assert from 'node:assert/strict';

import type { WebhookPut } from '../../../simulator/simulator.ts';
import { addAccount, idOf, run, seen, useWorld, writesOf } from '../support.ts';

describe('an edit of a webhook that was changed elsewhere meanwhile', () => {
  const world = useWorld();

  it('asks, naming what was and what is, and saves only the own change', async () => {
    world.answer('Save Anyway');
    const { done } = await disableWhile({ name: 'Billing zwei', event_types: ['message.bounce'] });
    await done;
    const [question] = world.questions;
    assert.equal(question?.text, 'Webhook "Billing 2" has changed since you started editing it.');
    assert.deepEqual(question.detail.split('\n'), [
      'Name: was Billing 2, now Billing zwei',
      'Events: was 2 events (message.delivery, message.delay), now 1 event (message.bounce)',
      '',
      'Save your changes anyway, or review them first?',
    ]);
    assert.deepEqual(question.answers, ['Save Anyway', 'Review']);
    assert.deepEqual(bodies(), [{ active: false }]);
  });

  it('shows the own change on top of the other ones in the review', async () => {
    world.answer('Review');
    const { done } = await disableWhile({ name: 'Billing zwei' });
    const menu = await seen.input();
    assert.match(menu.title, /Billing zwei/);
    assert.equal(menu.labels[0], '$(save) Save Changes (1)');
    await menu.choose('Save Changes (1)');
    await done;
    assert.equal(world.questions.length, 1);
    assert.deepEqual(bodies(), [{ active: false }]);
  });

  it('sends nothing after Esc and keeps the change', async () => {
    const { done } = await disableWhile({ name: 'Billing zwei' });
    await done;
    assert.equal(world.questions.length, 1);
    assert.deepEqual(bodies(), []);
    const id = idOf(world, 'Billing zwei');
    const { current } = world.context.accounts;
    assert.equal(world.context.drafts.get(`edit ${current?.id} ${id}`)?.form.enabled, false);
  });

  it('has nothing to save when both made the same change', async () => {
    world.answer('Save Anyway');
    const { done } = await disableWhile({ enabled: false });
    await done;
    assert.equal(world.questions[0]?.detail.split('\n')[0], 'Enabled: was yes, now no');
    assert.deepEqual(bodies(), []);
    assert.deepEqual(seen.statuses, ['There are no changes left to save.']);
  });

  it('says that the webhook is gone when it was deleted', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Billing 2');
    const done = run('lettr.webhook.edit', { id });
    await chooseDisabled();
    world.simulator.remove(id);
    await (await seen.input()).choose('Save Changes (1)');
    await done;
    assert.equal((await seen.message()).text, 'The webhook no longer exists and was removed from the list.');
    assert.equal(world.context.stores.of(account).webhooks.has(id), false);
    assert.deepEqual(bodies(), []);
  });

  it('does not ask when only the deliveries went on', async () => {
    const { done } = await disableWhile({
      last_status: 'failure',
      last_failure_at: '2026-01-01T00:00:00+00:00',
    });
    await done;
    assert.equal(world.questions.length, 0);
    assert.deepEqual(bodies(), [{ active: false }]);
  });

  /** Disables "Billing 2" in the wizard; before Save somebody else makes `change`. */
  async function disableWhile(change: WebhookPut): Promise<{ done: Thenable<unknown> }> {
    await addAccount(world);
    const id = idOf(world, 'Billing 2');
    const done = run('lettr.webhook.edit', { id });
    await chooseDisabled();
    world.simulator.put({ id, ...change });
    await (await seen.input()).choose('Save Changes (1)');
    return { done };
  }

  async function chooseDisabled(): Promise<void> {
    await (await seen.input()).choose('Enabled');
    await (await seen.input()).choose('Disabled');
  }

  function bodies(): readonly unknown[] {
    return writesOf(world).map(([, , body]) => body);
  }
});
