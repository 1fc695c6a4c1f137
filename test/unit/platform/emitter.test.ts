import assert from 'node:assert/strict';

import { Emitter } from '../../../src/platform/emitter.ts';

describe('Emitter', () => {
  it('calls listeners in the order in which they subscribed', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`first ${value}`));
    emitter.event((value) => heard.push(`second ${value}`));
    emitter.fire(1);
    assert.deepEqual(heard, ['first 1', 'second 1']);
  });

  it('ends each subscription of the same function by itself', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number): void => void heard.push(value);
    const subscription = emitter.event(listener);
    emitter.event(listener);
    subscription.dispose();
    emitter.fire(7);
    assert.deepEqual(heard, [7]);
  });

  it('does not call a listener that an earlier one removed', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event(() => later.dispose());
    const later = emitter.event((value) => heard.push(value));
    emitter.fire(1);
    assert.deepEqual(heard, []);
  });

  it('reaches the other listeners when one throws, and reports the fault afterwards', async () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event(() => {
      throw new Error('a broken listener');
    });
    emitter.event((value) => heard.push(value));
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const reported = new Promise<Error>((resolve) => process.once('uncaughtException', resolve));
    try {
      emitter.fire(3);
      assert.deepEqual(heard, [3]);
      assert.equal((await reported).message, 'a broken listener');
    } finally {
      others.forEach((listener) => process.on('uncaughtException', listener));
    }
  });
});
