import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { type Child, useChildren } from './child.ts';
import { useFolder } from './folder.ts';
import { gapsOf, listsOf, until } from './windows.ts';

/** Longer than a window takes to share a list on a busy machine. */
const INTERVAL_MS = 1_500;

describe('windows in processes of their own', () => {
  const folder = useFolder();
  const start = useChildren();
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false });
  });
  after(() => simulator.close());

  async function open(): Promise<Child> {
    const { baseUrl, keys } = simulator;
    const options = { baseUrl, keys, folder: folder.path, intervalMs: INTERVAL_MS };
    const child = start('window-process.ts', JSON.stringify(options));
    await child.next();
    return child;
  }

  it('send together no more requests than one alone, also after one was killed', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    simulator.clearRequests();
    for (const [to, from] of [
      [first, second],
      [second, first],
      [first, second],
    ] as const) {
      await from.ask({ isFocused: false });
      await to.ask({ isFocused: true });
      const sent = listsOf(simulator).length;
      await until(() => listsOf(simulator).length > sent);
      // A person who changes windows while a list is on its way may see it read twice, which does no harm.
      await delay(INTERVAL_MS / 2);
    }
    assert.deepEqual(
      gapsOf(simulator).filter((gap) => gap < INTERVAL_MS),
      [],
    );
    await first.kill();
    await second.ask({ isFocused: true });
    const sent = listsOf(simulator).length;
    await until(() => listsOf(simulator).length > sent + 1);
  }).timeout(60_000);
});
