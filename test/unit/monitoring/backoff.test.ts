import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';

import { LettrError, type Problem } from '../../../src/api/errors.ts';
import { Backoff } from '../../../src/monitoring/backoff.ts';
import { useFolder } from './folder.ts';
import { TestClock } from './windows.ts';

const MINUTE = 60_000;
/** Each look at the test's clock takes a millisecond. */
const MARGIN_MS = 50;

describe('the wait after a failed read', () => {
  const folder = useFolder();
  const file = () => path.join(folder.path, 'backoff.json');
  let clock: TestClock;

  beforeEach(() => {
    clock = new TestClock();
  });

  function window(): Backoff {
    return new Backoff(folder.path, clock);
  }

  function error(problem: Problem): LettrError {
    return new LettrError(problem);
  }

  function isAbout(actual: number, expected: number): void {
    assert.ok(Math.abs(actual - expected) <= MARGIN_MS, `${actual} instead of ${expected}`);
  }

  it('is an interval at first, twice as long each time, and over with a success', () => {
    const backoff = window();
    assert.equal(backoff.leftMs, 0);
    for (const factor of [1, 2, 4]) {
      backoff.fail(error({ kind: 'server', status: 500 }), MINUTE);
      isAbout(backoff.leftMs, factor * MINUTE);
    }
    backoff.accept();
    assert.equal(backoff.leftMs, 0);
    backoff.fail(new TypeError('a mistake'), MINUTE);
    isAbout(backoff.leftMs, MINUTE);
  });

  it('is as long as Lettr asks for, and an hour at most', () => {
    const backoff = window();
    const limited = (waitMs: number) =>
      new LettrError({ kind: 'rateLimited', retryAt: Date.now() + waitMs }, { waitMs });
    backoff.fail(limited(5 * MINUTE), MINUTE);
    isAbout(backoff.leftMs, 5 * MINUTE);
    backoff.fail(limited(600 * MINUTE), MINUTE);
    isAbout(backoff.leftMs, 60 * MINUTE);
  });

  for (const kind of ['unauthorized', 'keyGone', 'keyUnreadable', 'badAddress'] as const) {
    it(`has no end by itself after ${kind}, and shares half an hour`, async () => {
      const [mine, other] = [window(), window()];
      mine.fail(error({ kind }), MINUTE);
      await mine.settled();
      await other.join();
      assert.equal(mine.isRejected, true);
      isAbout(other.leftMs, 30 * MINUTE);
      mine.acceptForAll();
      assert.equal(mine.isRejected, false);
    });
  }

  it('holds for other windows, which count on from its faults', async () => {
    const [mine, other] = [window(), window()];
    mine.fail(error({ kind: 'server', status: 500 }), MINUTE);
    mine.fail(error({ kind: 'server', status: 500 }), MINUTE);
    await mine.settled();
    await clock.pass(MINUTE / 2);
    await other.join();
    isAbout(other.leftMs, 1.5 * MINUTE);
    await clock.pass(2 * MINUTE);
    assert.equal(other.leftMs, 0);
    other.fail(error({ kind: 'server', status: 500 }), MINUTE);
    isAbout(other.leftMs, 4 * MINUTE);
    await other.settled();
    other.acceptForAll();
    await other.settled();
    await assert.rejects(fs.stat(file()), { code: 'ENOENT' });
  });

  it('is over when the machine slept for longer', () => {
    const backoff = window();
    backoff.fail(error({ kind: 'server', status: 500 }), MINUTE);
    clock.jump(2 * MINUTE);
    assert.equal(backoff.leftMs, 0);
  });

  it('is no wait that cannot be one', async () => {
    const now = clock.now();
    for (const text of [
      '',
      'nonsense',
      '{}',
      JSON.stringify({ at: now + 10 * MINUTE, ms: MINUTE, faults: 1 }),
      JSON.stringify({ at: now, ms: 999 * MINUTE, faults: 1 }),
      JSON.stringify({ at: now, ms: -1, faults: 1 }),
      JSON.stringify({ at: now - 2 * MINUTE, ms: MINUTE, faults: 1 }),
    ]) {
      await fs.writeFile(file(), text);
      const backoff = window();
      await backoff.join();
      assert.equal(backoff.leftMs, 0, text);
    }
  });

  it('stays in this window when it cannot be shared', async () => {
    await fs.mkdir(path.join(file(), 'in the way'), { recursive: true });
    const backoff = window();
    backoff.fail(error({ kind: 'server', status: 500 }), MINUTE);
    await backoff.join();
    isAbout(backoff.leftMs, MINUTE);
  });
});
