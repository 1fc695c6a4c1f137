import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import {
  HEALTHS,
  type Health,
  healthLabel,
  healthOf,
  healthUntil,
  healthWords,
} from '../../../src/webhooks/health.ts';
import { webhook } from '../api/harness.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Row = readonly [Partial<Webhook>, Health, string];

const failure = { lastStatus: 'failure' };
const success = { lastStatus: 'success' };
const off = { enabled: false };

const ROWS: readonly Row[] = [
  [{ ...failure, lastSuccessAt: NOW - 3 * HOUR }, 'failing', 'Failing, last success 3 hours ago'],
  [{ ...failure, lastFailureAt: NOW - MINUTE }, 'failing', 'Failing, no success yet'],
  [{ ...failure }, 'failing', 'Failing, no success yet'],
  [{ ...failure, ...off }, 'disabledAfterFailures', 'Disabled after failures (likely automatic)'],
  [{ ...success, ...off, lastFailureAt: NOW - MINUTE }, 'disabled', 'Disabled'],
  [{ ...off }, 'disabled', 'Disabled'],
  [{ ...off, lastStatus: 'paused' }, 'disabled', 'Disabled'],
  [
    { ...success, lastSuccessAt: NOW - MINUTE, lastFailureAt: NOW - 2 * HOUR },
    'recovered',
    'Healthy, failed 2 hours ago',
  ],
  [
    { ...success, lastFailureAt: NOW - DAY + 1, lastSuccessAt: null },
    'recovered',
    'Healthy, failed 23 hours ago',
  ],
  [
    { ...success, lastFailureAt: NOW - DAY, lastSuccessAt: NOW - 5 * MINUTE },
    'healthy',
    'Healthy, delivered 5 minutes ago',
  ],
  [{ ...success, lastSuccessAt: NOW - 5 * MINUTE }, 'healthy', 'Healthy, delivered 5 minutes ago'],
  [{ ...success }, 'healthy', 'Healthy'],
  [{}, 'waiting', 'No delivery yet'],
  [{ lastStatus: '200' }, 'unknown', 'Status "200"'],
  [{ lastStatus: '', lastSuccessAt: NOW }, 'unknown', 'Status ""'],
  [{ lastStatus: null, lastSuccessAt: NOW - MINUTE }, 'unknown', 'Status not given'],
  [{ lastStatus: null, lastFailureAt: NOW - MINUTE }, 'unknown', 'Status not given'],
];

describe('the health of a webhook', () => {
  for (const [fields, health, words] of ROWS) {
    it(`is ${health} (${words}) for ${JSON.stringify(fields)}`, () => {
      assert.equal(healthOf(webhook(fields), NOW), health);
      assert.equal(healthWords(webhook(fields), NOW, 'en'), words);
    });
  }

  it('does not lie in the future when the clocks differ', () => {
    const ahead = { ...success, lastSuccessAt: NOW + 90_000 };
    assert.equal(healthWords(webhook(ahead), NOW, 'en'), 'Healthy, delivered just now');
    assert.equal(
      healthWords(webhook({ ...success, lastSuccessAt: NOW }), NOW, 'en'),
      'Healthy, delivered just now',
    );
  });

  it('says since when this machine sees it fail, where it knows', () => {
    const since = NOW - 3 * HOUR;
    const failing = (fields: Partial<Webhook>): string =>
      healthWords(webhook({ ...failure, ...fields }), NOW, 'en', since);
    assert.equal(
      failing({ lastSuccessAt: NOW - 2 * DAY }),
      'Failing since 3 hours ago (first seen), last success 2 days ago',
    );
    assert.equal(failing({}), 'Failing since 3 hours ago (first seen), no success yet');
    assert.equal(failing(off), 'Disabled after failures (likely automatic)');
    assert.equal(healthWords(webhook({ ...success }), NOW, 'en', since), 'Healthy');
  });

  it('has a name for each state', () => {
    assert.deepEqual(HEALTHS.toSorted(), [...new Set(ROWS.map(([, health]) => health))].toSorted());
    assert.equal(new Set(HEALTHS.map(healthLabel)).size, HEALTHS.length);
  });

  it('puts what fails first', () => {
    assert.equal(HEALTHS[0], 'failing');
  });

  it('never throws, whatever is missing', () => {
    for (const enabled of [true, false]) {
      for (const lastStatus of ['success', 'failure', 'odd', null]) {
        for (const lastSuccessAt of [null, NOW]) {
          for (const lastFailureAt of [null, NOW]) {
            const words = healthWords(webhook({ enabled, lastStatus, lastSuccessAt, lastFailureAt }), NOW);
            assert.ok(words.length > 0 && !/null|undefined|NaN|\{/.test(words), words);
          }
        }
      }
    }
  });
});

describe('the time until which the words of a webhook hold', () => {
  const since = NOW - 3 * HOUR;

  for (const [fields] of ROWS) {
    it(`is when they change by time alone for ${JSON.stringify(fields)}`, () => {
      const one = webhook(fields);
      for (const known of [undefined, since]) {
        const words = (at: number): string => `${healthOf(one, at)} ${healthWords(one, at, 'en', known)}`;
        const until = healthUntil(one, NOW, known);
        if (until === Number.POSITIVE_INFINITY) {
          assert.equal(words(NOW + 1000 * DAY), words(NOW));
        } else {
          assert.ok(until > NOW);
          assert.equal(words(until - 1), words(NOW));
          assert.notEqual(words(until), words(NOW));
        }
      }
    });
  }

  it('is a day after the last failure of one that recovered, also when the words stay', () => {
    const recovered = webhook({ ...success, lastSuccessAt: NOW, lastFailureAt: NOW - DAY + 1000 });
    assert.equal(healthUntil(recovered, NOW), NOW + 1000);
  });
});
