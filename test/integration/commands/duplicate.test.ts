import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { Command } from '../../../src/platform/ids.ts';
import { type WebhookForm, formCopying } from '../../../src/wizard/form.ts';
import { webhook } from '../../support/webhook.ts';
import { addAccount, idOf, run, seen, until, useWorld, writesOf } from '../support.ts';

const DUPLICATE = Command.webhookDuplicate;
const TITLE = /^Duplicate Webhook: (.*) \(live · Acme\)$/;
const NEW_URL = 'https://new.example.com/hook';

describe('Duplicate Webhook', () => {
  const world = useWorld();

  it('asks for another URL first, and does not take the same one', async () => {
    await addAccount(world);
    const done = run(DUPLICATE, { id: idOf(world, 'Audit log') });
    const url = await seen.input();
    assert.equal(url.title, 'Duplicate Webhook: Endpoint URL (live · Acme)');
    assert.equal(url.remark, 'Webhook "Audit log" already uses this URL.');
    await url.enter();
    assert.equal(url.title, 'Duplicate Webhook: Endpoint URL (live · Acme)');
    await url.escape();
    await done;
    assert.deepEqual(writesOf(world), []);
    assert.equal(seen.messages.length, 0);
  });

  it('keeps nothing of a form in which nothing was typed', async () => {
    const account = await addAccount(world);
    const done = run(DUPLICATE, { id: idOf(world, 'Audit log') });
    await (await seen.input()).escape();
    await done;
    assert.equal(world.context.drafts.get(keyOf(account, 'Audit log')), undefined);
  });

  it('creates the same webhook at another URL, after the review', async () => {
    const account = await addAccount(world);
    keep(account, 'Bounce handler', { url: NEW_URL });
    const done = run(DUPLICATE, { id: idOf(world, 'Bounce handler') });
    const titles = await acceptUntilReview();
    assert.deepEqual(titles, ['Endpoint URL', 'Review']);
    assert.deepEqual(writesOf(world), []);
    await review().enter();
    await done;
    assert.deepEqual(writesOf(world), [
      [
        'POST',
        '/webhooks',
        {
          name: 'Bounce handler (copy)',
          url: NEW_URL,
          auth_type: 'none',
          events_mode: 'selected',
          events: ['message.bounce', 'message.out_of_band', 'message.spam_complaint'],
        },
      ],
    ]);
    assert.deepEqual(seen.statuses, ['Created webhook "Bounce handler (copy)".']);
    assert.equal(world.context.drafts.get(keyOf(account, 'Bounce handler')), undefined);
    await until(() => seen.view.selection.length === 1, 'the new row');
  });

  it('asks for the credentials again', async () => {
    const account = await addAccount(world);
    keep(account, 'Order Notifications', { url: NEW_URL });
    const done = run(DUPLICATE, { id: idOf(world, 'Order Notifications') });
    await (await seen.input()).choose('Continue');
    await (await seen.input()).enter();
    const username = await seen.input();
    assert.match(username.title, /: Username \(/);
    assert.match(username.prompt, /^Lettr doesn't return stored credentials, so enter them again\. /);
    await username.enter();
    assert.equal(username.remark, 'Enter a value.');
    await username.escape();
    await done;
    assert.deepEqual(writesOf(world), []);
    assert.equal(world.context.drafts.get(keyOf(account, 'Order Notifications'))?.form.url, NEW_URL);
  });

  it('sends the credentials that were typed', async () => {
    const account = await addAccount(world);
    keep(account, 'Order Notifications', { url: NEW_URL, username: 'me', password: 'secret' });
    const done = run(DUPLICATE, { id: idOf(world, 'Order Notifications') });
    await acceptUntilReview();
    await review().enter();
    await done;
    assert.deepEqual(writesOf(world)[0]?.[2], {
      name: 'Order Notificatio (copy)',
      url: NEW_URL,
      auth_type: 'basic',
      auth_username: 'me',
      auth_password: 'secret',
      events_mode: 'selected',
      events: ['message.delivery', 'message.bounce'],
    });
  });

  it('lets the name be changed from the review', async () => {
    const account = await addAccount(world);
    keep(account, 'Bounce handler', { url: NEW_URL });
    const done = run(DUPLICATE, { id: idOf(world, 'Bounce handler') });
    await acceptUntilReview();
    await review().choose('Name');
    const name = await seen.input();
    assert.match(name.title, /: Name \(/);
    await name.escape();
    await done;
    assert.deepEqual(writesOf(world), []);
  });

  it('keeps its form apart from that of Create Webhook and of other webhooks', async () => {
    const account = await addAccount(world);
    keep(account, 'Bounce handler', { url: NEW_URL });
    const other = run(DUPLICATE, { id: idOf(world, 'Audit log') });
    assert.match((await seen.input()).title, TITLE);
    await run('workbench.action.closeQuickOpen');
    await other;
    const create = run(Command.webhookCreate);
    assert.match((await seen.input()).title, /^Create Webhook: Name/);
    await run('workbench.action.closeQuickOpen');
    await create;
    assert.equal(world.context.drafts.get(keyOf(account, 'Bounce handler'))?.form.url, NEW_URL);
  });

  it('disables the copy of a disabled webhook, and says so before', async () => {
    const account = await addAccount(world);
    keep(account, 'Newsletter stats', { url: NEW_URL, authentication: 'none' });
    const done = run(DUPLICATE, { id: idOf(world, 'Newsletter stats') });
    await acceptUntilReview();
    await review().enter();
    await done;
    const copy = world.simulator.webhooks().find(({ url }) => url === NEW_URL);
    assert.equal(copy?.enabled, false);
    assert.deepEqual(
      writesOf(world).map(([method]) => method === 'POST'),
      [true, false],
    );
  });

  it('leads back to the URL when Lettr says that it is taken', async () => {
    world.simulator.fault({ kind: 'status', status: 409, on: { method: 'POST' } });
    const account = await addAccount(world);
    keep(account, 'Bounce handler', { url: NEW_URL });
    const done = run(DUPLICATE, { id: idOf(world, 'Bounce handler') });
    await acceptUntilReview();
    await review().enter();
    await done;
    const message = await seen.message();
    message.press('Edit URL');
    assert.equal((await seen.input()).title, 'Duplicate Webhook: Endpoint URL (live · Acme)');
    await run('workbench.action.closeQuickOpen');
  });

  it('asks which webhook without an argument', async () => {
    await addAccount(world);
    const done = run(DUPLICATE);
    await (await seen.input()).choose('Audit log');
    assert.match((await seen.input()).title, TITLE);
    await run('workbench.action.closeQuickOpen');
    await done;
  });

  it('is refused to a sandbox key before anything is asked', async () => {
    await addAccount(world, { key: 'sandbox' });
    await run(DUPLICATE, { id: idOf(world, 'Audit log') });
    assert.equal((await seen.message()).severity, 'error');
    assert.equal(seen.unreadInputs, 0);
  });

  /** The review that was reached last. */
  let last: Awaited<ReturnType<typeof seen.input>> | undefined;

  function review(): NonNullable<typeof last> {
    assert.ok(last);
    return last;
  }

  /** Goes on with the form that was kept and accepts every step up to the review; the steps' names. */
  async function acceptUntilReview(): Promise<readonly string[]> {
    await (await seen.input()).choose('Continue');
    const titles: string[] = [];
    for (;;) {
      last = await seen.input();
      titles.push(TITLE.exec(last.title)?.[1] ?? last.title);
      if (titles.at(-1) === 'Review') {
        return titles;
      }
      await last.enter();
    }
  }

  function keyOf(account: Account, name: string): string {
    return `duplicate ${account.id} ${idOf(world, name)}`;
  }

  /** Keeps a form for the webhook, as a wizard does that was left with `fields` typed. */
  function keep(account: Account, name: string, fields: Partial<WebhookForm>): void {
    const found = world.simulator.webhooks().find((row) => row.name === name);
    assert.ok(found);
    const known = webhook({
      id: found.id,
      name,
      url: found.url,
      enabled: found.enabled,
      events: found.event_types ?? 'all',
      authentication: found.auth_type,
      hasCredentials: found.has_auth_credentials,
    });
    const form = formCopying(known);
    world.context.drafts.keep(keyOf(account, name), { form: { ...form, ...fields }, initial: form });
  }
});
