import assert from 'node:assert/strict';

import { backOffMs } from '../../../src/monitoring/backoff.ts';
import { type Circumstances, rhythmOf } from '../../../src/monitoring/rhythm.ts';

const MINUTE = 60_000;

function quotaOf(remaining: number, limit: number) {
  return { second: undefined, minute: undefined, day: { limit, remaining }, at: 0 };
}

function rhythm(change: Partial<Circumstances> = {}): number | string {
  return rhythmOf({
    mode: 'live',
    quota: undefined,
    intervalMs: MINUTE,
    isNotifying: true,
    isFocused: true,
    isVisible: true,
    isLoaded: true,
    isRejected: false,
    ...change,
  });
}

describe('the rhythm of automatic refreshes', () => {
  it('is the interval while the view is visible and the window focused', () => {
    assert.equal(rhythm(), MINUTE);
    assert.equal(rhythm({ isNotifying: false }), MINUTE);
    assert.equal(rhythm({ isLoaded: false }), MINUTE);
  });

  it('is five intervals for a hidden view, and never under five minutes', () => {
    assert.equal(rhythm({ isVisible: false, intervalMs: 2 * MINUTE }), 10 * MINUTE);
    assert.equal(rhythm({ isVisible: false, intervalMs: 30_000 }), 5 * MINUTE);
    assert.equal(rhythm({ isVisible: false }), 5 * MINUTE);
  });

  it('stops for a hidden view that was not read yet, or of which nothing is told', () => {
    assert.equal(rhythm({ isVisible: false, isLoaded: false }), 'hidden');
    assert.equal(rhythm({ isVisible: false, isNotifying: false }), 'hidden');
  });

  it('stops while the window has no focus', () => {
    assert.equal(rhythm({ isFocused: false }), 'unfocused');
    assert.equal(rhythm({ isFocused: false, isVisible: false }), 'unfocused');
  });

  it('is half as fast for a sandbox key, while more than a quarter of its day is left', () => {
    const left = (remaining: number) => quotaOf(remaining, 2_000);
    assert.equal(rhythm({ mode: 'sandbox', quota: left(501) }), 2 * MINUTE);
    assert.equal(rhythm({ mode: 'sandbox', quota: left(2_000), isVisible: false }), 10 * MINUTE);
    assert.equal(rhythm({ mode: 'sandbox', quota: left(500) }), 'quotaLow');
    assert.equal(rhythm({ mode: 'sandbox', quota: left(0) }), 'quotaLow');
    assert.equal(rhythm({ mode: 'sandbox' }), 'quotaUnknown');
  });

  it('stops when it is turned off and for rejected keys', () => {
    assert.equal(rhythm({ intervalMs: undefined }), 'off');
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
