import path from 'node:path';

import { AccountRecord } from '../../../src/monitoring/record.ts';
import { listOf } from './rounds.ts';
import { installStopping } from './stopping.ts';

/** What the process is told. */
export type RecordTask =
  /** Publishes these rounds. The answer: the faults. */
  | { readonly kind: 'publish'; readonly root: string; readonly from: number; readonly to: number }
  /** The answer: the ids of the incidents that this process has to tell. */
  | { readonly kind: 'claim'; readonly root: string }
  /**
   * Publishes two rounds, and then publishes the next one or claims, but stops before step 1, 2 … of that, each time in
   * a folder of that name. The answer: how many steps there are; in the folder of the last one the work is done.
   */
  | { readonly kind: 'stop'; readonly root: string; readonly in: 'publish' | 'claim' };

process.on('message', (task: RecordTask) => {
  void work(task).then((answer) => process.send?.(answer));
});

async function work(task: RecordTask): Promise<unknown> {
  switch (task.kind) {
    case 'publish':
      return publish(open(task.root), task.from, task.to);
    case 'claim': {
      const { claimed } = await open(task.root).claimAnnouncements(new Set());
      return claimed.map(({ id }) => id);
    }
    case 'stop':
      return stopEverywhere(task);
  }
}

async function publish(record: AccountRecord, from: number, to: number): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let round = from; round < to; round += 1) {
    const { fault } = await record.publish(listOf(round));
    faults.push(...(fault ? [fault.kind] : []));
  }
  return faults;
}

async function stopEverywhere({ root, in: where }: RecordTask & { readonly kind: 'stop' }): Promise<number> {
  const stopping = await installStopping();
  for (let step = 1; ; step += 1) {
    const folder = path.join(root, String(step));
    await publish(open(folder), 0, 2);
    const record = open(folder);
    const isStopped = await stopping.stopAt(step, () =>
      where === 'publish' ? record.publish(listOf(2)) : record.claimAnnouncements(new Set()),
    );
    if (!isStopped) {
      return step;
    }
  }
}

function open(root: string): AccountRecord {
  return new AccountRecord({ root, name: 'acme', fingerprint: 'key' });
}

// Tells that it listens.
process.send?.('ready');
