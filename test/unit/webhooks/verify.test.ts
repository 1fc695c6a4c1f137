import assert from 'node:assert/strict';

import { Cancelled, LettrError } from '../../../src/api/errors.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { verdictOnCreate, verdictOnDelete, verdictOnUpdate } from '../../../src/webhooks/verdicts.ts';
import { WriteFailure, verify } from '../../../src/webhooks/verify.ts';
import { DRAFT, failureOf, webhook } from '../api/harness.ts';

const BASIC = { type: 'basic', username: 'a', password: 'b' } as const;
const LOST = new LettrError({ kind: 'server', status: 500 }, { effect: 'unknown' });

function kind(...args: Parameters<typeof verdictOnUpdate>): string {
  return verdictOnUpdate(...args).kind;
}

function look(): Promise<ReadonlyMap<string, Webhook>> {
  return Promise.resolve(new Map());
}

describe('the verdict on an update', () => {
  const before = webhook({ authentication: 'basic', hasCredentials: true });

  it('is done when every field looks as it should', () => {
    const after = webhook({ ...before, name: 'Other', enabled: false, events: ['b', 'a'] });
    const patch = { name: 'Other', enabled: false, events: ['a', 'b'] };
    assert.deepEqual(verdictOnUpdate(patch, before, after), { kind: 'done', value: after });
    assert.deepEqual(verdictOnUpdate(patch, undefined, after), { kind: 'done', value: after });
  });

  it('is not done when one field does not, or the webhook is gone', () => {
    const after = webhook({ ...before, name: 'Other' });
    const notDone = { kind: 'notDone' };
    assert.deepEqual(verdictOnUpdate({ name: 'Other', enabled: false }, before, after), notDone);
    assert.deepEqual(verdictOnUpdate({ events: ['a'] }, before, webhook({ events: 'all' })), notDone);
    assert.deepEqual(verdictOnUpdate({ events: ['a'] }, before, webhook({ events: ['a', 'b'] })), notDone);
    assert.deepEqual(verdictOnUpdate({ authentication: BASIC }, before, webhook()), notDone);
    assert.deepEqual(verdictOnUpdate({ name: 'One' }, before, undefined), notDone);
  });

  it('is open for credentials, unless something else is seen to have changed with them', () => {
    const patch = { authentication: BASIC };
    assert.equal(kind(patch, before, before), 'unchecked');
    assert.equal(kind(patch, undefined, before), 'unchecked');
    assert.equal(kind({ ...patch, name: 'One' }, before, before), 'unchecked');
    assert.equal(kind({ ...patch, name: 'Other' }, before, webhook({ ...before, name: 'Other' })), 'done');
    assert.equal(kind(patch, webhook(), before), 'done');
    assert.equal(kind({ authentication: { type: 'none' } }, webhook(), webhook()), 'done');
  });
});

describe('the verdict on a create', () => {
  const made = webhook({ id: 'new', url: DRAFT.url });

  it('is done when a webhook of that URL came', () => {
    const verdict = verdictOnCreate(DRAFT, new Map([['one', webhook()]]), new Map([['new', made]]));
    assert.deepEqual(verdict, { kind: 'done', value: made });
  });

  it('is not done when none has the URL, or only one that was there before', () => {
    const list = new Map([['new', made]]);
    assert.deepEqual(verdictOnCreate(DRAFT, list, list), { kind: 'notDone' });
    assert.deepEqual(verdictOnCreate(DRAFT, undefined, new Map()), { kind: 'notDone' });
  });

  it('is open when it was not known what was there before', () => {
    assert.deepEqual(verdictOnCreate(DRAFT, undefined, new Map([['new', made]])), { kind: 'unchecked' });
  });
});

describe('the verdict on a delete', () => {
  it('is done when the webhook is gone, and only then', () => {
    assert.equal(verdictOnDelete('one', new Map()).kind, 'done');
    assert.equal(verdictOnDelete('one', new Map([['one', webhook()]])).kind, 'notDone');
  });
});

describe('verifying a failed write', () => {
  it('throws on a certain failure without a look', async () => {
    for (const error of [new LettrError({ kind: 'conflict' }), new Cancelled(), new Error('x'), 'odd']) {
      const thrown = await failureOf(
        verify(
          error,
          () => assert.fail(),
          () => assert.fail(),
        ),
      );
      assert.equal(thrown, error);
    }
  });

  it('returns what was done, or throws what is known', async () => {
    assert.equal(await verify(LOST, look, () => ({ kind: 'done', value: 7 })), 7);
    for (const verdict of ['notDone', 'unchecked'] as const) {
      const thrown = await failureOf(verify(LOST, look, () => ({ kind: verdict })));
      assert.ok(thrown instanceof WriteFailure);
      assert.equal(thrown.verdict, verdict);
      assert.equal(thrown.reason, LOST);
      assert.equal(thrown.cause, LOST);
    }
  });

  it('takes a cancelled write that was not done as cancelled', async () => {
    const thrown = await failureOf(verify(new Cancelled('unknown'), look, () => ({ kind: 'notDone' })));
    assert.ok(thrown instanceof Cancelled);
    assert.equal(thrown.effect, 'none');
  });
});
