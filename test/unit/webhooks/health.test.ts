import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import { type Health, healthOf, healthWords } from '../../../src/webhooks/health.ts';
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
    assert.equal(healthWords(webhook(ahead), NOW, 'en'), 'Healthy, delivered 0 seconds ago');
    assert.equal(
      healthWords(webhook({ ...success, lastSuccessAt: NOW }), NOW, 'en'),
      'Healthy, delivered 0 seconds ago',
    );
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
