import assert from 'node:assert/strict';

import { addAccount, run, seen, useWorld } from '../support.ts';
import { watchPicks } from './picks.ts';

describe('Sort Webhooks', () => {
  const world = useWorld();
  const picks = watchPicks();

  beforeEach(() => addAccount(world));
  afterEach(() => world.context.arrangement.set({ sort: 'health' }));

  it('offers the orders with the present one marked in words', async () => {
    world.context.arrangement.set({ sort: 'health' });
    const done = run('lettr.webhooks.sort');
    const pick = await seen.input();
    assert.equal(pick.title, 'Sort Webhooks');
    assert.deepEqual(
      picks.lists()[0]?.items.map(({ label, description }) => [label, description]),
      [
        ['Health', 'current'],
        ['Name', ''],
        ['Last Activity', ''],
      ],
    );
    await pick.escape();
    await done;
    assert.equal(world.context.arrangement.state.sort, 'health');
  });

  it('sorts by what is chosen, and remembers it', async () => {
    const done = run('lettr.webhooks.sort');
    await (await seen.input()).choose('Last Activity');
    await done;
    assert.equal(world.context.arrangement.state.sort, 'activity');
    const kept = world.access.workspaceState.get('lettr.arrangement');
    assert.ok(JSON.stringify(kept).includes('"sort":"activity"'));
  });
});
