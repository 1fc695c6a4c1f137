import assert from 'node:assert/strict';

import { Cancelled, LettrError } from '../../../src/api/errors.ts';
import type { Webhook } from '../../../src/api/types.ts';
import {
  WriteFailure,
  outcomeOf,
  verdictOnCreate,
  verdictOnDelete,
  verdictOnUpdate,
} from '../../../src/webhooks/verdict.ts';
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

  it('is not done when a field is as it was before, or the webhook is gone', () => {
    const notDone = { kind: 'notDone' };
    assert.deepEqual(verdictOnUpdate({ name: 'Other', enabled: false }, before, before), notDone);
    assert.deepEqual(verdictOnUpdate({ name: 'Other' }, undefined, before), notDone);
    assert.deepEqual(verdictOnUpdate({ events: ['a'] }, before, webhook({ events: 'all' })), notDone);
    assert.deepEqual(verdictOnUpdate({ authentication: BASIC }, webhook(), webhook()), notDone);
    assert.deepEqual(verdictOnUpdate({ name: 'One' }, before, undefined), notDone);
  });

  it('is open when a field became something else, or only some became what was sent', () => {
    assert.equal(kind({ events: ['a'] }, before, webhook({ events: ['a', 'b'] })), 'unchecked');
    assert.equal(kind({ name: 'Other' }, before, webhook({ ...before, name: 'Third' })), 'unchecked');
    assert.equal(
      kind({ name: 'Other', enabled: false }, before, webhook({ ...before, name: 'Other' })),
      'unchecked',
    );
  });

  for (const [sent, stored] of [
    [{ url: 'https://Example.com' }, { url: 'https://example.com/' }],
    [{ url: 'https://exämple.com:443/%7Ea' }, { url: 'https://xn--exmple-cua.com/~a' }],
    [{ name: '  Two  words ' }, { name: 'Two words' }],
    [{ name: 'cafe\u0301' }, { name: 'caf\u00e9' }],
    [{ events: ['message.bounce', 'Message.Open '] }, { events: ['message.open', 'message.bounce'] }],
  ] as const) {
    it(`is done when the server tidied what it was sent: ${JSON.stringify(stored)}`, () => {
      assert.equal(kind(sent, before, webhook({ ...before, ...stored })), 'done');
    });

    it(`is open when the webhook was as tidy before: ${JSON.stringify(stored)}`, () => {
      const tidy = webhook({ ...before, ...stored });
      assert.equal(kind(sent, tidy, tidy), 'unchecked');
      assert.equal(kind({ ...sent, enabled: false }, tidy, { ...tidy, enabled: false }), 'done');
      assert.equal(kind({ ...sent, enabled: false }, tidy, tidy), 'notDone');
    });
  }

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

  it('is done however the server writes the endpoint', () => {
    const added = webhook({ id: 'new', url: 'https://example.com/' });
    const draft = { ...DRAFT, url: 'HTTPS://Example.com:443' };
    const verdict = verdictOnCreate(draft, new Map(), new Map([['new', added]]));
    assert.deepEqual(verdict, { kind: 'done', value: added });
  });

  it('takes the one of the same name when several came', () => {
    const other = webhook({ id: 'other', name: 'Theirs', url: DRAFT.url });
    const mine = { ...made, name: `${DRAFT.name} ` };
    const list = new Map([other, mine].map((one) => [one.id, one]));
    assert.deepEqual(verdictOnCreate(DRAFT, new Map(), list), { kind: 'done', value: mine });
  });

  it('is open when one of the same name came with another URL', () => {
    const odd = webhook({ id: 'new', name: DRAFT.name, url: 'https://elsewhere.example.com/' });
    assert.equal(verdictOnCreate(DRAFT, new Map(), new Map([['new', odd]])).kind, 'unchecked');
    assert.equal(verdictOnCreate(DRAFT, new Map([['new', odd]]), new Map([['new', odd]])).kind, 'notDone');
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

describe('the outcome of a failed write', () => {
  it('throws on a certain failure without a look', async () => {
    for (const error of [new LettrError({ kind: 'conflict' }), new Cancelled(), new Error('x'), 'odd']) {
      const thrown = await failureOf(
        outcomeOf(
          error,
          () => assert.fail(),
          () => assert.fail(),
        ),
      );
      assert.equal(thrown, error);
    }
  });

  it('returns what was done, or throws what is known', async () => {
    assert.equal(await outcomeOf(LOST, look, () => ({ kind: 'done', value: 7 })), 7);
    for (const verdict of ['notDone', 'unchecked'] as const) {
      const thrown = await failureOf(outcomeOf(LOST, look, () => ({ kind: verdict })));
      assert.ok(thrown instanceof WriteFailure);
      assert.equal(thrown.verdict, verdict);
      assert.equal(thrown.reason, LOST);
      assert.equal(thrown.cause, LOST);
    }
  });

  it('tells a write that was accepted and is still to come from one that was lost', async () => {
    const accepted = new LettrError({ kind: 'accepted' }, { effect: 'unknown' });
    for (const kindOfVerdict of ['notDone', 'unchecked'] as const) {
      assert.equal(await failureOf(outcomeOf(accepted, look, () => ({ kind: kindOfVerdict }))), accepted);
    }
    assert.equal(await outcomeOf(accepted, look, () => ({ kind: 'done', value: 7 })), 7);
  });

  it('takes a cancelled write that was not done as cancelled', async () => {
    const thrown = await failureOf(outcomeOf(new Cancelled('unknown'), look, () => ({ kind: 'notDone' })));
    assert.ok(thrown instanceof Cancelled);
    assert.equal(thrown.effect, 'none');
  });
});
