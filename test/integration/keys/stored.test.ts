import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { addAccount, until, useWorld } from '../support.ts';

const CURRENT = 'lettr.account.current';

describe('stored keys', () => {
  const world = useWorld();

  it('stands in one JSON secret, whole', async () => {
    const { simulator, access } = world;
    const account = await addAccount(world, { name: 'Acme' });
    const secrets = await secretsOf();
    assert.deepEqual(Object.keys(secrets), [`lettr.account.${account.id}`]);
    const { teamId, ...entry } = JSON.parse(Object.values(secrets)[0] ?? '');
    assert.equal(teamId, account.teamId);
    assert.deepEqual(entry, {
      name: 'Acme',
      origin: simulator.origin,
      key: simulator.keys.live,
      mode: 'live',
    });
    assert.equal(JSON.stringify(account).includes(simulator.keys.live), false);
    assert.ok(access.context.accounts.all.some(({ id }) => id === account.id));
  });

  it('is marked sandbox by its prefix', async () => {
    const account = await addAccount(world, { key: 'sandbox' });
    assert.equal(account.mode, 'sandbox');
  });

  it('leaves the current account where it is when another one is added', async () => {
    const first = await addAccount(world, { name: 'First' });
    const { origin, keys } = world.simulator;
    await world.context.accounts.add({ name: 'Second', origin, key: keys.otherTeam });
    assertCurrent(first);
  });

  it('makes the account that is selected the current one, here and for the next workspace', async () => {
    const first = await addAccount(world, { name: 'First' });
    const second = await addAccount(world, { name: 'Second', key: 'otherTeam' });
    assertCurrent(second);
    await world.context.accounts.select(first);
    assertCurrent(first);
  });

  it('is replaced in its place, under the same id and name', async () => {
    const { accounts } = world.context;
    const account = await addAccount(world, { name: 'Acme' });
    const told: string[] = [];
    const listening = accounts.onDidReplaceKey(({ id }) => told.push(id));
    const { origin, keys } = world.simulator;
    const replaced = await accounts.replaceKey(account, { origin, key: keys.sandbox });
    listening.dispose();
    assert.deepEqual([replaced.id, replaced.name, replaced.mode], [account.id, 'Acme', 'sandbox']);
    assert.deepEqual(told, [account.id]);
    assert.equal(await accounts.key(account.id, origin), keys.sandbox);
    const secrets = await secretsOf();
    assert.deepEqual(Object.keys(secrets), [`lettr.account.${account.id}`]);
    assert.equal(JSON.stringify(secrets).includes(keys.live), false);
  });

  it('is told about by an event even when it is the same one, since it was entered on purpose', async () => {
    const { accounts } = world.context;
    const account = await addAccount(world);
    const told: string[] = [];
    const listening = accounts.onDidReplaceKey(({ id }) => told.push(id));
    const { origin, keys } = world.simulator;
    await accounts.replaceKey(account, { origin, key: keys.live });
    listening.dispose();
    assert.deepEqual(told, [account.id]);
  });

  it('goes with its account; another one becomes the current', async () => {
    const { accounts } = world.context;
    const first = await addAccount(world, { name: 'First' });
    const second = await addAccount(world, { name: 'Second' });
    await accounts.remove(second);
    assert.deepEqual(Object.keys(await secretsOf()), [`lettr.account.${first.id}`]);
    assert.equal(accounts.current?.id, first.id);
    assert.equal(await accounts.key(second.id, world.simulator.origin), undefined);
  });

  it('stays after Lettr rejected it', async () => {
    const { accounts, stores } = world.context;
    const account = await addAccount(world);
    const before = await secretsOf();
    world.simulator.revoke('live');
    const store = stores.of(account);
    await store.load();
    assert.equal(store.state.kind === 'failed' && store.state.error.problem.kind, 'unauthorized');
    assert.deepEqual(await secretsOf(), before);
    assert.equal(accounts.current?.id, account.id);
  });

  it('keeps its account, marked, when it is in another form', async () => {
    const { secrets } = world.access;
    const { accounts } = world.context;
    const account = await addAccount(world);
    for (const [index, text] of ['', 'no JSON', '[]', '{"name":"x"}', 'null'].entries()) {
      await secrets.store(`lettr.account.odd${index}`, text);
    }
    await accounts.select(account);
    const odd = accounts.all.filter(({ id }) => id !== account.id);
    assert.deepEqual(
      new Map(odd.map(({ id, lostKey }) => [id, lostKey])),
      new Map([0, 1, 2, 3, 4].map((index) => [`odd${index}`, 'unreadable'])),
    );
    for (const name of await secrets.keys()) {
      await secrets.delete(name);
    }
    await until(() => accounts.all.length === 0, 'the accounts to go');
  });

  async function secretsOf(): Promise<Readonly<Record<string, string>>> {
    const { secrets } = world.access;
    // Credentials of handlers, which other tests leave, stand beside the keys.
    const names = (await secrets.keys()).filter((name) => name.startsWith('lettr.account.'));
    const texts = await Promise.all(names.map((name) => secrets.get(name)));
    return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
  }

  function assertCurrent(account: Account): void {
    const { globalState, workspaceState, context } = world.access;
    assert.equal(context.accounts.current?.id, account.id);
    assert.equal(workspaceState.get(CURRENT), account.id);
    assert.equal(globalState.get(CURRENT), account.id);
  }
});
