import assert from 'node:assert/strict';

import { type HistoryChange, deliveryStateOf, lastHealth } from '../../../src/webhooks/history.ts';
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
  it('tells the last change of health', () => {
    assert.equal(lastHealth([enabled]), undefined);
    assert.deepEqual(lastHealth([health(1, 'failing'), health(2, 'healthy'), enabled]), health(2, 'healthy'));
  });
});
