import assert from 'node:assert/strict';

import { safeMemento } from '../../../src/platform/memory.ts';

/** Memory on a disk that is full. */
class Full {
  readonly #known = new Map<string, unknown>([['sort', 'name']]);

  get(key: string, otherwise?: unknown): unknown {
    return this.#known.get(key) ?? otherwise;
  }

  update(): Promise<void> {
    return Promise.reject(new Error('No space left on device'));
  }
}

describe('what is remembered', () => {
  it('is read from where it is kept', () => {
    const memory = safeMemento(new Full(), { warn: () => assert.fail('There is nothing to warn of.') });
    assert.equal(memory.get('sort'), 'name');
    assert.equal(memory.get('group', 'none'), 'none');
  });

  it('fails nobody when it cannot be written, and the log says so', async () => {
    const warnings: string[] = [];
    const memory = safeMemento(new Full(), {
      warn: (message, cause) => warnings.push(`${message}: ${String(cause)}`),
    });
    await memory.update('sort', 'health');
    assert.deepEqual(warnings, ['"sort" could not be remembered: Error: No space left on device']);
  });
});
