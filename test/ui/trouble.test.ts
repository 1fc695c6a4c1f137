import assert from 'node:assert/strict';

import { eventually } from '../support/workbench/dom.ts';
import { type Session, openSession, rowShown, rowsShown, synced, writes } from './session.ts';

describe('When something is wrong', () => {
  let session: Session;

  before(async () => {
    session = await openSession();
  });
  after(() => session.close());
  beforeEach(async () => {
    session.simulator.reset();
    await session.workbench.messages.clearToasts();
  });

  it('keeps the list and says so while Lettr cannot be reached, and recovers', async () => {
    const { workbench, simulator } = session;
    simulator.fault({ kind: 'reset', times: Number.POSITIVE_INFINITY });
    await workbench.view.titleAction('Refresh Webhooks');
    await eventually(async () =>
      assert.match((await workbench.view.message()) ?? '', /Couldn't reach Lettr: .* Showing data from/),
    );
    await rowsShown(workbench);
    await workbench.screenshot('offline');
    simulator.clearFaults();
    await workbench.view.titleAction('Refresh Webhooks');
    await workbench.page.locator('.sidebar .message:visible').waitFor({ state: 'hidden' });
  });

  it('says that the key was rejected, sends nothing more, and tries again when asked to', async () => {
    const { workbench, simulator } = session;
    simulator.revoke(simulator.keys.live);
    await workbench.view.titleAction('Refresh Webhooks');
    await eventually(async () =>
      assert.match((await workbench.view.message()) ?? '', /Lettr rejected the API key/),
    );
    const sent = simulator.requests.length;
    await workbench.view.contextMenu('Order Notifications', 'Disable Webhook');
    const toast = await workbench.messages.toast('Lettr rejected the API key in LETTR_API_KEY.');
    assert.deepEqual(toast.buttons, ['Add Account']);
    assert.equal(simulator.requests.length, sent);
    simulator.restore(simulator.keys.live);
    await workbench.view.titleAction('Refresh Webhooks');
    await workbench.page.locator('.sidebar .message:visible').waitFor({ state: 'hidden' });
  });

  it('takes a webhook off the list that is gone at Lettr', async () => {
    const { workbench, simulator } = session;
    await synced(session);
    const gone = simulator.webhooks().find(({ name }) => name === 'CRM sync');
    simulator.remove(gone?.id ?? '');
    await workbench.view.contextMenu('CRM sync', 'Disable Webhook');
    const toast = await workbench.messages.toast(
      'The webhook no longer exists and was removed from the list.',
    );
    assert.deepEqual(toast.buttons, []);
    await rowShown(workbench, 'CRM sync', false);
  });

  it('finds out what became of a change whose answer was lost', async () => {
    const { workbench, simulator } = session;
    await synced(session);
    simulator.fault({ kind: 'reset', phase: 'after', on: { method: 'PUT' } });
    await workbench.view.contextMenu('CRM sync', 'Disable Webhook');
    await workbench.messages.toast("Lettr's response was lost, but the list confirms it.");
    assert.equal(writes(session).filter(({ method }) => method === 'PUT').length, 1);
  });

  it('shows hostile text from the API as plain text', async () => {
    const { workbench, simulator } = session;
    const shown = '[x] (command:workbench.action.toggleZenMode) $ (error) <b> evil';
    simulator.put({
      name: '[x](command:workbench.action.toggleZenMode) $(error) <b>\u202Eevil',
      url: 'https://x.example.com/',
    });
    await workbench.view.titleAction('Refresh Webhooks');
    await rowShown(workbench, shown);
    await workbench.view.contextMenu(shown, 'Delete Webhook');
    assert.ok((await workbench.messages.dialog()).text.includes(shown));
    await workbench.messages.dialogButton('Delete');
    await workbench.messages.toast('Deleted webhook "[x] (command:workbench.action.toggleZenMode)');
    const message = workbench.page.locator('.notification-list-item-message');
    assert.equal(await message.locator('a, .codicon, b').count(), 0);
  });
});

describe('A sandbox key', () => {
  let session: Session;

  before(async () => {
    session = await openSession({ key: 'sandbox' });
  });
  after(() => session.close());

  it('reads, and says before the first step that it cannot change anything', async () => {
    const { workbench } = session;
    await workbench.palette('Lettr: Create Webhook');
    const toast = await workbench.messages.toast('Sandbox keys can read webhooks but not change them.');
    assert.deepEqual(toast.buttons, ['Switch Account']);
    assert.equal(await workbench.quickInput.isOpen(), false);
    assert.deepEqual(writes(session), []);
    assert.match(
      (await workbench.page.locator('.sidebar .composite.title').textContent()) ?? '',
      /sandbox · LETTR_API_KEY/,
    );
  });
});
