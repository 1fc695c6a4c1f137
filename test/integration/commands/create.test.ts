import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { type WebhookForm, emptyForm } from '../../../src/wizard/form.ts';
import { addAccount, idOf, run, seen, until, useWorld, writesOf } from '../support.ts';

const CREATE = 'lettr.webhook.create';
const COMPLETE = {
  name: 'New one',
  url: 'https://new.example.com/hook',
  eventsMode: 'selected',
  events: ['message.bounce'],
  authentication: 'basic',
  username: 'user',
  password: 'pass word',
} as const;
const BODY = {
  name: 'New one',
  url: 'https://new.example.com/hook',
  auth_type: 'basic',
  auth_username: 'user',
  auth_password: 'pass word',
  events_mode: 'selected',
  events: ['message.bounce'],
};

describe('Create Webhook', () => {
  const world = useWorld();

  it('begins with the name and sends nothing after Esc', async () => {
    await addAccount(world);
    const done = run(CREATE);
    const name = await seen.input();
    assert.equal(name.title, 'Create Webhook: Name (live · Acme)');
    await name.escape();
    await done;
    assert.deepEqual(writesOf(world), []);
    assert.equal(seen.messages.length, 0);
  });

  it('goes on with a form that was kept, through every step it leads to, and creates', async () => {
    const account = await addAccount(world);
    keep(account, COMPLETE);
    const done = run(CREATE);
    await (await seen.input()).choose('Continue');
    const titles: string[] = [];
    for (let step = 0; step < 8; step += 1) {
      const input = await seen.input();
      titles.push(input.title);
      assert.equal(input.remark, undefined, input.title);
      await input.enter();
    }
    await done;
    assert.deepEqual(
      titles.map((title) => title.replace('Create Webhook: ', '').replace(' (live · Acme)', '')),
      [
        'Name',
        'Endpoint URL',
        'Events',
        'Event Types – 1 of 22 selected',
        'Authentication',
        'Username',
        'Password',
        'Review',
      ],
    );
    assert.deepEqual(writesOf(world), [['POST', '/webhooks', BODY]]);
    assert.deepEqual(seen.statuses, ['Created webhook "New one".']);
    assert.equal(world.context.drafts.get(`create ${account.id}`), undefined);
    assert.ok(world.context.stores.of(account).webhooks.has(idOf(world, 'New one')));
  });

  it('selects the new row', async () => {
    await throughReview(COMPLETE);
    await until(() => seen.view.selection.length === 1, 'the selection');
    assert.deepEqual(seen.view.selection, [
      { kind: 'webhook', accountId: world.context.accounts.current?.id, id: idOf(world, 'New one') },
    ]);
  });

  it('forgets the form that was kept when the person starts over', async () => {
    const account = await addAccount(world);
    keep(account, COMPLETE);
    const done = run(CREATE);
    await (await seen.input()).choose('Start Over');
    const name = await seen.input();
    await name.enter();
    assert.equal(name.remark, 'Enter a name.');
    await name.escape();
    await done;
    assert.deepEqual(writesOf(world), []);
  });

  it('does not pass a URL that another webhook has', async () => {
    const account = await addAccount(world);
    keep(account, { ...COMPLETE, url: 'https://audit.example.com/ingest' });
    const done = run(CREATE);
    await (await seen.input()).choose('Continue');
    await (await seen.input()).enter();
    const url = await seen.input();
    assert.equal(url.remark, 'Webhook "Audit log" already uses this URL.');
    await url.enter();
    assert.equal(url.title, 'Create Webhook: Endpoint URL (live · Acme)');
    await url.escape();
    await done;
    assert.deepEqual(writesOf(world), []);
  });

  it('offers Edit URL and Reveal It when Lettr says that the URL is taken', async () => {
    world.simulator.fault({ kind: 'status', status: 409, on: { method: 'POST' } });
    const account = await throughReview(COMPLETE);
    const message = await seen.message();
    assert.equal(message.text, 'Another webhook already uses this URL.');
    assert.deepEqual(message.buttons, ['Edit URL', 'Reveal It', 'Review']);
    assert.deepEqual(world.context.drafts.get(`create ${account.id}`)?.form, { ...emptyForm(), ...COMPLETE });
    world.simulator.put({ name: 'Hidden', url: COMPLETE.url });
    message.press('Reveal It');
    await until(() => seen.view.selection.length === 1, 'the other webhook');
    assert.equal(idsSelected()[0], idOf(world, 'Hidden'));
  });

  it('leads back to the URL after Lettr could not use it', async () => {
    world.simulator.fault({ kind: 'status', status: 400, on: { method: 'POST' } });
    await throughReview(COMPLETE);
    const message = await seen.message();
    assert.match(message.text, /^Lettr couldn't use this endpoint/);
    message.press('Edit URL');
    const url = await seen.input();
    assert.equal(url.title, 'Create Webhook: Endpoint URL (live · Acme)');
    await url.enter();
    await (await seen.input()).choose('Create Webhook');
    await until(() => seen.statuses.length > 0, 'the webhook');
    assert.deepEqual(
      writesOf(world).map(([, , body]) => body),
      [BODY, BODY],
    );
  });

  for (const [field, title, remark] of [
    ['url', 'Endpoint URL', 'Not this one.'],
    ['auth_type', 'Authentication', '$(error) Not this one.'],
    ['something_else', 'Review', '$(error) Not this one.'],
  ] as const) {
    it(`comes back to the step "${title}" when Lettr refuses ${field}`, async () => {
      const body = { message: 'No.', errors: { [field]: ['Not this one.'] } };
      world.simulator.fault({ kind: 'status', status: 422, body, on: { method: 'POST' } });
      const { done } = await sendReview(COMPLETE);
      const step = await seen.input();
      assert.equal(step.title, `Create Webhook: ${title} (live · Acme)`);
      assert.equal(step.remark, remark);
      await step.escape();
      await done;
      assert.equal(writesOf(world).length, 1);
      assert.equal(seen.messages.length, 0);
    });
  }

  it('tries again with the same form after an error of the server', async () => {
    world.simulator.fault({ kind: 'status', status: 500, on: { method: 'POST' } });
    await throughReview(COMPLETE);
    const message = await seen.message();
    assert.match(
      message.text,
      /^Lettr had an internal error \(status 500\)\. The list was read again: nothing was changed\. Correlation ID: [0-9a-f-]{36}$/,
    );
    for (const button of ['Try Again', 'Copy ID', 'Review']) {
      assert.ok(message.buttons.includes(button), message.buttons.join());
    }
    message.press('Try Again');
    await until(() => seen.statuses.length > 0, 'the webhook');
    assert.equal(writesOf(world).length, 2);
  });

  function keep(account: Account, form: Partial<WebhookForm>): void {
    world.context.drafts.keep(`create ${account.id}`, {
      form: { ...emptyForm(), ...form },
      initial: emptyForm(),
    });
  }

  /** Starts with a kept form and accepts every step; the promise settles with the command. */
  async function sendReview(
    form: Partial<WebhookForm>,
  ): Promise<{ account: Account; done: Thenable<unknown> }> {
    const account = await addAccount(world);
    keep(account, form);
    const done = run(CREATE);
    await (await seen.input()).choose('Continue');
    for (let title = ''; !title.includes('Review');) {
      const input = await seen.input();
      ({ title } = input);
      await input.enter();
    }
    return { account, done };
  }

  async function throughReview(form: Partial<WebhookForm>): Promise<Account> {
    const { account, done } = await sendReview(form);
    await done;
    return account;
  }

  function idsSelected(): readonly unknown[] {
    return seen.view.selection.map((node) =>
      typeof node === 'object' && node && 'id' in node ? node.id : undefined,
    );
  }
});
