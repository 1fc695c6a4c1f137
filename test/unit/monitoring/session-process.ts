import { setTimeout as delay } from 'node:timers/promises';

import { type Session, startSession } from './session.ts';
import { installStopping } from './stopping.ts';

/** What the process is told. */
export type SessionTask =
  /** Opens a window on the first round. */
  | { readonly kind: 'start'; readonly root: string }
  /** Reads rounds in that window. The answer: how many incidents it announced so far. */
  | { readonly kind: 'read'; readonly from: number; readonly to: number }
  /**
   * Opens a window on the first round and reads the second one, but stops before a step of what comes of that. The
   * answer: whether it came that far, and how many incidents were announced.
   */
  | { readonly kind: 'stop'; readonly root: string; readonly step: number };

/** Longer than an incident waits before it is announced. */
const CLAIMED_MS = 60;

const stopping = await installStopping();
let session: Session | undefined;

process.on('message', (task: SessionTask) => {
  void work(task).then((answer) => process.send?.(answer));
});

async function work(task: SessionTask): Promise<unknown> {
  switch (task.kind) {
    case 'start':
      session = await startSession(task.root, 0);
      return 'started';
    case 'read':
      for (let round = task.from; round < task.to; round += 1) {
        await session?.read(round);
        await delay(CLAIMED_MS);
      }
      return session?.announced.length;
    case 'stop': {
      const stopped = await startSession(task.root, 0);
      const isStopped = await stopping.stopAt(task.step, async () => {
        await stopped.read(1);
        await delay(CLAIMED_MS);
      });
      return { isStopped, announced: stopped.announced.length };
    }
  }
}

// Tells that it listens.
process.send?.('ready');
