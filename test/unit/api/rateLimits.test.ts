import assert from 'node:assert/strict';

import { LONGEST_WAIT_MS, rateLimitOf, waitAfter429, waitWhenUsedUp } from '../../../src/api/rateLimits.ts';

const NOW = Date.UTC(2030, 0, 1);

type Fields = Record<string, string>;

function waitAfter(fields: Fields, body?: unknown): number | undefined {
  return waitAfter429(new Headers(fields), body, NOW);
}

function waitUsedUp(fields: Fields): number {
  return waitWhenUsedUp(new Headers(fields), NOW);
}

function resetIn(seconds: number): Fields {
  return { 'x-ratelimit-reset': String(NOW / 1000 + seconds) };
}

describe('the wait after a 429', () => {
  it('is what Retry-After says in seconds', () => {
    assert.equal(waitAfter({ 'retry-after': '7' }), 7_000);
    assert.equal(waitAfter({ 'retry-after': ' 0 ' }), 0);
    assert.equal(waitAfter({ 'retry-after': '1.5' }), 1_500);
  });

  it('is what Retry-After says as a date, by the server’s clock where it is known', () => {
    const later = new Date(NOW + 30_000).toUTCString();
    assert.equal(waitAfter({ 'retry-after': later }), 30_000);
    assert.equal(waitAfter({ 'retry-after': later, date: new Date(NOW + 20_000).toUTCString() }), 10_000);
    assert.equal(waitAfter({ 'retry-after': new Date(NOW - 1_000).toUTCString() }), 0);
  });

  it('is read from any form of date, in UTC', () => {
    const { TZ: zone } = process.env;
    process.env['TZ'] = 'America/New_York';
    try {
      for (const date of [
        'Tuesday, 01-Jan-30 00:01:00 GMT',
        'Tue Jan  1 00:01:00 2030',
        'Tue, 01 Jan 2030 00:01:00',
        'Tue, 01 Jan 2030 00:01:00 GMT, Tue, 01 Jan 2030 00:05:00 GMT',
        '2030-01-01 00:01:00',
        '2030-01-01T00:01:00.0000000Z',
        '2030-01-01T01:01:00+01',
      ]) {
        assert.equal(waitAfter({ 'retry-after': date }), 60_000, date);
      }
      const date = 'Tue Jan  1 00:00:50 2030';
      assert.equal(waitAfter({ 'retry-after': 'Tue, 01 Jan 2030 00:01:00 GMT', date }), 10_000);
    } finally {
      if (zone === undefined) {
        delete process.env['TZ'];
      } else {
        process.env['TZ'] = zone;
      }
    }
  });

  it('is read from headers that were sent twice', () => {
    const twice = (text: string): string => `${text}, ${text}`;
    assert.equal(waitAfter({ 'retry-after': '7, 9' }), 7_000);
    assert.equal(waitAfter({ 'x-ratelimit-reset': twice(String(NOW / 1000 + 3)) }), 3_000);
    const reset = { 'x-ratelimit-reset': twice(String(NOW / 1000 + 2)) };
    assert.equal(waitUsedUp({ 'x-ratelimit-remaining': '0, 0', ...reset }), 2_000);
    const headers = new Headers({ 'x-ratelimit-limit': '3, 3', 'x-ratelimit-remaining': '0;w=1' });
    assert.deepEqual(rateLimitOf(headers), { owner: 'team', span: 'second', size: 3 });
  });

  it('prefers the header to the body, and the body to the reset', () => {
    const reset = resetIn(3);
    assert.equal(waitAfter({ 'retry-after': '7', ...reset }, 9), 7_000);
    assert.equal(waitAfter(reset, 9), 9_000);
    assert.equal(waitAfter(reset), 3_000);
  });

  it('is not told by nonsense', () => {
    assert.equal(waitAfter({}), undefined);
    assert.equal(waitAfter({ 'retry-after': 'soon', 'x-ratelimit-reset': 'soon' }), undefined);
    assert.equal(waitAfter({ 'x-ratelimit-reset': '0' }), undefined);
    for (const value of ['', '-5', 'in 5 minutes', '0x3c', '1e3', 'Infinity', '\u0666\u0660']) {
      const headers = { get: (name: string) => (name === 'retry-after' ? value : null) };
      assert.equal(waitAfter429(headers, undefined, NOW), undefined, value);
    }
    for (const body of [null, true, [], {}, ['7'], -1, Number.NaN, 1e21]) {
      assert.equal(waitAfter({}, body), undefined);
    }
    assert.equal(waitAfter({ 'x-ratelimit-reset': String(NOW / 1000 - 5) }), 0);
  });
});

describe('the wait after an answer that used up the allowance', () => {
  it('lasts until the reset', () => {
    assert.equal(waitUsedUp({ 'x-ratelimit-remaining': '0', ...resetIn(2) }), 2_000);
  });

  it('is none while some allowance is left or nothing is said', () => {
    assert.equal(waitUsedUp({ 'x-ratelimit-remaining': '1', ...resetIn(2) }), 0);
    assert.equal(waitUsedUp(resetIn(2)), 0);
    assert.equal(waitUsedUp({ 'x-ratelimit-remaining': '0' }), 0);
    assert.equal(waitUsedUp({}), 0);
  });

  it('has an end, whatever the server says', () => {
    assert.equal(waitUsedUp({ 'x-ratelimit-remaining': '0', ...resetIn(86_400) }), LONGEST_WAIT_MS);
  });
});
