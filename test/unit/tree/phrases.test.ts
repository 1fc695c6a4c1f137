import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import { eventCount } from '../../../src/messages/words.ts';
import { plain } from '../../../src/platform/text.ts';
import { Phrases, rowHost, rowText } from '../../../src/tree/phrases.ts';
import { endpointHost } from '../../../src/webhooks/endpoint.ts';
import { healthReport, textOf } from '../../../src/webhooks/health.ts';
import { webhook } from '../api/harness.ts';
import { EVIL } from './hostile.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const HOUR = 3_600_000;

describe('the words of rows', () => {
  const TEXTS = [
    '',
    ' ',
    'Orders',
    'Order Notifications 2',
    ' Orders',
    'Orders ',
    'Orders\n',
    'a'.repeat(199),
    'a'.repeat(200),
    'a'.repeat(201),
    `${'a'.repeat(199)} b`,
    'Übergröße',
    '50 % off, today!',
    '$(bug)',
    '$ x',
    '](x)',
    '[a](b)',
    'a_b-c/d',
    '\u0000',
    'x\u200by',
    '👩‍👩‍👧 family',
    EVIL,
  ];

  for (const text of TEXTS) {
    it(`are as harmless as ever for ${JSON.stringify(text).slice(0, 40)}`, () => {
      assert.equal(rowText(text), plain(text));
    });
  }

  const URLS = [
    'https://example.com',
    'https://example.com/',
    'http://hooks.example.com/lettr',
    'https://a-b.example.co/x?y#z',
    'https://x--y.example.com/',
    'https://xn--80ak6aa92e.com/',
    'https://xn--.com/',
    'https://-a.example.com/',
    'https://EXAMPLE.com/',
    'https://example.com:443/',
    'http://example.com:8080/',
    'https://example.com:/',
    'https://user:password@example.com/',
    'https://example.com@evil.example/',
    'https://example.com\\evil',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.1/',
    'https://1.2.3.example/',
    'https://localhost/',
    'http://[::1]/',
    'https://exa mple.com/',
    'https://example.com.',
    'https://example..com/',
    'https://exämple.com/',
    'https://example.com/\n',
    'https://exam\nple.com/',
    ' https://example.com/',
    'https:example.com/',
    'https:///example.com/',
    'https://',
    'ftp://example.com/',
    'example.com',
    `https://${'a.'.repeat(120)}com/`,
    EVIL,
    '',
  ];

  for (const url of URLS) {
    it(`name the same host as ever for ${JSON.stringify(url).slice(0, 50)}`, () => {
      assert.equal(rowHost(url), endpointHost(url));
    });
  }

  it('stay the same when they are asked for again', () => {
    const phrases = new Phrases('en');
    const states: readonly Partial<Webhook>[] = [
      { lastStatus: 'failure', lastSuccessAt: NOW - HOUR },
      { lastStatus: 'failure', lastSuccessAt: NOW - 2 * HOUR },
      { lastStatus: 'failure' },
      { lastStatus: 'success', lastSuccessAt: NOW - HOUR },
      { lastStatus: 'success', lastSuccessAt: NOW - HOUR, lastFailureAt: NOW - 3 * HOUR },
      { lastStatus: 'success' },
      { enabled: false },
      { enabled: false, lastStatus: 'failure' },
      {},
      { lastStatus: 'paused' },
      { lastStatus: 'stopped' },
    ];
    for (let turn = 0; turn < 2; turn += 1) {
      for (const fields of states) {
        const one = webhook(fields);
        assert.equal(phrases.health(one, [], NOW), textOf(healthReport(one, [], NOW).hover, NOW, 'en'));
      }
      for (const events of ['all', undefined, [], ['a'], ['a', 'b']] as const) {
        assert.equal(phrases.eventCount(events), eventCount(events));
      }
    }
  });

  it('are harmless for a status that nobody knows', () => {
    assert.equal(
      new Phrases('en').health(webhook({ lastStatus: EVIL }), [], NOW),
      'Status "[x] (command:y) $ (bug)"',
    );
  });
});
