import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

import { type KeyName, otherTeam } from '../../../simulator/simulator.ts';
import type { Account } from '../../../src/accounts/account.ts';
import { NO_FILTER } from '../../../src/tree/arrangement.ts';
import { addAccount, hideView, idOf, run, seen, showView, until, useWorld } from '../support.ts';

describe('the view of several accounts', () => {
  const world = useWorld();

  afterEach(() => world.context.arrangement.set({ filter: NO_FILTER, sort: 'health', grouping: 'none' }));

  it('reads each of them with one request when it is shown for the first time', async () => {
    const [first, second] = await addTwo();
    assert.equal(world.simulator.requests.length, 0, 'nobody looks yet');
    await showView();
    await bothRead(first, second);
    assert.deepEqual(
      world.simulator.requests.map(({ method, path, key }) => `${method} ${path} ${key}`).toSorted(),
      ['GET /webhooks live', 'GET /webhooks otherTeam'],
    );
    assert.equal(seen.contextKeys.get('lettr.view'), 'rows');
    assert.deepEqual(texts(), ['Webhooks', '', '']);
  });

  it('shows a fault of one without a message, and the webhooks of the other', async () => {
    const [first, second] = await addTwo();
    world.simulator.revoke('live');
    await showView();
    await until(() => stateOf(first) === 'failed' && stateOf(second) === 'ready', 'both answers');
    assert.deepEqual(texts(), ['Webhooks', '', '']);
    assert.equal(seen.messages.length, 0);
    assert.equal(seen.contextKeys.get('lettr.view'), 'rows');
  });

  it('counts what fails in all of them', async () => {
    const [first, second] = await addTwo({ key: 'live' });
    await showView();
    await bothRead(first, second);
    assert.deepEqual(seen.view.badge, { value: 4, tooltip: '4 webhooks are failing' });
  });

  it('reads no account anew when another one becomes current', async () => {
    const [first, second] = await addTwo();
    await showView();
    await bothRead(first, second);
    world.simulator.clearRequests();
    await run('lettr.account.switch', { kind: 'account', id: first.id });
    assert.equal(world.context.accounts.current?.id, first.id);
    assert.equal(world.simulator.requests.length, 0);
  });

  it('says the filter above the rows, and keeps the rows of accounts', async () => {
    const [first, second] = await addTwo({ key: 'live' });
    await showView();
    await bothRead(first, second);
    world.context.arrangement.set({ filter: { text: 'crm', health: [], events: [] } });
    assert.deepEqual(texts(), ['Webhooks', '', 'Showing 2 of 18: "crm"']);
    world.context.arrangement.set({ filter: { text: 'nothing has this', health: [], events: [] } });
    assert.equal(seen.contextKeys.get('lettr.view'), 'rows');
  });

  it('selects a row of any account, and clears a filter that hides it', async () => {
    const [first, second] = await addTwo({ key: 'live' });
    await showView();
    await bothRead(first, second);
    const id = idOf(world, 'Billing 2');
    for (const account of [first, second]) {
      await world.context.view.reveal(id, account.id);
      await selected({ kind: 'webhook', accountId: account.id, id });
    }
    world.context.arrangement.set({ filter: { text: 'crm', health: [], events: [] }, grouping: 'health' });
    await world.context.view.reveal(id, first.id);
    await selected({ kind: 'webhook', accountId: first.id, id });
    assert.deepEqual(world.context.arrangement.state.filter, NO_FILTER);
    assert.deepEqual(seen.statuses, ['Cleared the filter to show "Billing 2".']);
  });

  it('acts on the account of the row that Delete was pressed on', async () => {
    const [first, second] = await addTwo({ key: 'live' });
    await showView();
    await bothRead(first, second);
    const id = idOf(world, 'Billing 2');
    await world.context.view.reveal(id, first.id);
    await selected({ kind: 'webhook', accountId: first.id, id });
    world.answer('Delete');
    await run('lettr.webhook.delete', { selection: true });
    assert.match(world.questions[0]?.detail ?? '', /live · First/);
    assert.ok(!world.context.stores.of(first).webhooks.has(id));
    assert.ok(world.context.stores.of(second).webhooks.has(id), 'that account has not been read since');
  });

  it('refreshes the account of the row, or all of them', async () => {
    const [first, second] = await addTwo();
    await showView();
    await bothRead(first, second);
    world.simulator.clearRequests();
    await run('lettr.webhooks.refresh', { kind: 'account', id: first.id });
    assert.deepEqual(keys(), ['live']);
    await run('lettr.webhooks.refresh');
    assert.deepEqual(keys(), ['live', 'otherTeam']);
    assert.equal(seen.messages.length, 0);
  });

  it('tells in its rows that accounts could not be refreshed, and nowhere else while it is on screen', async () => {
    const [first, second] = await addTwo();
    await showView();
    await bothRead(first, second);
    world.simulator.fault({ kind: 'status', status: 500, times: 2 });
    await run('lettr.webhooks.refresh');
    assert.deepEqual([first, second].map(problemOf), ['server', 'server']);
    assert.equal(seen.messages.length, 0);
  });

  it('leaves it to one message that several accounts could not be refreshed while it is hidden', async () => {
    const [first, second] = await addTwo();
    await showView();
    await bothRead(first, second);
    await hideView();
    world.simulator.fault({ kind: 'status', status: 500, times: 2 });
    await run('lettr.webhooks.refresh');
    const message = await seen.message();
    const words = 'Lettr had an internal error (status 500).';
    assert.equal(message.text, `Couldn't refresh 2 accounts. First: ${words} Second: ${words}`);
    assert.deepEqual(message.buttons, ['Try Again', 'Show Log']);
    world.simulator.clearRequests();
    message.press('Try Again');
    await until(() => world.simulator.requests.length === 2, 'both requests');
  });

  it('leaves it to a message that one account could not be refreshed while it is hidden, and refreshes the other', async () => {
    const [first, second] = await addTwo();
    await showView();
    await bothRead(first, second);
    await hideView();
    world.simulator.revoke('live');
    world.simulator.put({ name: 'New' }, otherTeam);
    await run('lettr.webhooks.refresh');
    const message = await seen.message();
    assert.equal(message.text, 'Lettr rejected the API key of "First".');
    const names = [...world.context.stores.of(second).webhooks.values()].map(({ name }) => name);
    assert.ok(names.includes('New'));
    assert.ok(world.context.stores.of(first).webhooks.size > 0, 'its list stays');
  });

  it('acts on the account of its row when it is removed or its key replaced', async () => {
    const [first, second] = await addTwo();
    const replacing = run('lettr.account.replaceKey', { kind: 'account', id: first.id });
    const input = await seen.input();
    assert.match(input.title, /Replace API Key of "First"/);
    await input.escape();
    await replacing;
    world.answer('Remove');
    await run('lettr.account.remove', { kind: 'account', id: first.id });
    assert.equal(world.questions[0]?.text, 'Remove account "First"?');
    assert.deepEqual(world.context.accounts.all, [second]);
  });

  it('offers the webhooks of the account whose row a key was pressed on', async () => {
    const [first, second] = await addTwo();
    await showView();
    await bothRead(first, second);
    const group = { kind: 'group', accountId: first.id, by: 'health', value: 'failing' };
    for (const row of [{ kind: 'account', id: first.id }, group]) {
      const done = run('lettr.webhook.edit', row);
      const pick = await seen.input();
      assert.equal(pick.title, 'live · First');
      assert.ok(pick.labels.includes('Billing 2'));
      await pick.escape();
      await done;
    }
  });

  /** The keys of the requests since this was last asked. */
  function keys(): readonly string[] {
    const sent = world.simulator.requests.map(({ key }) => String(key)).toSorted();
    world.simulator.clearRequests();
    return sent;
  }

  /** The second one is current. */
  async function addTwo({ key = 'otherTeam' }: { readonly key?: KeyName } = {}): Promise<
    readonly [Account, Account]
  > {
    const first = await addAccount(world, { name: 'First' });
    return [first, await addAccount(world, { name: 'Second', key })];
  }

  function stateOf(account: Account): string {
    return world.context.stores.of(account).state.kind;
  }

  /** Why the last refresh of an account whose rows stay failed. */
  function problemOf(account: Account): string | undefined {
    const { state } = world.context.stores.of(account);
    return state.kind === 'ready' ? state.problem?.problem.kind : undefined;
  }

  async function bothRead(...accounts: readonly Account[]): Promise<void> {
    await until(() => accounts.every((account) => stateOf(account) === 'ready'), 'both lists');
  }

  async function selected(expected: unknown): Promise<void> {
    await until(() => isDeepStrictEqual(seen.view.selection, [expected]), 'the selection');
  }
});

function texts(): readonly (string | undefined)[] {
  const { title, description, message } = seen.view;
  return [title, description, message ?? ''];
}
