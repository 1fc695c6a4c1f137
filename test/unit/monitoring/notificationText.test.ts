import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import {
  type TroubledWebhook,
  incidentWords,
  notificationText,
} from '../../../src/monitoring/notificationText.ts';

const ACME: Account = {
  id: 'a',
  name: 'Acme',
  origin: 'https://x.example.com',
  mode: 'live',
  teamId: 1,
  source: 'stored',
};

function webhook(kind: TroubledWebhook['kind'], name = 'CRM sync'): TroubledWebhook {
  return { account: ACME, id: '1', name, kind, lastFailureAt: NOW - 1_000 };
}

const NOW = Date.UTC(2030, 0, 1);

function text(webhooks: readonly TroubledWebhook[], isNamed = false): string {
  return notificationText(webhooks, { isNamed, now: NOW, language: 'en' });
}

describe('the text of a notification', () => {
  it('name one webhook', () => {
    assert.equal(
      text([webhook('failing')]),
      'Webhook "CRM sync" is failing: its last delivery failed just now.',
    );
    assert.equal(text([webhook('disabled')]), 'Webhook "CRM sync" was disabled outside VS Code.');
  });

  it('say when its last delivery failed, where Lettr says so', () => {
    const long = { ...webhook('failing'), lastFailureAt: NOW - 600_000 };
    assert.equal(text([long]), 'Webhook "CRM sync" is failing: its last delivery failed 10 minutes ago.');
    assert.equal(text([{ ...long, lastFailureAt: null }]), 'Webhook "CRM sync" is failing.');
  });

  it('name its account when there are others', () => {
    assert.equal(
      text([webhook('failing')], true),
      'Webhook "CRM sync" (live · Acme) is failing: its last delivery failed just now.',
    );
  });

  it('count several', () => {
    const failing = webhook('failing');
    const disabled = webhook('disabled');
    assert.equal(text([failing, failing, failing]), '3 webhooks are failing.');
    assert.equal(text([disabled, disabled]), '2 webhooks were disabled outside VS Code.');
    assert.equal(
      text([failing, failing, disabled]),
      '3 webhooks need attention: 2 failing, 1 disabled outside VS Code.',
    );
  });

  it('are harmless, whatever a webhook is called', () => {
    assert.equal(
      text([webhook('failing', '[x](command:y) $(trash)\nz')]),
      'Webhook "[x] (command:y) $ (trash) z" is failing: its last delivery failed just now.',
    );
  });

  it('say of each what its trouble is', () => {
    assert.deepEqual([webhook('failing'), webhook('disabled')].map(incidentWords), [
      'Failing',
      'Disabled outside VS Code',
    ]);
  });
});
