import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { LeaseFile } from '../../../src/monitoring/lease.ts';

/** What the process is told, in the order in which it does it. */
export type LeaseTask =
  /** Acquires and releases so many times, and counts in a file meanwhile what two at once would count wrongly. */
  | { readonly kind: 'count'; readonly folder: string; readonly rounds: number }
  /** Asks once and keeps what it gets. */
  | { readonly kind: 'take'; readonly folder: string };

/** `overlaps`: how often somebody else was inside as well. */
export interface Counted {
  readonly held: number;
  readonly overlaps: number;
}

const LONG_MS = 60_000;

process.on('message', (task: LeaseTask) => {
  void (task.kind === 'count' ? count(task) : take(task)).then((answer) => process.send?.(answer));
});

async function count({ folder, rounds }: LeaseTask & { kind: 'count' }): Promise<Counted> {
  const file = new LeaseFile(path.join(folder, 'leases'), 'test');
  const counted = { held: 0, overlaps: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const acquired = await file.acquire(LONG_MS, { patience: LONG_MS });
    if (acquired.kind === 'held') {
      counted.held += 1;
      counted.overlaps += countUp(folder) ? 0 : 1;
      await acquired.lease.release();
    }
  }
  return counted;
}

/** Whether nobody else was inside. */
function countUp(folder: string): boolean {
  const inside = path.join(folder, 'inside');
  const counter = path.join(folder, 'counter');
  try {
    mkdirSync(inside);
  } catch {
    return false;
  }
  writeFileSync(counter, String(Number(readFileSync(counter, 'utf8')) + 1));
  rmdirSync(inside);
  return true;
}

async function take({ folder }: LeaseTask & { kind: 'take' }): Promise<string> {
  return (await new LeaseFile(folder, 'test').tryAcquire(LONG_MS)).kind;
}
