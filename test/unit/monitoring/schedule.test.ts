import assert from 'node:assert/strict';

import {
  type Circumstances,
  HIDDEN_LEAST_MS,
  backOffMs,
  rhythmOf,
} from '../../../src/monitoring/schedule.ts';

const MINUTE = 60_000;

function rhythm(change: Partial<Circumstances> = {}): number | string {
  const found = rhythmOf({
    mode: 'live',
    intervalMs: MINUTE,
    isTelling: true,
    isFocused: true,
    isVisible: true,
    isLoaded: true,
    isRejected: false,
    hiddenLeastMs: HIDDEN_LEAST_MS,
    ...change,
  });
  return found.kind === 'every' ? found.ms : found.why;
}

describe('the rhythm of automatic refreshes', () => {
  it('is the interval while the view is visible and the window focused', () => {
    assert.equal(rhythm(), MINUTE);
    assert.equal(rhythm({ isTelling: false }), MINUTE);
    assert.equal(rhythm({ isLoaded: false }), MINUTE);
  });

  it('is five intervals for a hidden view, and never under five minutes', () => {
    assert.equal(rhythm({ isVisible: false, intervalMs: 2 * MINUTE }), 10 * MINUTE);
    assert.equal(rhythm({ isVisible: false, intervalMs: 30_000 }), 5 * MINUTE);
    assert.equal(rhythm({ isVisible: false }), 5 * MINUTE);
  });

  it('stops for a hidden view that was not read yet, or of which nothing is told', () => {
    assert.equal(rhythm({ isVisible: false, isLoaded: false }), 'hidden');
    assert.equal(rhythm({ isVisible: false, isTelling: false }), 'hidden');
  });

  it('stops while the window has no focus', () => {
    assert.equal(rhythm({ isFocused: false }), 'unfocused');
    assert.equal(rhythm({ isFocused: false, isVisible: false }), 'unfocused');
  });

  it('stops when it is turned off, for sandbox keys and for rejected keys', () => {
    assert.equal(rhythm({ intervalMs: undefined }), 'off');
    assert.equal(rhythm({ mode: 'sandbox' }), 'sandbox');
    assert.equal(rhythm({ isRejected: true }), 'rejected');
  });
});

describe('the wait after faults', () => {
  it('doubles with each fault', () => {
    const waits = [1, 2, 3, 4].map((faults) => backOffMs(faults, MINUTE, 0));
    assert.deepEqual(waits, [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]);
  });

  it('is stretched by chance, by up to a half', () => {
    assert.equal(backOffMs(2, MINUTE, 0.5), 2.5 * MINUTE);
    assert.ok(backOffMs(1, MINUTE, 0.999) < 1.5 * MINUTE);
  });

  it('ends at about half an hour, however many faults there were', () => {
    for (const faults of [6, 10, 100, 10_000]) {
      assert.equal(backOffMs(faults, MINUTE, 0), 30 * MINUTE);
      assert.ok(backOffMs(faults, MINUTE, 0.999) <= 33 * MINUTE);
    }
  });

  it('is never shorter than the interval', () => {
    assert.equal(backOffMs(1, 120 * MINUTE, 0), 120 * MINUTE);
    assert.equal(backOffMs(5, 120 * MINUTE, 0), 120 * MINUTE);
  });
});
