/*
 * One window in a process of its own: reads by itself until its input ends. Its argument is JSON: `baseUrl`, `keys`,
 * `folder` and `intervalMs`. Prints a line when its first list is in the record.
 */
import { once } from 'node:events';

import { openWindow } from './windows.ts';

const { baseUrl, keys, folder, intervalMs } = JSON.parse(process.argv[2] ?? '');
const { watcher, close } = await openWindow({
  simulator: { baseUrl, keys },
  folder,
  settings: { intervalMs },
});
await watcher.settled();
process.stdout.write('ready\n');
process.stdin.resume();
await once(process.stdin, 'end');
await close();
process.exit();
