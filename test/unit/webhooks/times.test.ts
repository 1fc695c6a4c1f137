import assert from 'node:assert/strict';

import { absoluteTime, relativeTime } from '../../../src/webhooks/times.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('relative times', () => {
  const ROWS: readonly (readonly [number, string])[] = [
    [0, '0 seconds ago'],
    [999, '0 seconds ago'],
    [SECOND, '1 second ago'],
    [MINUTE - 1, '59 seconds ago'],
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
    it(`say "${words}" after ${ms} ms`, () => {
      assert.equal(relativeTime(NOW - ms, NOW, 'en'), words);
    });
  }

  it('take a time ahead of this clock for now', () => {
    assert.equal(relativeTime(NOW + HOUR, NOW, 'en'), '0 seconds ago');
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
