import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import { systemClock } from '../../../src/monitoring/clock.ts';

describe('the clock of this machine', () => {
  it('runs work later, unless that is called off', async () => {
    const done: string[] = [];
    systemClock.after(5, () => done.push('kept'));
    systemClock.after(5, () => done.push('called off')).dispose();
    await delay(50);
    assert.deepEqual(done, ['kept']);
  });

  it('does not run at once what is due in months', async () => {
    const done: string[] = [];
    const timer = systemClock.after(90 * 86_400_000, () => done.push('due'));
    await delay(50);
    timer.dispose();
    assert.deepEqual(done, []);
  });
});
