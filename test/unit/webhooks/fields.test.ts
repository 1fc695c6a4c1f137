import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import {
  WEBHOOK_FIELDS,
  WEBHOOK_FIELD_NAMES,
  differingFields,
  isWebhook,
  sameEvents,
  writtenChanges,
} from '../../../src/webhooks/fields.ts';
import { webhook } from '../api/harness.ts';
import { EVIL, HARMFUL } from '../tree/hostile.ts';

const ONE = webhook({
  events: ['a', 'b'],
  authentication: 'basic',
  hasCredentials: true,
  lastStatus: 'success',
  lastSuccessAt: 1000,
});

describe('the fields of a webhook', () => {
  it('are all there, each with a label and an icon', () => {
    assert.deepEqual(WEBHOOK_FIELD_NAMES.toSorted(), Object.keys(ONE).toSorted());
    const labels = WEBHOOK_FIELD_NAMES.map((name) => WEBHOOK_FIELDS[name].label());
    assert.equal(new Set(labels).size, labels.length);
  });

  it('are told apart by what they mean', () => {
    assert.deepEqual(differingFields(ONE, { ...ONE, events: ['b', 'a', 'a'] }), []);
    const changes: Partial<Webhook> = { events: 'all', enabled: false, lastFailureAt: 7 };
    assert.deepEqual(differingFields(ONE, { ...ONE, ...changes }), ['events', 'enabled', 'lastFailureAt']);
  });

  it('that a person sets are compared in words', () => {
    const changed = { ...ONE, name: 'Two', hasCredentials: false, lastSuccessAt: 7, lastStatus: 'failure' };
    assert.deepEqual(writtenChanges(ONE, changed), [
      { label: 'Name', from: 'One', to: 'Two' },
      {
        label: 'Authentication',
        from: 'Basic, credentials stored',
        to: 'Basic, no credentials stored',
      },
    ]);
    assert.deepEqual(writtenChanges(ONE, { ...ONE, events: ['b', 'a'] }), []);
  });

  it('are said in words', () => {
    const words = WEBHOOK_FIELD_NAMES.map((name) => WEBHOOK_FIELDS[name].words(ONE, (at) => `at ${at}`));
    assert.deepEqual(words, [
      'One',
      'https://one.example.com/',
      '2 events (a, b)',
      'Basic, credentials stored',
      'stored',
      'yes',
      'succeeded',
      'at 1000',
      'never',
      'one',
    ]);
  });

  it('are harmless in words', () => {
    const evil = webhook({
      id: EVIL,
      name: EVIL,
      url: EVIL,
      authentication: EVIL,
      lastStatus: EVIL,
      events: [EVIL],
    });
    for (const name of WEBHOOK_FIELD_NAMES) {
      assert.doesNotMatch(WEBHOOK_FIELDS[name].words(evil, String), HARMFUL, name);
    }
  });

  it('are read from a file when each has a value of its kind', () => {
    assert.ok(isWebhook({ ...ONE }));
    assert.ok(isWebhook({ ...ONE, events: undefined }));
    for (const odd of [
      { id: 7 },
      { name: undefined },
      { url: null },
      { enabled: 1 },
      { events: 'some' },
      { events: ['a', 7] },
      { authentication: null },
      { hasCredentials: 'yes' },
      { lastSuccessAt: '2030' },
      { lastFailureAt: Number.NaN },
      { lastStatus: 200 },
    ]) {
      assert.ok(!isWebhook({ ...ONE, ...odd }), JSON.stringify(odd));
    }
  });
});

describe('two selections of event types', () => {
  it('are the same in whatever order', () => {
    assert.ok(sameEvents(['a', 'b'], ['b', 'a']));
    assert.ok(sameEvents(['a', 'b', 'b'], ['b', 'a']));
    assert.ok(sameEvents('all', 'all'));
    assert.ok(sameEvents(undefined, undefined));
    assert.ok(sameEvents([], []));
  });

  it('are others when one has a type that the other lacks', () => {
    assert.ok(!sameEvents(['a', 'b'], ['a']));
    assert.ok(!sameEvents(['a', 'a'], ['a', 'b']));
    assert.ok(!sameEvents('all', ['a']));
    assert.ok(!sameEvents([], undefined));
    assert.ok(!sameEvents('all', undefined));
  });
});
