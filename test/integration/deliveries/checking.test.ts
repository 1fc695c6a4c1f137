import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { type WebhookForm, emptyForm } from '../../../src/wizard/form.ts';
import { addAccount, idOf, run, seen, setSetting, until, useWorld, writesOf } from '../support.ts';
import { keepEdit } from '../unfinishedEdit.ts';
import { closeEditors, useEndpoint, withoutTrust } from './endpoint.ts';

const CHECK = 'lettr.endpoint.check';
const CHECK_FIRST = 'Check Endpoint First';
const TYPED = { username: 'horseman', password: 'correct:horse battery' };
const KEPT = { username: 'lettr', password: 'kept:for tests' };

/** Those of a request with `credentials`, without any, and with a wrong password. */
function assertChecked(
  credentials: readonly (string | undefined)[],
  { username, password }: typeof TYPED,
): void {
  const [right, none, wrong, ...more] = credentials;
  assert.equal(right, `${username}:${password}`);
  assert.equal(none, undefined);
  assert.ok(wrong?.startsWith(`${username}:`) && wrong !== right, wrong);
  assert.deepEqual(more, []);
}

describe('Check Endpoint', () => {
  const world = useWorld();
  const endpoint = useEndpoint();

  async function fill(username: string, password: string): Promise<void> {
    for (const text of [username, password]) {
      const input = await seen.input();
      input.fill(text);
      await input.enter();
    }
  }

  describe('before Lettr hears of the endpoint', () => {
    /** Leaves a form behind as a wizard that was not finished does. */
    function keepNew(account: Account): void {
      const form: WebhookForm = {
        ...emptyForm(),
        name: 'Orders',
        url: endpoint.url,
        eventsMode: 'all',
        authentication: 'basic',
        ...TYPED,
      };
      world.context.drafts.keep(`create ${account.id}`, { form, initial: emptyForm(), step: 'review' });
    }

    it('sends what was typed for a new webhook, asks nothing, and comes back to the review', async () => {
      keepNew(await addAccount(world));
      const done = run('lettr.webhook.create');
      await (await seen.input()).choose('Continue');
      const review = await seen.input();
      await review.choose(CHECK_FIRST);
      const again = await seen.input();
      assert.equal(again.title, review.title);
      assertChecked(endpoint.credentials, TYPED);
      await again.escape();
      await done;
      assert.deepEqual(writesOf(world), []);
    });

    it('is offered for an edited URL, and asks for the credentials that only Lettr has', async () => {
      world.simulator.put({ id: idOf(world, 'Billing 2'), auth_type: 'basic' });
      const id = await keepEdit(world, await addAccount(world), 'Billing 2', { url: endpoint.url });
      const done = run('lettr.webhook.edit', { id });
      await (await seen.input()).choose('Continue');
      const menu = await seen.input();
      assert.deepEqual(menu.labels.slice(0, 3), [
        '$(save) Save Changes (1)',
        `$(pulse) ${CHECK_FIRST}`,
        'Name',
      ]);
      await menu.choose(CHECK_FIRST);
      await fill(TYPED.username, TYPED.password);
      const again = await seen.input();
      assert.equal(again.title, menu.title);
      assertChecked(endpoint.credentials, TYPED);
      await again.escape();
      await done;
      assert.deepEqual(writesOf(world), []);
      // The webhook has another URL still: nothing was found out about that one.
      const [delivery] = await world.access.deliveries.all();
      assert.equal(delivery?.webhook, undefined);
    });

    it('is not offered for an edit that leaves the endpoint alone', async () => {
      const id = await keepEdit(world, await addAccount(world), 'Billing 2', { name: 'Billing two' });
      const done = run('lettr.webhook.edit', { id });
      await (await seen.input()).choose('Continue');
      const menu = await seen.input();
      assert.deepEqual(menu.labels.slice(0, 2), ['$(save) Save Changes (1)', 'Name']);
      await menu.escape();
      await done;
    });

    it('asks for a field that was left half typed first', async () => {
      const id = await keepEdit(world, await addAccount(world), 'Billing 2', {
        url: endpoint.url,
        authentication: 'basic',
        username: 'horseman',
      });
      const done = run('lettr.webhook.edit', { id });
      await (await seen.input()).choose('Continue');
      await (await seen.input()).choose(CHECK_FIRST);
      const password = await seen.input();
      assert.match(password.title, /^Edit Webhook: Password/);
      await password.escape();
      await done;
      assert.deepEqual(endpoint.bodies, []);
    });

    it('is offered once Lettr could not use the endpoint, with what was typed, and leads back', async () => {
      world.simulator.fault({ kind: 'status', status: 400, on: { method: 'POST' } });
      keepNew(await addAccount(world));
      const done = run('lettr.webhook.create');
      await (await seen.input()).choose('Continue');
      await (await seen.input()).choose('Create Webhook');
      await done;
      const refusal = await seen.message();
      assert.deepEqual(refusal.buttons, ['Check Endpoint', 'Edit URL', 'Review']);
      refusal.press('Check Endpoint');
      const result = await seen.message();
      assertChecked(endpoint.credentials, TYPED);
      assert.deepEqual(result.buttons, ['Review', 'Open as Text']);
      result.press('Review');
      const review = await seen.input();
      assert.match(review.title, /^Create Webhook: Review/);
      await review.escape();
    });
  });

  describe('with the credentials of a handler', () => {
    beforeEach(async () => {
      await setSetting('handlers', [{ name: 'Shop', url: endpoint.url, authentication: 'basic' }]);
      await world.context.keepForHandlers?.(KEPT);
      assert.equal((await seen.message()).text, 'Kept the credentials for the tests of Shop.');
    });
    afterEach(() => setSetting('handlers', undefined));

    it('asks nothing where the URL is that of the handler, however it is written', async () => {
      await run(CHECK, { url: endpoint.url.replace('http:', 'HTTP:').replace('/lettr', '/%6Cettr') });
      assertChecked(endpoint.credentials, KEPT);
      assert.equal(seen.unreadInputs, 0);
    });

    it('offers them for another URL', async () => {
      const done = run(CHECK, {
        url: endpoint.url.replace('127.0.0.1', 'localhost'),
        authentication: 'basic',
      });
      const choice = await seen.input();
      assert.deepEqual(choice.labels, ['Enter the Credentials', '$(key) Use the Credentials of Shop']);
      await choice.choose('Use the Credentials of Shop');
      await done;
      assertChecked(endpoint.credentials, KEPT);
    });

    it('offers them beside the kinds of authentication, and still asks for others', async () => {
      const done = run(CHECK, { url: `${endpoint.url}?other` });
      const choice = await seen.input();
      assert.deepEqual(choice.labels, ['None', 'Basic', 'OAuth 2.0', '$(key) Use the Credentials of Shop']);
      await choice.choose('Basic');
      await fill(TYPED.username, TYPED.password);
      await done;
      assertChecked(endpoint.credentials, TYPED);
    });

    it('lets a handler be picked as the endpoint', async () => {
      const done = run(CHECK);
      const targets = await seen.input();
      assert.ok(targets.labels.includes('Shop'), targets.labels.join());
      await targets.choose('Shop');
      await done;
      assertChecked(endpoint.credentials, KEPT);
    });

    it('does not hand them to a webhook with another kind of authentication', async () => {
      const done = run(CHECK, { url: `${endpoint.url}?other`, authentication: 'oauth2' });
      const clientId = await seen.input();
      assert.match(clientId.prompt, /^Client ID\./);
      await clientId.escape();
      await done;
      assert.deepEqual(endpoint.bodies, []);
    });
  });

  it('sends nothing from an untrusted workspace, whatever asks for it', async () => {
    await run('lettr.endpoint.sendSample', {
      url: endpoint.url,
      authentication: 'none',
      types: ['message.bounce'],
    });
    await closeEditors();
    const [delivery] = await world.access.deliveries.all();
    const before = endpoint.bodies.length;
    const target = { url: endpoint.url, authentication: 'none', types: ['message.bounce'] };
    await withoutTrust(async () => {
      for (const [command, argument] of [
        [CHECK, target],
        ['lettr.endpoint.sendSample', target],
        ['lettr.endpoint.sendRecent', target],
        ['lettr.delivery.resend', { delivery: delivery?.id }],
        ['lettr.delivery.edit', { delivery: delivery?.id }],
        ['lettr.handler.add', undefined],
      ] as const) {
        await run(command, argument);
        const { text, buttons } = await seen.message();
        assert.match(text, /^Requests aren't sent from an untrusted workspace, because/, command);
        assert.deepEqual(buttons, ['Manage Workspace Trust']);
      }
      await world.context.checkEndpoint({ url: endpoint.url, authentication: 'none' });
      await until(() => seen.messages.length > 0, 'the refusal of a wizard');
    });
    assert.equal(endpoint.bodies.length, before);
    assert.equal(seen.unreadInputs, 0);
  });
});
