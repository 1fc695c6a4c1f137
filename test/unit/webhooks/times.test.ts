import assert from 'node:assert/strict';

import { absoluteTime, relativeTime, relativeTimeUntil } from '../../../src/webhooks/times.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('relative times', () => {
  const ROWS: readonly (readonly [number, string])[] = [
    [0, 'just now'],
    [MINUTE - 1, 'just now'],
    [MINUTE, '1 minute ago'],
    [HOUR - 1, '59 minutes ago'],
    [HOUR, '1 hour ago'],
    [DAY - 1, '23 hours ago'],
    [DAY, '1 day ago'],
    [7 * DAY, '1 week ago'],
    [30 * DAY, '1 month ago'],
    [364 * DAY, '12 months ago'],
    [365 * DAY, '1 year ago'],
    [NOW, '60 years ago'],
  ];
  for (const [ms, words] of ROWS) {
    it(`say "${words}" after ${ms} ms, and until when`, () => {
      const at = NOW - ms;
      assert.equal(relativeTime(at, NOW, 'en'), words);
      const until = relativeTimeUntil(at, NOW);
      assert.ok(until > NOW);
      assert.equal(relativeTime(at, until - 1, 'en'), words);
      assert.notEqual(relativeTime(at, until, 'en'), words);
    });
  }

  it('take a time ahead of this clock for now', () => {
    assert.equal(relativeTime(NOW + HOUR, NOW, 'en'), 'just now');
    assert.equal(relativeTimeUntil(NOW + HOUR, NOW), NOW + HOUR + MINUTE);
  });

  it('speak the language that is asked for', () => {
    assert.equal(relativeTime(NOW - 3 * HOUR, NOW, 'de'), 'vor 3 Stunden');
    assert.equal(relativeTime(NOW - 3 * HOUR, NOW, 'en'), '3 hours ago');
    assert.match(relativeTime(NOW - 3 * HOUR, NOW), /3/);
  });
});

describe('absolute times', () => {
  it('say day and time in the language that is asked for', () => {
    const noon = new Date(2030, 5, 15, 12, 34, 56).getTime();
    assert.match(absoluteTime(noon, 'en'), /Jun 15, 2030.*12:34:56/);
    assert.match(absoluteTime(noon, 'de'), /15\.06\.2030.*12:34:56/);
  });
});

describe('a time out of range', () => {
  for (const at of [Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -1e300, 1e20]) {
    it(`never reaches Intl: ${at}`, () => {
      assert.equal(relativeTime(at, 0, 'en'), 'at an unknown time');
      assert.equal(relativeTime(0, at, 'en'), 'at an unknown time');
      assert.equal(absoluteTime(at, 'en'), 'at an unknown time');
      assert.equal(relativeTimeUntil(at, 0), Number.POSITIVE_INFINITY);
    });
  }
});
