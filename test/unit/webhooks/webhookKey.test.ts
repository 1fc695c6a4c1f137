import assert from 'node:assert/strict';

import { webhookKey } from '../../../src/webhooks/webhookKey.ts';

const ORIGIN = 'https://app.lettr.com';
const LIVE = { id: 'live', origin: ORIGIN, teamId: 7 };

describe('the key of a webhook', () => {
  it('is the same in all accounts of a team', () => {
    assert.equal(webhookKey(LIVE, 'w1'), webhookKey({ ...LIVE, id: 'sandbox' }, 'w1'));
  });

  it('tells webhooks, teams, servers, and accounts without a team apart', () => {
    const keys = [
      webhookKey(LIVE, 'w1'),
      webhookKey(LIVE, 'w2'),
      webhookKey({ ...LIVE, teamId: 8 }, 'w1'),
      webhookKey({ ...LIVE, origin: 'http://localhost:4000' }, 'w1'),
      webhookKey({ ...LIVE, teamId: undefined }, 'w1'),
      webhookKey({ ...LIVE, id: 'other', teamId: undefined }, 'w1'),
      webhookKey({ ...LIVE, id: ORIGIN, teamId: undefined }, '7","w1'),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });
});
