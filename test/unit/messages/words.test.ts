import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import {
  accountWords,
  authenticationLabel,
  authenticationWords,
  eventCount,
} from '../../../src/messages/words.ts';
import { webhook } from '../api/harness.ts';

const ACME: Account = {
  id: 'a',
  name: 'Acme',
  origin: 'https://app.lettr.com',
  mode: 'live',
  teamId: 1,
  source: 'stored',
};
const EVIL = '[x](command:y) $(bug)\u202e';
const MENDED = '[x] (command:y) $ (bug)';

describe('short words', () => {
  it('name an account and its mode', () => {
    assert.equal(accountWords(ACME), 'live · Acme');
    assert.equal(accountWords({ ...ACME, mode: 'sandbox' }), 'sandbox · Acme');
    assert.equal(accountWords({ ...ACME, name: EVIL }), `live · ${MENDED}`);
  });

  it('say how deliveries are authenticated, and whether credentials are stored', () => {
    const words = (authentication: string, hasCredentials: boolean): string =>
      authenticationWords(webhook({ authentication, hasCredentials }));
    assert.equal(words('none', false), 'None');
    assert.equal(words('none', true), 'None');
    assert.equal(words('basic', true), 'Basic, credentials stored');
    assert.equal(words('basic', false), 'Basic, no credentials stored');
    assert.equal(words('oauth2', true), 'OAuth 2.0, credentials stored');
    assert.equal(words('mtls', true), 'mtls, credentials stored');
    assert.equal(authenticationLabel(EVIL), MENDED);
  });

  it('count events', () => {
    assert.equal(eventCount('all'), 'all events');
    assert.equal(eventCount(undefined), 'events not given');
    assert.equal(eventCount([]), '0 events');
    assert.equal(eventCount(['message.bounce']), '1 event');
    assert.equal(eventCount(['message.bounce', 'x', 'y', 'z']), '4 events');
  });
});
