import assert from 'node:assert/strict';

import { addAccount, run, seen, useWorld } from '../support.ts';
import { watchPicks } from './picks.ts';

describe('Group Webhooks', () => {
  const world = useWorld();
  const picks = watchPicks();

  beforeEach(() => addAccount(world));
  afterEach(() => world.context.arrangement.set({ grouping: 'none' }));

  it('offers the groupings with the present one marked in words', async () => {
    const done = run('lettr.webhooks.group');
    const pick = await seen.input();
    assert.equal(pick.title, 'Group Webhooks');
    assert.deepEqual(
      picks.lists()[0]?.items.map(({ label, description }) => [label, description]),
      [
        ['None', 'current'],
        ['Health', ''],
        ['Host', ''],
      ],
    );
    await pick.escape();
    await done;
    assert.equal(world.context.arrangement.state.grouping, 'none');
  });

  it('groups by what is chosen, and remembers it', async () => {
    const done = run('lettr.webhooks.group');
    await (await seen.input()).choose('Host');
    await done;
    assert.equal(world.context.arrangement.state.grouping, 'host');
    const kept = world.access.workspaceState.get('lettr.arrangement');
    assert.ok(JSON.stringify(kept).includes('"grouping":"host"'));
  });
});
