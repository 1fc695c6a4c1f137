import assert from 'node:assert/strict';

import {
  type HistoryChange,
  type WebhookHistory,
  deliveryStateOf,
  differingHistories,
  failingSince,
  lastHealth,
} from '../../../src/webhooks/history.ts';
import { webhook } from '../api/harness.ts';

function health(at: number, to: 'failing' | 'healthy'): HistoryChange {
  return { at, by: 'elsewhere', field: 'health', from: undefined, to };
}

const enabled: HistoryChange = { at: 9, by: 'here', field: 'enabled', from: true, to: false };

describe('the state of deliveries', () => {
  it('is told by the last status, whether or not the webhook is enabled', () => {
    for (const isEnabled of [true, false]) {
      const state = (lastStatus: string | null, lastSuccessAt: number | null = null) =>
        deliveryStateOf(webhook({ lastStatus, lastSuccessAt, enabled: isEnabled }));
      assert.equal(state('failure'), 'failing');
      assert.equal(state('success'), 'healthy');
      assert.equal(state(null), 'waiting');
      assert.equal(state(null, 1), 'unknown');
      assert.equal(state('odd'), 'unknown');
    }
  });
});

describe('a history', () => {
  it('tells since when a webhook has been failing', () => {
    assert.equal(failingSince([]), undefined);
    assert.equal(failingSince([enabled]), undefined);
    assert.equal(failingSince([health(1, 'failing'), enabled]), 1);
    assert.equal(failingSince([health(1, 'failing'), health(2, 'healthy')]), undefined);
    assert.equal(failingSince([health(1, 'failing'), health(2, 'healthy'), health(3, 'failing')]), 3);
  });

  it('tells the last change of health', () => {
    assert.equal(lastHealth([enabled]), undefined);
    assert.deepEqual(lastHealth([health(1, 'failing'), health(2, 'healthy'), enabled]), health(2, 'healthy'));
  });

  it('differs by what is in it', () => {
    const before = new Map<string, WebhookHistory>([
      ['same', [health(1, 'failing')]],
      ['longer', [health(1, 'failing')]],
      ['other', [health(1, 'failing')]],
      ['gone', [enabled]],
    ]);
    const after = new Map<string, WebhookHistory>([
      ['same', [health(1, 'failing')]],
      ['longer', [health(1, 'failing'), enabled]],
      ['other', [health(1, 'healthy')]],
      ['new', [enabled]],
    ]);
    assert.deepEqual(differingHistories(before, after).toSorted(), ['gone', 'longer', 'new', 'other']);
    assert.deepEqual(differingHistories(after, after), []);
  });
});
