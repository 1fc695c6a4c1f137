import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { type Filter, NO_FILTER } from '../../../src/tree/arrangement.ts';
import { addAccount, run, seen, showView, until, useWorld } from '../support.ts';
import { watchPicks } from './picks.ts';

const FILTER = 'lettr.webhooks.filter';

describe('Filter Webhooks', () => {
  const world = useWorld();
  const picks = watchPicks();
  const kept = (): unknown => world.access.workspaceState.get('lettr.arrangement');

  beforeEach(async () => {
    world.context.arrangement.set({ filter: NO_FILTER });
    await addAccount(world);
    await showView();
    await until(() => seen.contextKeys.get('lettr.view') === 'rows', 'the rows');
  });
  afterEach(() => world.context.arrangement.set({ filter: NO_FILTER }));

  it('offers the states and the event types under headings, and keeps them while something is typed', async () => {
    const done = run(FILTER);
    const input = await seen.input();
    assert.equal(input.title, 'Filter Webhooks');
    const { items } = picks.open();
    const headings = items.filter(({ kind }) => kind === vscode.QuickPickItemKind.Separator);
    assert.deepEqual(
      headings.map(({ label }) => label),
      [
        'Health',
        'Event types: Message',
        'Event types: Engagement',
        'Event types: Generation',
        'Event types: Unsubscribe',
        'Event types: Relay',
      ],
    );
    const rows = items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
    assert.equal(rows.length, 7 + 22);
    assert.ok(rows.every(({ alwaysShow, description }) => alwaysShow && description));
    await input.escape();
    await done;
  });

  it('applies what is typed at once, and keeps it after Enter', async () => {
    const done = run(FILTER);
    const input = await seen.input();
    picks.open().value = 'billing';
    await until(() => text() === 'billing', 'the filter');
    assert.equal(seen.view.message, 'Showing 2 of 9: "billing"');
    assert.ok(!JSON.stringify(kept()).includes('billing'), 'nothing is remembered yet');
    await input.enter();
    await done;
    assert.equal(text(), 'billing');
    assert.ok(JSON.stringify(kept()).includes('billing'));
    assert.equal(seen.contextKeys.get('lettr.filtered'), true);
  });

  it('brings back the filter before after Esc', async () => {
    const before: Filter = { text: 'crm', health: ['failing'], events: ['message.delivery'] };
    world.context.arrangement.set({ filter: before });
    const done = run(FILTER);
    const input = await seen.input();
    assert.equal(picks.open().value, 'crm');
    picks.open().value = 'billing';
    picks.open().selectedItems = [];
    await until(() => text() === 'billing' && state().health.length === 0, 'the filter');
    await input.escape();
    await done;
    assert.deepEqual(state(), before);
  });

  it('begins with the ticks of the present filter, and takes over others in order', async () => {
    world.context.arrangement.set({
      filter: { text: '', health: ['failing', 'disabled'], events: ['message.bounce'] },
    });
    const done = run(FILTER);
    const input = await seen.input();
    const pick = picks.open();
    const labels = (items: readonly vscode.QuickPickItem[]): readonly string[] =>
      items.map(({ label }) => label);
    assert.deepEqual(labels(pick.selectedItems), ['Failing', 'Disabled', 'Bounce']);
    const wanted = ['Open', 'Waiting', 'Delivery', 'Recovered', 'Failing'];
    pick.selectedItems = pick.items.filter(({ label }) => wanted.includes(label)).toReversed();
    await until(() => state().events.length === 2, 'the filter');
    assert.deepEqual(state(), {
      text: '',
      health: ['failing', 'recovered'],
      events: ['message.delivery', 'engagement.open'],
    });
    await input.enter();
    await done;
    assert.equal(seen.view.message, 'Showing 2 of 9: failing, recovered, Delivery, Open');
  });

  it('shows the view, which its rows change in', async () => {
    await run('workbench.view.explorer');
    await until(() => !seen.view.visible, 'the view to go');
    const done = run(FILTER);
    const input = await seen.input();
    await until(() => seen.view.visible, 'the view');
    await input.escape();
    await done;
  });

  it('is cleared with one command', async () => {
    world.context.arrangement.set({ filter: { ...NO_FILTER, text: 'crm' } });
    await run('lettr.webhooks.clearFilter');
    assert.deepEqual(state(), NO_FILTER);
    assert.deepEqual(seen.statuses, ['Filter cleared.']);
    await run('lettr.webhooks.clearFilter');
    assert.deepEqual(seen.statuses.slice(1), ['No filter is active.']);
  });

  function state(): Filter {
    return world.context.arrangement.state.filter;
  }

  function text(): string {
    return state().text;
  }
});
