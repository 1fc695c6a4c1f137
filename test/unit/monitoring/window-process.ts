/*
 * One window in a process of its own. Its argument is JSON: `baseUrl`, `keys`, `folder` and `intervalMs`. Each message is
 * a change of what the person looks at, and answered; the first list is in the folder when the process says `ready`.
 */
import { systemClock } from '../../../src/platform/clock.ts';
import type { Attention } from '../../../src/monitoring/poller.ts';
import { openWindow } from './windows.ts';

const { baseUrl, keys, folder, intervalMs } = JSON.parse(process.argv[2] ?? '');
const opening = openWindow({
  simulator: { baseUrl, keys },
  folder,
  clock: systemClock,
  attention: { isFocused: false },
  settings: { intervalMs },
});
// Listening keeps the process alive; the timers of a window do not.
process.on('message', (change: Partial<Attention>) => {
  void opening.then(({ attention }) => {
    attention.set(change);
    process.send?.('set');
  });
});
const { watcher } = await opening;
await watcher.settled();
process.send?.('ready');
