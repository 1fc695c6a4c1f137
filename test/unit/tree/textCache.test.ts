import assert from 'node:assert/strict';

import { eventCount } from '../../../src/messages/words.ts';
import { plain } from '../../../src/platform/text.ts';
import { TextCache, rowHost, rowText } from '../../../src/tree/textCache.ts';
import { endpointHost } from '../../../src/webhooks/endpoint.ts';
import { EVIL } from './hostile.ts';

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
    const texts = new TextCache('en');
    for (let turn = 0; turn < 2; turn += 1) {
      for (const events of ['all', undefined, [], ['a'], ['a', 'b']] as const) {
        assert.equal(texts.eventCount(events), eventCount(events));
      }
    }
  });
});
