import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { addAccount, idOf, run, seen, useWorld } from '../support.ts';

const REFRESH = 'lettr.webhooks.refresh';
const DISABLE = 'lettr.webhook.disable';

describe('a key that Lettr rejected', () => {
  const world = useWorld();

  it('is told with Replace Key, and the list stays', async () => {
    const account = await addAccountWithList();
    world.simulator.revoke('live');
    await run(DISABLE, { id: idOf(world, 'Billing 2') });
    const { text, buttons, severity } = await seen.message();
    assert.equal(text, 'Lettr rejected the API key of "Acme".');
    assert.deepEqual([severity, ...buttons], ['error', 'Replace Key']);
    const store = world.context.stores.of(account);
    assert.equal(store.webhooks.size, 9);
    assert.equal(store.webhooks.get(idOf(world, 'Billing 2'))?.enabled, true);
  });

  it('is not sent any more, whatever is tried', async () => {
    await addAccountWithList();
    world.simulator.revoke('live');
    const sent = world.simulator.requests.length;
    world.answer('Delete', 'Disable');
    const id = idOf(world, 'Billing 2');
    for (const command of [DISABLE, 'lettr.webhook.edit', 'lettr.webhook.delete']) {
      await run(command, { id });
      assert.equal((await seen.message()).text, 'Lettr rejected the API key of "Acme".');
    }
    await run(DISABLE, { id }, [{ id }, { id: idOf(world, 'Billing 10') }]);
    assert.match(
      (await seen.message()).text,
      /^1 failed: Billing 2: Lettr rejected the API key of "Acme"\. Not changed: Billing 10\.$/,
    );
    assert.equal(world.simulator.requests.length, sent + 1);
  });

  it('is sent once more by a refresh, and works when Lettr takes it again', async () => {
    const account = await addAccountWithList();
    world.simulator.revoke('live');
    for (const expected of [2, 3]) {
      await run(REFRESH);
      await seen.message();
      assert.equal(world.simulator.requests.length, expected);
    }
    world.simulator.restore('live');
    await run(REFRESH);
    const { state } = world.context.stores.of(account);
    assert.ok(state.kind === 'ready' && state.problem === undefined);
    assert.equal(seen.messages.length, 0);
  });

  it('stops the same key in another account, and no other key', async () => {
    await addAccountWithList();
    world.simulator.revoke('live');
    await run(REFRESH);
    await seen.message();
    const twin = await addAccount(world, { name: 'Twin' });
    const other = await addAccount(world, { name: 'Other', key: 'otherTeam' });
    const sent = world.simulator.requests.length;
    await world.context.stores.of(twin).load();
    assert.equal(world.simulator.requests.length, sent);
    await world.context.stores.of(other).load();
    assert.equal(world.context.stores.of(other).webhooks.size, 2);
  });

  it('opens Replace API Key for its account', async () => {
    await addAccountWithList();
    world.simulator.revoke('live');
    await run(REFRESH);
    (await seen.message()).press('Replace Key');
    const input = await seen.input();
    assert.equal(input.title, 'Replace API Key of "Acme": API Key');
    await input.escape();
  });

  it('no longer counts once it is replaced', async () => {
    const account = await addAccountWithList();
    world.simulator.revoke('live');
    await run(REFRESH);
    await seen.message();
    const { accounts, stores } = world.context;
    const { origin, keys } = world.simulator;
    await accounts.replaceKey(account, { origin, key: keys.otherTeam });
    const store = stores.of(account);
    assert.equal(store.state.kind, 'unread', 'what the old key showed is forgotten');
    await store.load();
    assert.equal(store.webhooks.size, 2);
    // The key that is left is sent again in the next test.
    await accounts.replaceKey(account, { origin, key: keys.live });
  });

  async function addAccountWithList(): Promise<Account> {
    const account = await addAccount(world);
    await world.context.stores.of(account).load();
    return account;
  }
});
