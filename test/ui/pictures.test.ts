import { eventually } from '../support/workbench/dom.ts';
import { type Session, answer, answerSecret, choose, openSession, rowShown } from './session.ts';

// The pictures of the README. `npm run test:ui -- --update-images` copies them to docs/images.
describe('Pictures', () => {
  let session: Session;

  before(async () => {
    session = await openSession();
    await session.workbench.page.setViewportSize({ width: 1000, height: 640 });
  });
  after(() => session.close());

  it('list: health, details and the hover', async () => {
    const { workbench } = session;
    // A row that is repainted under the pointer loses its hover.
    await workbench.page.locator('.monaco-list-row', { hasText: 'Failing' }).first().waitFor();
    await workbench.view.expand('Bounce handler');
    await rowShown(workbench, 'Endpoint');
    await eventually(async () => {
      await workbench.page.mouse.move(500, 500);
      await workbench.view.row('Bounce handler').hover();
      await workbench.page
        .locator('.workbench-hover:visible', { hasText: 'Updated ' })
        .waitFor({ timeout: 5_000 });
    });
    await workbench.screenshot('list');
    await workbench.view.collapse('Bounce handler');
  });

  it('review: what is about to be sent', async () => {
    const { workbench } = session;
    await workbench.palette('Lettr: Create Webhook');
    await answer(workbench, 'Create Webhook: Name', 'Receipts');
    await answer(workbench, 'Create Webhook: Endpoint URL', 'https://shop.example.com/hooks/receipts');
    await choose(workbench, 'Create Webhook: Events', 'Selected events');
    await workbench.quickInput.wait('Event Types');
    await workbench.quickInput.tick('All of Message');
    await workbench.quickInput.wait('7 of 22 selected');
    await workbench.screenshot('events');
    await workbench.quickInput.accept();
    await choose(workbench, 'Create Webhook: Authentication', 'Basic');
    await answer(workbench, 'Create Webhook: Username', 'lettr');
    await answerSecret(workbench, 'Create Webhook: Password', 'not a real one');
    await workbench.quickInput.wait('Create Webhook: Review');
    await workbench.screenshot('review');
    await workbench.quickInput.escape();
  });

  it('edit: which fields are changed', async () => {
    const { workbench } = session;
    await workbench.view.rowAction('Order Notifications', 'Edit Webhook');
    await choose(workbench, 'Edit Webhook: Order Notifications', 'Name');
    await answer(workbench, 'Edit Webhook: Name', 'Orders');
    await choose(workbench, 'Edit Webhook: Order Notifications', 'Enabled');
    await choose(workbench, 'Edit Webhook: Enabled', 'Disabled');
    await workbench.quickInput.wait('Edit Webhook: Order Notifications');
    await workbench.screenshot('edit');
    await workbench.quickInput.escape();
  });
});

describe('Pictures in the dark', () => {
  it('explanation: why a webhook fails', async () => {
    const dark = await openSession({ theme: 'Default Dark Modern' });
    try {
      const { workbench } = dark;
      await workbench.page.setViewportSize({ width: 1000, height: 640 });
      await workbench.view.contextMenu('Bounce handler', 'Explain Webhook Health');
      await workbench.editors.webview('h2:has-text("History")');
      // The pointer rests on a button of a row, whose hover would be in the picture.
      await workbench.page.mouse.move(500, 300);
      await workbench.page.locator('.workbench-hover:visible').waitFor({ state: 'hidden' });
      await workbench.screenshot('explanation');
      await workbench.editors.closeAll();
      await workbench.palette('Lettr: Show Event Coverage');
      await workbench.editors.webview('table');
      await workbench.screenshot('coverage');
    } finally {
      await dark.close();
    }
  });
});
