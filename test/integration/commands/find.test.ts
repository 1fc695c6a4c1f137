import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

import type * as vscode from 'vscode';

import { otherTeam } from '../../../simulator/simulator.ts';
import { NO_FILTER } from '../../../src/tree/arrangement.ts';
import { addAccount, idOf, run, seen, showView, until, useWorld } from '../support.ts';
import { watchPicks } from './picks.ts';

const FIND = 'lettr.webhook.find';

describe('Find Webhook', () => {
  const world = useWorld();
  const picks = watchPicks();

  afterEach(() => world.context.arrangement.set({ filter: NO_FILTER }));

  it('says that there is no account', async () => {
    await run(FIND);
    assert.deepEqual((await seen.message()).buttons, ['Add Account']);
  });

  it('reads the list when nothing is known yet, and shows the row that is chosen', async () => {
    const account = await addAccount(world);
    const done = run(FIND);
    const pick = await seen.input();
    assert.equal(pick.title, 'Find Webhook');
    assert.equal(world.simulator.requests.length, 1);
    assert.equal(pick.labels.length, 9);
    await pick.choose('CRM sync');
    await done;
    await selected(account.id, idOf(world, 'CRM sync'));
    assert.equal(world.simulator.requests.length, 1);
  });

  it('changes nothing after Esc', async () => {
    await addAccount(world);
    const done = run(FIND);
    await (await seen.input()).escape();
    await done;
    assert.equal(seen.messages.length, 0);
  });

  it('matches name, host, health, id and every event that a webhook gets', async () => {
    await addAccount(world);
    const done = run(FIND);
    const pick = await seen.input();
    const shown = picks.open();
    const row = (name: string): vscode.QuickPickItem =>
      shown.items.find(({ label }) => label === name) ?? assert.fail(name);
    assert.equal(row('CRM sync').description, 'crm.example.net · Failing');
    assert.match(row('CRM sync').detail ?? '', new RegExp(`^${idOf(world, 'CRM sync')} · engagement\\.`));
    assert.match(
      row('Audit log').detail ?? '',
      / · all events, message\.injection, .*relay\.relay_permfail$/,
    );
    await pick.escape();
    await done;
  });

  it('looks through what is known of all accounts, without asking for more', async () => {
    const first = await addAccount(world, { name: 'First', key: 'otherTeam' });
    const [support] = world.simulator.webhooks(otherTeam);
    await world.context.stores.of(first).load();
    await addAccount(world, { name: 'Second' });
    world.simulator.clearRequests();
    const done = run(FIND);
    const pick = await seen.input();
    assert.deepEqual(pick.labels.length, world.simulator.webhooks(otherTeam).length);
    assert.match(picks.open().items[0]?.description ?? '', / · First$/);
    await pick.choose(support?.name ?? assert.fail());
    await done;
    // Showing the row opens the view, which then reads the other account.
    await selected(first.id, support?.id ?? '');
  });

  it('clears a filter that hides the row, and says so', async () => {
    const account = await addAccount(world);
    await showView();
    await until(() => seen.contextKeys.get('lettr.view') === 'rows', 'the rows');
    world.context.arrangement.set({ filter: { ...NO_FILTER, text: 'billing' } });
    const done = run(FIND);
    await (await seen.input()).choose('CRM sync');
    await done;
    assert.deepEqual(world.context.arrangement.state.filter, NO_FILTER);
    assert.deepEqual(seen.statuses, ['Cleared the filter to show "CRM sync".']);
    await selected(account.id, idOf(world, 'CRM sync'));
  });

  it('keeps a filter that shows the row', async () => {
    const account = await addAccount(world);
    await showView();
    await until(() => seen.contextKeys.get('lettr.view') === 'rows', 'the rows');
    world.context.arrangement.set({ filter: { ...NO_FILTER, text: 'crm' } });
    const done = run(FIND);
    await (await seen.input()).choose('CRM sync');
    await done;
    await selected(account.id, idOf(world, 'CRM sync'));
    assert.equal(world.context.arrangement.state.filter.text, 'crm');
  });

  it('shows hostile text as text', async () => {
    await addAccount(world);
    world.simulator.put({
      name: '[x](command:y) $(bug)',
      url: 'https://x.example.com/',
      event_types: ['$(bug)'],
    });
    const done = run(FIND);
    const pick = await seen.input();
    for (const { label, description, detail } of picks.open().items) {
      assert.doesNotMatch(`${label} ${description} ${detail}`, /\]\(|\$\(/);
    }
    await pick.escape();
    await done;
  });

  it('says that there is nothing to look through', async () => {
    world.simulator.reset({ empty: true });
    await addAccount(world);
    await run(FIND);
    assert.equal((await seen.message()).text, 'There are no webhooks yet.');
  });

  async function selected(accountId: string, id: string): Promise<void> {
    const row = { kind: 'webhook', accountId, id };
    await until(() => isDeepStrictEqual(seen.view.selection, [row]), 'the selection');
  }
});
