import assert from 'node:assert/strict';

import { LettrError } from '../../../src/api/errors.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { changedRows } from '../../../src/webhooks/changes.ts';
import type { StoreState } from '../../../src/webhooks/state.ts';
import { webhook } from '../api/harness.ts';

function ready(...webhooks: readonly Webhook[]): StoreState {
  const byId = new Map(webhooks.map((one) => [one.id, one]));
  return { kind: 'ready', webhooks: byId, loadedAt: 0, askedAt: 0, problem: undefined };
}

describe('the rows of a change', () => {
  const one = webhook({ id: 'one' });
  const two = webhook({ id: 'two', name: 'Two', events: ['a', 'b'] });

  it('are none for equal lists, in any order', () => {
    assert.deepEqual(changedRows(ready(one, two), ready({ ...two, events: ['a', 'b'] }, { ...one })), []);
  });

  it('are those with any other field than the name changed', () => {
    const fields: Partial<Webhook>[] = [
      { url: 'x' },
      { enabled: false },
      { events: ['b', 'a'] },
      { events: undefined },
      { authentication: 'basic' },
      { hasCredentials: true },
      { lastSuccessAt: 1 },
      { lastFailureAt: 1 },
      { lastStatus: 'success' },
    ];
    const compared = new Set(fields.flatMap((change) => Object.keys(change)));
    assert.deepEqual(compared, new Set(Object.keys(two).filter((key) => key !== 'id' && key !== 'name')));
    for (const change of fields) {
      assert.deepEqual(changedRows(ready(one, two), ready(one, { ...two, ...change })), ['two']);
    }
  });

  it('are all when rows come, go or move', () => {
    assert.equal(changedRows(ready(one), ready(one, two)), 'all');
    assert.equal(changedRows(ready(one, two), ready(one)), 'all');
    assert.equal(changedRows(ready(one), ready(two)), 'all');
    assert.equal(changedRows(ready(one), ready({ ...one, name: 'Other' })), 'all');
  });

  it('are all when a list appears or is lost', () => {
    const failed = { kind: 'failed', error: new LettrError({ kind: 'unauthorized' }) } as const;
    for (const other of [{ kind: 'unread' }, { kind: 'loading' }, failed] as const) {
      assert.equal(changedRows(other, ready(one)), 'all');
      assert.equal(changedRows(ready(one), other), 'all');
    }
  });
});
