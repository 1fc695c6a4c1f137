import assert from 'node:assert/strict';

import type { Step } from '../../../src/wizard/engine.ts';
import { type WebhookForm, emptyForm, formLike } from '../../../src/wizard/form.ts';
import { CHECK, REVIEW, reviewMove, reviewWords } from '../../../src/wizard/review.ts';
import { webhook } from '../api/harness.ts';

const STEPS = [
  'name',
  'url',
  'eventsMode',
  'events',
  'authentication',
  'username',
  'password',
  'clientId',
  'clientSecret',
  'tokenUrl',
] as const;

function words(form: WebhookForm): readonly string[] {
  return STEPS.map((step) => reviewWords(step, form));
}

const FULL: WebhookForm = {
  ...emptyForm(),
  name: 'Orders',
  url: 'https://example.com/',
  eventsMode: 'selected',
  events: ['message.bounce', 'message.open'],
  authentication: 'oauth2',
  username: 'lettr',
  password: 'pass-s3cret',
  clientId: 'client',
  clientSecret: 'client-s3cret',
  tokenUrl: 'https://auth.example.com/',
};

describe('the review of a webhook', () => {
  it('shows every answer but secrets', () => {
    assert.deepEqual(words(FULL), [
      'Orders',
      'https://example.com/',
      'selected events',
      '2 events: message.bounce, message.open',
      'OAuth 2.0',
      'lettr',
      '••••••',
      'client',
      '••••••',
      'https://auth.example.com/',
    ]);
    assert.equal(reviewWords('eventsMode', { ...FULL, eventsMode: 'all' }), 'all events');
    assert.doesNotMatch(words(FULL).join(), /s3cret/);
  });

  it('says what is missing, as the credentials of a deleted webhook are', () => {
    const again = words(formLike(webhook({ authentication: 'basic' })));
    assert.deepEqual(again.slice(4, 7), ['Basic', 'not set', 'not set']);
    assert.deepEqual(words(formLike(webhook({ authentication: 'mtls', events: [] }))).slice(3, 5), [
      'not set',
      'not set',
    ]);
  });

  it('is harmless whatever was typed', () => {
    const evil = '[x](command:y) $(bug)\u202e';
    const form = {
      ...FULL,
      name: evil,
      url: evil,
      events: [evil],
      username: evil,
      clientId: evil,
      tokenUrl: evil,
    };
    for (const text of words(form)) {
      assert.doesNotMatch(text, /\]\(|\$\(|\u202e/);
    }
    assert.equal(reviewWords('name', { ...FULL, name: 'x'.repeat(100_000) }).length, 200);
  });

  describe('leads', () => {
    const step = (id: string): Step<WebhookForm> => ({
      id,
      label: id,
      show: () => Promise.reject(new Error('Not shown')),
      isComplete: (form) => id !== 'password' || form.password !== '',
    });
    const steps = ['name', 'username', 'password'].map(step);

    it('to the step of a row', () => {
      assert.deepEqual(reviewMove('name', steps, FULL), { to: 'name' });
      assert.deepEqual(reviewMove('name', steps, emptyForm()), { to: 'name' });
    });

    it('to what is missing before anything is sent', () => {
      assert.deepEqual(reviewMove(REVIEW, steps, emptyForm()), { to: 'password' });
      assert.equal(reviewMove(REVIEW, steps, FULL), 'next');
    });

    it('to the check once there is an endpoint to check', () => {
      assert.deepEqual(reviewMove(CHECK, steps, emptyForm()), { to: 'password' });
      assert.equal(reviewMove(CHECK, steps, FULL), CHECK);
    });
  });
});
