import assert from 'node:assert/strict';

import { eventually } from '../support/workbench/dom.ts';
import {
  type Session,
  answer,
  answerSecret,
  choose,
  openSession,
  rowShown,
  writes,
  writesSent,
} from './session.ts';

const PASSWORD = 'correct horse, battery & staple';
const CLIENT_SECRET = 'hush-little-secret/5502+';

describe('Lettr: Create Webhook', () => {
  let session: Session;

  before(async () => {
    session = await openSession();
  });
  after(() => session.close());
  beforeEach(() => {
    session.simulator.reset();
  });

  async function begin(name: string, url: string): Promise<void> {
    const { workbench } = session;
    const { quickInput } = workbench;
    await workbench.palette('Lettr: Create Webhook');
    // A draft that a test before this one left is offered first.
    await eventually(async () => {
      if ((await quickInput.items()).some(({ label }) => label === 'Start Over')) {
        await quickInput.pick('Start Over');
      }
      assert.match((await quickInput.title()) ?? '', /^Create Webhook: Name/);
    });
    await answer(workbench, 'Create Webhook: Name', name);
    await answer(workbench, 'Create Webhook: Endpoint URL', url);
  }

  it('sends basic authentication and the chosen events, and shows no secret in the review', async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await begin('Bounces', 'https://new.example.com/bounces');
    await choose(workbench, 'Create Webhook: Events', 'Selected events');
    await quickInput.wait('Event Types');
    await quickInput.accept();
    await quickInput.wait('select at least one event type');
    await quickInput.toggle('Bounce');
    await quickInput.type('unsubscribe');
    await quickInput.tick('All of Unsubscribe');
    await quickInput.wait('3 of 22 selected');
    await eventually(async () => {
      const row = (await quickInput.items()).find(({ label }) => label === 'All of Unsubscribe');
      assert.equal(row?.description, '2 of 2');
    });
    await quickInput.accept();
    await choose(workbench, 'Create Webhook: Authentication', 'Basic');
    await answer(workbench, 'Create Webhook: Username', 'lettr');
    await quickInput.wait('Create Webhook: Password');
    assert.equal(await quickInput.isPassword(), true);
    assert.match((await quickInput.title()) ?? '', /\(7\/8\)/);
    await quickInput.typeSecret(PASSWORD, 'a typed password');
    await quickInput.accept();
    await quickInput.wait('Create Webhook: Review');
    const rows = (await quickInput.items()).map((item) => `${item.label}: ${item.description}`);
    assert.ok(rows.includes('Password: ••••••'), rows.join('\n'));
    assert.ok(!rows.join().includes(PASSWORD));
    await quickInput.pick('Create Webhook');
    await rowShown(workbench, 'Bounces');
    assert.deepEqual(writes(session)[0]?.body, {
      name: 'Bounces',
      url: 'https://new.example.com/bounces',
      auth_type: 'basic',
      auth_username: 'lettr',
      auth_password: PASSWORD,
      events_mode: 'selected',
      events: ['message.bounce', 'unsubscribe.list_unsubscribe', 'unsubscribe.link_unsubscribe'],
    });
  });

  it('sends OAuth 2.0 credentials', async () => {
    const { workbench } = session;
    await begin('Warehouse', 'https://warehouse2.example.com/hook');
    await choose(workbench, 'Create Webhook: Events', 'All events');
    await choose(workbench, 'Create Webhook: Authentication', 'OAuth 2.0');
    await answer(workbench, 'Create Webhook: Client ID', 'client');
    await answerSecret(workbench, 'Create Webhook: Client Secret', CLIENT_SECRET);
    await answer(workbench, 'Create Webhook: Token URL', 'https://auth.example.com/token');
    await choose(workbench, 'Create Webhook: Review', 'Create Webhook');
    await rowShown(workbench, 'Warehouse');
    assert.deepEqual(writes(session)[0]?.body, {
      name: 'Warehouse',
      url: 'https://warehouse2.example.com/hook',
      auth_type: 'oauth2',
      oauth_client_id: 'client',
      oauth_client_secret: CLIENT_SECRET,
      oauth_token_url: 'https://auth.example.com/token',
      events_mode: 'all',
    });
  });

  it('keeps everything on Back, and Esc sends nothing and offers to continue', async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await begin('Kept name', 'https://kept.example.com/hook');
    await quickInput.wait('Create Webhook: Events');
    await quickInput.back();
    await quickInput.wait('Create Webhook: Endpoint URL');
    await eventually(async () => assert.equal(await quickInput.value(), 'https://kept.example.com/hook'));
    await quickInput.type('https://kept.example.com/changed');
    await quickInput.back();
    await quickInput.wait('Create Webhook: Name');
    await eventually(async () => assert.equal(await quickInput.value(), 'Kept name'));
    await quickInput.accept();
    await quickInput.wait('Create Webhook: Endpoint URL');
    await eventually(async () => assert.equal(await quickInput.value(), 'https://kept.example.com/changed'));
    await quickInput.escape();
    await quickInput.waitClosed();
    assert.deepEqual(writes(session), []);
    await workbench.palette('Lettr: Create Webhook');
    await choose(workbench, 'Create Webhook', 'Continue');
    await quickInput.wait('Create Webhook: Endpoint URL');
    await eventually(async () => assert.equal(await quickInput.value(), 'https://kept.example.com/changed'));
    await quickInput.back();
    await quickInput.wait('Create Webhook: Name');
    await eventually(async () => assert.equal(await quickInput.value(), 'Kept name'));
    await quickInput.escape();
  });

  it('is ended by another quick input that takes its place, and sends nothing', async () => {
    const { workbench } = session;
    await begin('Interrupted', 'https://interrupted.example.com/hook');
    await workbench.quickInput.wait('Create Webhook: Events');
    await workbench.page.keyboard.press('F1');
    await workbench.page.locator('.quick-input-widget:visible input[placeholder*="command"]').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput.waitClosed();
    assert.deepEqual(writes(session), []);
    assert.ok((await workbench.view.rows()).every(({ label }) => label !== 'Interrupted'));
  });

  it('brings a refused field back to its step, with the words of the server', async () => {
    const { workbench, simulator } = session;
    const { quickInput, page } = workbench;
    simulator.fault({
      kind: 'status',
      status: 422,
      on: { method: 'POST' },
      body: {
        message: 'Validation failed.',
        error_code: 'validation_error',
        errors: { url: ['The url host is not allowed.'] },
      },
    });
    await begin('Refused', 'https://refused.example.com/hook');
    await choose(workbench, 'Create Webhook: Events', 'All events');
    await choose(workbench, 'Create Webhook: Authentication', 'None');
    await choose(workbench, 'Create Webhook: Review', 'Create Webhook');
    await quickInput.wait('Create Webhook: Endpoint URL');
    await page.locator('.quick-input-message', { hasText: 'The url host is not allowed.' }).waitFor();
    await eventually(async () => assert.equal(await quickInput.value(), 'https://refused.example.com/hook'));
    await quickInput.type('https://allowed.example.com/hook');
    await quickInput.accept();
    await choose(workbench, 'Create Webhook: Review', 'Create Webhook');
    await rowShown(workbench, 'Refused');
    assert.equal(writes(session).length, 2);
  });

  it('offers Edit URL when Lettr cannot use the endpoint', async () => {
    const { workbench, simulator } = session;
    simulator.fault({ kind: 'status', status: 400, on: { method: 'POST' } });
    await begin('Unusable', 'https://unusable.example.com/hook');
    await choose(workbench, 'Create Webhook: Events', 'All events');
    await choose(workbench, 'Create Webhook: Authentication', 'None');
    await choose(workbench, 'Create Webhook: Review', 'Create Webhook');
    const toast = await workbench.messages.toast("Lettr couldn't use this endpoint");
    assert.deepEqual(toast.buttons, ['Check Endpoint', 'Edit URL', 'Review']);
    await workbench.messages.toastButton("Lettr couldn't use this endpoint", 'Edit URL');
    await workbench.quickInput.wait('Create Webhook: Endpoint URL');
    await workbench.quickInput.accept();
    await choose(workbench, 'Create Webhook: Review', 'Create Webhook');
    await writesSent(session, 2);
    await rowShown(workbench, 'Unusable');
  });

  it('names the webhook that has the URL already, before anything is sent', async () => {
    const { workbench } = session;
    const [known] = session.simulator.webhooks();
    assert.ok(known);
    await begin('Twice', known.url);
    const taken = workbench.page.locator('.quick-input-message', { hasText: 'already uses this URL' });
    await taken.waitFor();
    assert.ok((await taken.textContent())?.includes(known.name));
    await workbench.quickInput.escape();
    assert.deepEqual(writes(session), []);
  });
});
