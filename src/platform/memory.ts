import type { Memento } from 'vscode';

import type { Log } from './log.ts';

/** What VS Code remembers for a workspace or for all of them. */
export type Memory = Pick<Memento, 'get' | 'update'>;

/**
 * A memory whose `update` never rejects. What is kept there is how the view looked: when the disk is full, what the
 * person did has worked all the same, and only the next window will not know of it.
 */
export function forgiving(memory: Memory, log: Pick<Log, 'warn'>): Memory {
  return {
    get: memory.get.bind(memory),
    update: async (key, value) => {
      try {
        await memory.update(key, value);
      } catch (error) {
        log.warn(`"${key}" could not be remembered`, error);
      }
    },
  };
}
