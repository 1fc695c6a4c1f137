import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import {
  HEALTHS,
  HEALTH_ICONS,
  type Health,
  healthLabel,
  healthOf,
  healthReport,
  textOf,
} from '../../../src/webhooks/health.ts';
import type { WebhookHistory } from '../../../src/webhooks/history.ts';
import { webhook } from '../api/harness.ts';
import { EVIL, HARMFUL } from '../tree/hostile.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const failure = { lastStatus: 'failure' };
const success = { lastStatus: 'success' };
const off = { enabled: false };

/** What the row says before the host, and what hover and screen reader say. */
const ROWS: readonly (readonly [fields: Partial<Webhook>, health: Health, row: string, hover: string])[] = [
  [
    { ...failure, lastSuccessAt: NOW - 2 * DAY, lastFailureAt: NOW - 9 * MINUTE },
    'failing',
    'Failing · last success 2 days ago',
    'Failing: last failure 9 minutes ago, last success 2 days ago',
  ],
  [
    { ...failure, lastSuccessAt: NOW - 3 * HOUR },
    'failing',
    'Failing · last success 3 hours ago',
    'Failing: last success 3 hours ago',
  ],
  [
    { ...failure, lastFailureAt: NOW - MINUTE },
    'failing',
    'Failing · never succeeded',
    'Failing: last failure 1 minute ago, never succeeded',
  ],
  [{ ...failure }, 'failing', 'Failing · never succeeded', 'Failing: never succeeded'],
  [
    { ...failure, ...off },
    'disabledAfterFailures',
    'Disabled after failures',
    'Probably disabled by Lettr after failures',
  ],
  [{ ...success, ...off, lastFailureAt: NOW - MINUTE }, 'disabled', 'Disabled', 'Disabled'],
  [{ ...off }, 'disabled', 'Disabled', 'Disabled'],
  [{ ...off, lastStatus: 'paused' }, 'disabled', 'Disabled', 'Disabled'],
  [
    { ...success, lastSuccessAt: NOW - MINUTE, lastFailureAt: NOW - 5 * HOUR },
    'recovered',
    'Recovered',
    'Recovered: last failure 5 hours ago',
  ],
  [
    { ...success, lastFailureAt: NOW - DAY + 1, lastSuccessAt: null },
    'recovered',
    'Recovered',
    'Recovered: last failure 23 hours ago',
  ],
  [
    { ...success, lastFailureAt: NOW - DAY, lastSuccessAt: NOW - 5 * MINUTE },
    'healthy',
    '',
    'Healthy: delivered 5 minutes ago',
  ],
  [{ ...success }, 'healthy', '', 'Healthy'],
  [{}, 'waiting', 'No deliveries yet', 'No deliveries yet'],
  [{ lastStatus: '200' }, 'unknown', 'Status "200"', 'Status "200"'],
  [{ lastStatus: '', lastSuccessAt: NOW }, 'unknown', 'Status ""', 'Status ""'],
  [{ lastStatus: null, lastSuccessAt: NOW - MINUTE }, 'unknown', 'Unknown status', 'Unknown status'],
  [{ lastStatus: null, lastFailureAt: NOW - MINUTE }, 'unknown', 'Unknown status', 'Unknown status'],
];

function texts(one: Webhook, history: WebhookHistory = [], now = NOW): { row: string; hover: string } {
  const { row, hover } = healthReport(one, history, now);
  return { row: textOf(row, now, 'en'), hover: textOf(hover, now, 'en') };
}

function switched(to: boolean, by: 'here' | 'elsewhere', at = NOW - HOUR): WebhookHistory[number] {
  return { at, by, field: 'enabled', from: !to, to };
}

describe('the health of a webhook', () => {
  for (const [fields, health, row, hover] of ROWS) {
    it(`is ${health} (${hover}) for ${JSON.stringify(fields)}`, () => {
      assert.equal(healthOf(webhook(fields), [], NOW), health);
      assert.equal(healthReport(webhook(fields), [], NOW).health, health);
      assert.deepEqual(texts(webhook(fields)), { row, hover });
    });
  }

  it('does not lie in the future when the clocks differ', () => {
    const ahead = { ...success, lastSuccessAt: NOW + 90_000 };
    assert.equal(texts(webhook(ahead)).hover, 'Healthy: delivered just now');
    assert.equal(texts(webhook({ ...success, lastSuccessAt: NOW })).hover, 'Healthy: delivered just now');
  });

  it('is not blamed on failures when a person disabled the webhook here', () => {
    const disabled = webhook({ ...failure, ...off });
    const here = [switched(false, 'here')];
    assert.equal(healthOf(disabled, here, NOW), 'disabled');
    assert.equal(texts(disabled, here).row, 'Disabled');
    assert.match(texts(disabled, here).hover, /^Disabled in VS Code on Jun 15, 2030\b/);
  });

  it('looks at the last time only that the webhook was switched', () => {
    const disabled = webhook({ ...failure, ...off });
    const health = (...history: WebhookHistory): Health => healthOf(disabled, history, NOW);
    assert.equal(health(switched(false, 'elsewhere')), 'disabledAfterFailures');
    assert.equal(
      health(switched(false, 'here'), switched(true, 'here'), switched(false, 'elsewhere')),
      'disabledAfterFailures',
    );
    // Enabled since, where nobody here saw it, and disabled again.
    assert.equal(health(switched(false, 'here'), switched(true, 'elsewhere')), 'disabledAfterFailures');
    assert.equal(
      health(switched(false, 'elsewhere'), switched(true, 'here'), switched(false, 'here')),
      'disabled',
    );
  });

  it('takes nothing from the history while the webhook is enabled', () => {
    const failing = webhook({ ...failure });
    assert.deepEqual(healthReport(failing, [switched(false, 'here')], NOW), healthReport(failing, [], NOW));
  });

  it('has a name and a look for each state', () => {
    assert.deepEqual(HEALTHS.toSorted(), [...new Set(ROWS.map(([, health]) => health))].toSorted());
    assert.equal(new Set(HEALTHS.map(healthLabel)).size, HEALTHS.length);
    assert.equal(new Set(HEALTHS.map((health) => HEALTH_ICONS[health].icon)).size, HEALTHS.length);
  });

  it('puts what fails first', () => {
    assert.equal(HEALTHS[0], 'failing');
  });

  it('never throws and is harmless, whatever is missing or odd', () => {
    for (const enabled of [true, false]) {
      for (const lastStatus of ['success', 'failure', 'odd', EVIL, '{0}', null]) {
        for (const lastSuccessAt of [null, NOW, 8.64e15, -1e300]) {
          for (const lastFailureAt of [null, NOW, Number.NaN, Number.POSITIVE_INFINITY]) {
            const { row, hover } = texts(webhook({ enabled, lastStatus, lastSuccessAt, lastFailureAt }));
            assert.ok(hover.length > 0 && !/null|undefined|NaN/.test(row + hover), hover);
            assert.doesNotMatch(row + hover, HARMFUL);
          }
        }
      }
    }
  });
});

describe('the time until which the words of a webhook hold', () => {
  for (const [fields] of ROWS) {
    it(`is when they change by time alone for ${JSON.stringify(fields)}`, () => {
      const one = webhook(fields);
      const words = (at: number): string =>
        `${healthOf(one, [], at)} ${Object.values(texts(one, [], at)).join(' ')}`;
      const { until } = healthReport(one, [], NOW);
      if (until === Number.POSITIVE_INFINITY) {
        assert.equal(words(NOW + 1000 * DAY), words(NOW));
      } else {
        assert.ok(until > NOW);
        assert.equal(words(until - 1), words(NOW));
        assert.notEqual(words(until), words(NOW));
      }
    });
  }

  it('is a day after the last failure of one that recovered, also when the words stay', () => {
    const recovered = webhook({ ...success, lastSuccessAt: NOW, lastFailureAt: NOW - DAY + 1000 });
    assert.equal(healthReport(recovered, [], NOW).until, NOW + 1000);
  });
});
