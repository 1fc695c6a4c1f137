import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { momentOf, msSince, runAfter, systemClock } from '../../../src/platform/clock.ts';

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

describe('what is due', () => {
  const time = { wall: 0, ticks: 0 };
  const machine = { now: () => time.wall, elapsed: () => time.ticks };

  beforeEach(() => {
    Object.assign(time, { wall: 1_000_000, ticks: 0 });
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => mock.timers.reset());

  /** The machine is awake for so long, ms. */
  function wake(ms: number): void {
    for (let left = ms; left > 0; left -= 1_000) {
      time.wall += 1_000;
      time.ticks += 1_000;
      mock.timers.tick(1_000);
    }
  }

  it('comes in its time', () => {
    const done: string[] = [];
    runAfter(machine, 60_000, () => done.push('due'));
    wake(59_000);
    assert.deepEqual(done, []);
    wake(1_000);
    assert.deepEqual(done, ['due']);
  });

  it('comes a few seconds after the machine woke up, when it became due meanwhile', () => {
    const done: string[] = [];
    runAfter(machine, 60_000, () => done.push('due'));
    wake(10_000);
    time.wall += 3_600_000;
    wake(5_000);
    assert.deepEqual(done, ['due']);
  });

  it('comes in its time also when somebody sets the clock back', () => {
    const done: string[] = [];
    const start = momentOf(machine);
    runAfter(machine, 60_000, () => done.push('due'));
    wake(10_000);
    time.wall -= 3_600_000;
    assert.equal(msSince(machine, start), 10_000);
    wake(50_000);
    assert.deepEqual(done, ['due']);
  });

  it('can be called off after a look at the time', () => {
    const done: string[] = [];
    const timer = runAfter(machine, 60_000, () => done.push('due'));
    wake(30_000);
    timer.dispose();
    wake(60_000);
    assert.deepEqual(done, []);
  });
});
