import assert from 'node:assert/strict';

import { LettrError } from '../../../src/api/errors.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { changedRows, listedWebhooks } from '../../../src/webhooks/changedRows.ts';
import type { ReadyState } from '../../../src/webhooks/state.ts';
import { webhook } from '../api/harness.ts';

function ready(...webhooks: readonly Webhook[]): ReadyState {
  const byId = new Map(webhooks.map((one) => [one.id, one]));
  return { kind: 'ready', webhooks: byId, unreadable: [], loadedAt: 0, askedAt: 0, problem: undefined };
}

describe('the rows of a change', () => {
  const one = webhook({ id: 'one' });
  const two = webhook({ id: 'two', name: 'Two', events: ['a', 'b'] });

  it('are none for equal lists, in any order', () => {
    assert.deepEqual(changedRows(ready(one, two), ready({ ...two, events: ['b', 'a'] }, { ...one })), []);
  });

  it('are those with any other field than the name changed', () => {
    const fields: Partial<Webhook>[] = [
      { url: 'x' },
      { enabled: false },
      { events: ['b'] },
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

describe('the rows of a list that was known before it is read', () => {
  const one = webhook({ id: 'one' });
  const two = webhook({ id: 'two', name: 'Two' });
  const last = ready(one, two);

  it('stay while it is read, and when that fails', () => {
    const failed = { kind: 'failed', error: new LettrError({ kind: 'unauthorized' }), last } as const;
    assert.deepEqual(changedRows({ kind: 'unread', last }, { kind: 'loading', last }), []);
    assert.deepEqual(changedRows({ kind: 'loading', last }, failed), []);
  });

  it('change where the answer says something else', () => {
    const read = ready(one, { ...two, enabled: false });
    assert.deepEqual(changedRows({ kind: 'loading', last }, read), ['two']);
  });
});

describe('the webhooks of a list', () => {
  const one = webhook({ id: 'one', name: 'One' });
  const two = webhook({ id: 'two', name: 'Two', events: ['a'] });
  const known = new Map([one, two].map((each) => [each.id, each]));

  it('are the same objects as before where nothing changed', () => {
    const listed = listedWebhooks([{ ...one }, { ...two, events: ['a'] }], known);
    assert.notEqual(listed, known);
    assert.equal(listed.get('one'), one);
    assert.equal(listed.get('two'), two);
  });

  it('are new ones where anything did', () => {
    for (const change of [{ name: 'Other' }, { enabled: false }, { events: ['b'] }]) {
      const changed = { ...two, ...change };
      assert.deepEqual(
        [...listedWebhooks([{ ...one }, changed], known)],
        [
          ['one', one],
          ['two', changed],
        ],
      );
    }
    assert.equal(known.get('two'), two);
  });

  it('stand in the order of the list, whatever was known', () => {
    const three = webhook({ id: 'three', name: 'Three' });
    for (const list of [[two, one], [one], [one, three], [one, two, three], [three], []]) {
      const listed = listedWebhooks(list, known);
      assert.deepEqual(
        [...listed],
        list.map((each) => [each.id, each]),
      );
    }
  });

  it('are one for an ID that is listed twice', () => {
    const again = { ...one, name: 'Again' };
    assert.deepEqual([...listedWebhooks([one, again], known)], [['one', again]]);
  });
});
