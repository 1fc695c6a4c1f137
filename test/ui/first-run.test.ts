import assert from 'node:assert/strict';

import { eventually } from '../support/workbench/dom.ts';
import { type Session, answer, choose, openSession, rowShown, writes } from './session.ts';

describe('A new user', () => {
  let session: Session;

  before(async () => {
    session = await openSession({ key: 'none', empty: true });
  });
  after(() => session.close());

  it('is asked for an account and sends nothing before', async () => {
    const { view } = session.workbench;
    await eventually(async () => {
      const welcome = await view.welcome();
      assert.match(welcome.texts.join(' '), /Add a Lettr account/);
      assert.deepEqual(welcome.buttons, ['Add Account']);
    });
    assert.equal(session.simulator.requests.length, 0);
    await session.workbench.screenshot('welcome');
  });

  it('learns what is wrong with a key before it is sent', async () => {
    const { view, quickInput, page } = session.workbench;
    await view.welcomeButton('Add Account');
    await choose(session.workbench, 'Add Account', 'Paste an API Key');
    await quickInput.wait('Add Account: API Key (');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.type('sk_live_1');
    await page.locator('.quick-input-message', { hasText: 'start with lttr_' }).waitFor();
    await quickInput.type('lttr_abc');
    await page.locator('.quick-input-message', { hasText: 'looks incomplete' }).waitFor();
    assert.equal(session.simulator.requests.length, 0);
  });

  it('is told under the input box when Lettr rejects the key', async () => {
    const { quickInput, page } = session.workbench;
    await quickInput.type(session.simulator.keys.invalid);
    await quickInput.accept();
    await page.locator('.quick-input-message', { hasText: 'Lettr rejected this API key.' }).waitFor();
    assert.equal(session.simulator.requests.length, 1);
  });

  it('is warned before a third key, and can send it all the same', async () => {
    const { quickInput, page } = session.workbench;
    const sent = () => session.simulator.requests.length;
    await quickInput.accept();
    await eventually(() => assert.equal(sent(), 2));
    await page.locator('.quick-input-message', { hasText: 'Lettr rejected this API key.' }).waitFor();
    await quickInput.type(session.simulator.keys.live);
    await quickInput.accept();
    await page.locator('.quick-input-message', { hasText: 'Press Enter to try this one.' }).waitFor();
    assert.equal(sent(), 2);
  });

  it('stores the account under the name of the team', async () => {
    const { quickInput, view } = session.workbench;
    await quickInput.accept();
    await quickInput.wait('Add Account: Name');
    // The key is checked, and whether it may list webhooks.
    assert.equal(session.simulator.requests.length, 4);
    assert.equal(await quickInput.value(), 'Team 4211');
    await quickInput.accept();
    await session.workbench.page.locator('.welcome-view-content', { hasText: 'no webhooks yet' }).waitFor();
    assert.deepEqual((await view.welcome()).buttons, ['Create Webhook']);
    assert.match(
      (await session.workbench.page.locator('.sidebar .composite.title').textContent()) ?? '',
      /live · Team 4211/,
    );
  });

  it('creates the first webhook', async () => {
    const { workbench } = session;
    await workbench.view.welcomeButton('Create Webhook');
    await answer(workbench, 'Create Webhook: Name', 'Order Notifications');
    await answer(workbench, 'Create Webhook: Endpoint URL', 'https://shop.example.com/lettr');
    await choose(workbench, 'Create Webhook: Events', 'All events');
    await choose(workbench, 'Create Webhook: Authentication', 'None');
    await choose(workbench, 'Create Webhook: Review', 'Create Webhook');
    await rowShown(workbench, 'Order Notifications');
    assert.deepEqual(writes(session), [
      {
        method: 'POST',
        path: '/webhooks',
        body: {
          name: 'Order Notifications',
          url: 'https://shop.example.com/lettr',
          auth_type: 'none',
          events_mode: 'all',
        },
        status: 201,
      },
    ]);
  });

  it('finds the account again after a reload', async () => {
    const { workbench } = session;
    await workbench.reload();
    await workbench.openLettr();
    await rowShown(workbench, 'Order Notifications');
  });
});
