import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { type TroubledWebhook, troubleWords, webhookWords } from '../../../src/monitoring/trouble.ts';

const ACME: Account = {
  id: 'a',
  name: 'Acme',
  origin: 'https://x.example.com',
  mode: 'live',
  teamId: 1,
  source: 'stored',
};

function webhook(kind: TroubledWebhook['kind'], name = 'CRM sync'): TroubledWebhook {
  return { account: ACME, id: '1', name, kind };
}

describe('the words for trouble', () => {
  it('name one webhook', () => {
    assert.equal(troubleWords([webhook('failing')]), '"CRM sync" is failing.');
    assert.equal(
      troubleWords([webhook('disabled')]),
      '"CRM sync" was disabled, by Lettr or by somebody else.',
    );
  });

  it('name its account when there are others', () => {
    assert.equal(troubleWords([webhook('failing')], true), '"CRM sync" (Acme · live) is failing.');
  });

  it('count several', () => {
    const failing = webhook('failing');
    const disabled = webhook('disabled');
    assert.equal(troubleWords([failing, failing, failing]), '3 webhooks are failing.');
    assert.equal(
      troubleWords([disabled, disabled]),
      '2 webhooks were disabled, by Lettr or by somebody else.',
    );
    assert.equal(
      troubleWords([failing, failing, disabled]),
      '3 webhooks need a look: 2 failing, 1 disabled by Lettr or by somebody else.',
    );
  });

  it('are harmless, whatever a webhook is called', () => {
    assert.equal(
      troubleWords([webhook('failing', '[x](command:y) $(trash)\nz')]),
      '"[x] (command:y) $ (trash) z" is failing.',
    );
  });

  it('say of each what its trouble is', () => {
    assert.deepEqual([webhook('failing'), webhook('disabled')].map(webhookWords), [
      'Failing',
      'Disabled by Lettr or by somebody else',
    ]);
  });
});
