import type { Memento } from 'vscode';

import type { Log } from './vscode/log.ts';

/** What VS Code remembers for a workspace or for all of them. */
export type Memory = Pick<Memento, 'get' | 'update'>;

/**
 * A memory whose `update` never rejects. It keeps choices, such as the account and the filter: with a full disk they
 * hold in this window all the same, and only the next one does not know of them.
 */
export function safeMemento(memory: Memory, log: Pick<Log, 'warn'>): Memory {
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
