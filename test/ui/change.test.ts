import assert from 'node:assert/strict';

import { eventually } from '../support/workbench/dom.ts';
import {
  type Session,
  answer,
  choose,
  openSession,
  rowShown,
  synced,
  writes,
  writesSent,
} from './session.ts';

describe('Changing webhooks', () => {
  let session: Session;

  before(async () => {
    session = await openSession();
  });
  after(() => session.close());
  beforeEach(async () => {
    session.simulator.reset();
    await session.workbench.messages.clearToasts();
    await session.workbench.page.keyboard.press('Escape');
    await synced(session);
    session.simulator.clearRequests();
  });

  it('edits two fields and sends just these', async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await workbench.view.rowAction('Order Notifications', 'Edit Webhook');
    await choose(workbench, 'Edit Webhook', 'Name');
    await answer(workbench, 'Edit Webhook: Name', 'Orders');
    await choose(workbench, 'Edit Webhook: Order Notifications', 'Enabled');
    await choose(workbench, 'Edit Webhook: Enabled', 'Disabled');
    await quickInput.wait('Edit Webhook: Order Notifications');
    // After an edited field Enter saves.
    await quickInput.accept();
    await rowShown(workbench, 'Orders');
    const sent = writes(session).filter(({ status }) => status === 200);
    assert.deepEqual(
      sent.map(({ body }) => body),
      [{ name: 'Orders', active: false }],
    );
  });

  it('finds a webhook however its accents are written', async () => {
    const { workbench, simulator } = session;
    const { quickInput } = workbench;
    simulator.put({ name: 'Café İstanbul', url: 'https://cafe.example.com/hook' });
    await synced(session);
    await workbench.palette('Lettr: Find Webhook');
    await quickInput.wait('Find Webhook');
    await quickInput.type('istanbul CAFE\u0301');
    await eventually(async () =>
      assert.deepEqual(
        (await quickInput.items()).map(({ label }) => label),
        ['Café İstanbul'],
      ),
    );
    await quickInput.accept();
    await eventually(async () => {
      const selected = (await workbench.view.rows()).filter((row) => row.selected);
      assert.deepEqual(
        selected.map(({ label }) => label),
        ['Café İstanbul'],
      );
    });
  });

  it('keeps what is selected and expanded when the list is read anew', async () => {
    const { workbench, simulator } = session;
    await workbench.view.select('Bounce handler');
    await workbench.view.expand('Bounce handler');
    simulator.put({ name: 'Another one', url: 'https://another.example.com/hook' });
    await workbench.view.titleAction('Refresh Webhooks');
    await rowShown(workbench, 'Another one');
    const row = (await workbench.view.rows()).find(({ label }) => label === 'Bounce handler');
    assert.deepEqual([row?.selected, row?.expanded], [true, true]);
    await workbench.view.collapse('Bounce handler');
  });

  it('disables a webhook from the context menu', async () => {
    const { workbench } = session;
    await workbench.view.contextMenu('Order Notifications', 'Disable Webhook');
    await eventually(async () => {
      const row = (await workbench.view.rows()).find(({ label }) => label === 'Order Notifications');
      assert.match(row?.aria ?? '', /Disabled/);
    });
    assert.deepEqual(writes(session).at(-1)?.body, { active: false });
    assert.deepEqual(await workbench.view.contextMenuItems('Order Notifications'), [
      'Explain Webhook Health',
      'Open Webhook Details',
      'Open in Lettr Dashboard',
      'Edit Webhook',
      'Enable Webhook',
      'Duplicate Webhook',
      'Check Endpoint',
      'Send Sample Event',
      'Send Recent Event',
      'Copy Webhook ID',
      'Copy Endpoint URL',
      'Copy as cURL',
      'Delete Webhook',
    ]);
  });

  it('takes disabling back from the message that tells it', async () => {
    const { workbench } = session;
    await workbench.view.contextMenu('Billing 2', 'Disable Webhook');
    await workbench.messages.toastButton('Disabled webhook "Billing 2".', 'Undo');
    await writesSent(session, 2);
    assert.deepEqual(writes(session).at(-1)?.body, { active: true });
  });

  it('warns before it enables a webhook that was disabled after failures', async () => {
    const { workbench } = session;
    await workbench.view.contextMenu('Legacy warehouse', 'Enable Webhook');
    const dialog = await workbench.messages.dialog();
    assert.match(dialog.text, /Enable webhook "Legacy warehouse"\?/);
    assert.match(dialog.detail, /will keep failing/);
    await workbench.messages.dialogButton('Cancel');
    assert.deepEqual(writes(session), []);
  });

  it('deletes after a question and restores', async () => {
    const { workbench } = session;
    await workbench.view.contextMenu('Newsletter stats', 'Delete Webhook');
    const dialog = await workbench.messages.dialog();
    assert.match(dialog.text, /Delete webhook "Newsletter stats"\?/);
    assert.match(dialog.detail, /live · LETTR_API_KEY/);
    assert.deepEqual(dialog.buttons.toSorted(), ['Cancel', 'Delete']);
    await workbench.screenshot('delete');
    await workbench.messages.dialogButton('Delete');
    await rowShown(workbench, 'Newsletter stats', false);
    await workbench.messages.toastButton('Deleted webhook "Newsletter stats".', 'Restore…');
    await workbench.quickInput.wait('Restore Webhook: Review');
    const [create] = await workbench.quickInput.items();
    assert.match(create?.detail ?? '', /then disabled immediately/);
    await workbench.quickInput.pick('Create Webhook');
    await rowShown(workbench, 'Newsletter stats');
    await eventually(() => {
      const back = session.simulator.webhooks().find(({ name }) => name === 'Newsletter stats');
      assert.equal(back?.enabled, false);
    });
    // The last step of it, which would close the menu of the next test.
    await eventually(async () => {
      const row = (await workbench.view.rows()).find(({ label }) => label === 'Newsletter stats');
      assert.equal(row?.selected, true);
    });
  });

  it('disables instead of deleting when asked to', async () => {
    const { workbench } = session;
    await workbench.view.contextMenu('Order Notifications', 'Delete Webhook');
    await workbench.messages.dialogButton('Disable Instead');
    await writesSent(session, 1);
    assert.ok(writes(session).every(({ method }) => method !== 'DELETE'));
  });

  it('sends nothing when the question is cancelled', async () => {
    const { workbench } = session;
    await workbench.view.contextMenu('Order Notifications', 'Delete Webhook');
    await workbench.messages.dialogButton('Cancel');
    assert.deepEqual(writes(session), []);
  });

  it('acts on the selection with the Delete key and with F2', async () => {
    const { workbench } = session;
    await workbench.view.select('Order Notifications');
    await workbench.page.keyboard.press('F2');
    await workbench.quickInput.wait('Edit Webhook: Order Notifications');
    await workbench.quickInput.escape();
    await workbench.quickInput.waitClosed();
    await workbench.view.select('Billing 2');
    await workbench.view.select('Billing 10', true);
    await workbench.page.keyboard.press('Delete');
    const dialog = await workbench.messages.dialog();
    assert.match(dialog.text, /Delete 2 webhooks\?/);
    assert.match(dialog.detail, /Billing 2, Billing 10/);
    assert.match(dialog.detail, /can't restore several webhooks at once/);
    await workbench.messages.dialogButton('Delete');
    await workbench.messages.toast('Deleted 2 webhooks.');
    await rowShown(workbench, 'Billing 2', false);
  });

  it('offers the entries for one row after several were deleted, and outside of a selection', async () => {
    const { workbench } = session;
    const items = (): Promise<readonly string[]> => workbench.view.contextMenuItems('Audit log');
    await eventually(async () => assert.ok((await items()).includes('Edit Webhook')));
    // The hover of the row would lie over others.
    await workbench.page.mouse.move(0, 0);
    await workbench.page.keyboard.press('Escape');
    await workbench.view.select('Newsletter stats');
    await workbench.view.select('Order Notifications', true);
    await eventually(async () =>
      assert.ok(!(await workbench.view.contextMenuItems('Order Notifications')).includes('Edit Webhook')),
    );
    assert.ok((await items()).includes('Edit Webhook'), 'it is no part of the selection');
  });

  it('disables several rows with one question and one summary', async () => {
    const { workbench } = session;
    await workbench.view.select('Billing 2');
    await workbench.view.select('Order Notifications', true);
    await workbench.view.select('Newsletter stats', true);
    await workbench.view.contextMenu('Newsletter stats', 'Disable Webhook');
    const dialog = await workbench.messages.dialog();
    assert.match(dialog.text, /Disable 2 webhooks\?/);
    assert.match(dialog.detail, /Already disabled: Newsletter stats/);
    await workbench.messages.dialogButton('Disable');
    const toast = await workbench.messages.toast('Disabled 2 webhooks');
    assert.match(toast.text, /Already disabled: Newsletter stats/);
    await workbench.messages.clearToasts();
  });

  it('shows what was changed elsewhere before it saves', async () => {
    const { workbench, simulator } = session;
    const target = simulator.webhooks().find(({ name }) => name === 'Order Notifications');
    assert.ok(target);
    await workbench.view.rowAction('Order Notifications', 'Edit Webhook');
    await choose(workbench, 'Edit Webhook', 'Name');
    await answer(workbench, 'Edit Webhook: Name', 'Orders');
    await workbench.quickInput.wait('Edit Webhook: Order Notifications');
    simulator.put({ id: target.id, url: 'https://elsewhere.example.com/hook' });
    await workbench.quickInput.pick('Save Changes (1)');
    const dialog = await workbench.messages.dialog();
    assert.match(dialog.detail, /Endpoint: was https:\/\/.*, now https:\/\/elsewhere\.example\.com\/hook/);
    await workbench.messages.dialogButton('Save Anyway');
    await rowShown(workbench, 'Orders');
    const sent = writes(session).filter(({ status }) => status === 200);
    assert.deepEqual(
      sent.map(({ body }) => body),
      [{ name: 'Orders' }],
    );
  });
});
