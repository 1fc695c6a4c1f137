import assert from 'node:assert/strict';

import { liveTeam } from '../../../simulator/simulator.ts';
import { idOf, run, seen, useWorld } from '../support.ts';

describe('commands and the rate limit of Lettr', () => {
  const world = useWorld({ rateLimit: true });
  const names = ['Audit log', 'Billing 2', 'Billing 10', 'Bounce handler', 'CRM sync', 'Staging mirror'];

  it('never send more than three requests in a second', async () => {
    await addTeam();
    world.answer('Disable');
    const rows = names.map((name) => ({ id: idOf(world, name) }));
    await run('lettr.webhook.disable', rows[0], rows);
    assert.equal((await seen.message()).text, 'Disabled 6 webhooks.');
    const { requests } = world.simulator;
    assert.deepEqual(
      requests.map(({ status }) => status),
      Array.from({ length: 7 }, () => 200),
    );
    for (const [index, { at }] of requests.slice(3).entries()) {
      assert.ok(at - (requests[index]?.at ?? at) >= 1_000, `request ${index + 4} came too early`);
    }
  });

  it('repeat a change that was refused for its rate, once it may be', async () => {
    await addTeam();
    await run('lettr.webhooks.refresh');
    const headers = { 'Retry-After': '1' };
    world.simulator.fault({ kind: 'status', status: 429, headers, on: { method: 'PATCH' } });
    await run('lettr.webhook.disable', { id: idOf(world, 'Billing 2') });
    const [, refused, repeated] = world.simulator.requests;
    assert.deepEqual([refused?.status, repeated?.status], [429, 200]);
    assert.ok((repeated?.at ?? 0) - (refused?.at ?? 0) >= 1_000);
    assert.equal((await seen.message()).text, 'Disabled webhook "Billing 2".');
  });

  it('say when to try again instead of waiting for minutes', async () => {
    await addTeam();
    await run('lettr.webhooks.refresh');
    const headers = { 'Retry-After': '900' };
    world.simulator.fault({ kind: 'status', status: 429, headers, on: { method: 'PATCH' } });
    await run('lettr.webhook.disable', { id: idOf(world, 'Billing 2') });
    const { text, buttons } = await seen.message();
    assert.match(text, /Try again in 15 minutes \(.+\)\.$/);
    assert.deepEqual(buttons, ['Try Again']);
  });

  /** An account whose team the simulator counts for. */
  function addTeam(): Promise<unknown> {
    const { origin, keys } = world.simulator;
    return world.context.accounts.add({ name: 'Acme', origin, key: keys.live, teamId: liveTeam });
  }
});
