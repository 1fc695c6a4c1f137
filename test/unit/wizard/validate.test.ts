import assert from 'node:assert/strict';

import {
  type Finding,
  validateCredential,
  validateEndpoint,
  validateName,
  validateTokenUrl,
  validateUsername,
} from '../../../src/wizard/validate.ts';

function error(text: string): Finding {
  return { severity: 'error', text };
}

function warning(text: string): Finding {
  return { severity: 'warning', text: `${text} Press Enter to use it anyway.` };
}

const NO_NAME = error('Enter a name.');
const LONG_NAME = error("A name can't have more than 255 characters.");
function unusualName(length: number): Finding {
  return warning(`Lettr may reject names of more than 24 characters (${length} now).`);
}

const NO_VALUE = error('Enter a value.');
const LONG_VALUE = error("This can't have more than 255 characters.");
const NO_URL = error('Enter a URL.');
const LONG_URL = error("A URL can't have more than 2048 characters.");
const NOT_WHOLE = error('Enter a full URL, for example https://example.com/webhooks.');
const CREDENTIALS = error(
  'Remove the username and password from the URL. You can enter them in a later step.',
);
const HTTP = warning("HTTP isn't encrypted, and Lettr may reject it.");

function port(number: number): Finding {
  return warning(`Lettr only delivers to ports 443 and 80, so it can't use port ${number}.`);
}

function localName(host: string): Finding {
  return warning(`Lettr can't reach ${host}. Use a public URL.`);
}

function privateAddress(host: string): Finding {
  return warning(`Lettr can't reach the private address ${host}. Use a public URL.`);
}

/** A URL of so many characters. */
function urlOf(length: number): string {
  const start = 'https://example.com/';
  return start + 'x'.repeat(length - start.length);
}

const JUDGED: readonly (readonly [string, Finding | undefined])[] = [
  ['https://example.com/webhooks/lettr', undefined],
  ['  https://example.com/  ', undefined],
  ['HTTPS://EXAMPLE.COM', undefined],
  ['https://example.com:443/', undefined],
  ['https://example.com:80/', undefined],
  ['https://münchen.example.com/ünï?q=ä#x', undefined],
  ['https://example.com/?user=a@b&pass=c:d', undefined],
  ['https://example.com./', undefined],
  [urlOf(2048), undefined],
  [urlOf(2049), LONG_URL],

  ['', NO_URL],
  [' \t\n', NO_URL],
  ['example.com', NOT_WHOLE],
  ['//example.com', NOT_WHOLE],
  ['/webhooks', NOT_WHOLE],
  ['https:example.com', NOT_WHOLE],
  ['https:/example.com', NOT_WHOLE],
  ['https:\\\\example.com', NOT_WHOLE],
  ['https:///example.com', NOT_WHOLE],
  ['https://', NOT_WHOLE],
  ['https://exa mple.com/', NOT_WHOLE],
  ['https://example.com/a b', NOT_WHOLE],
  ['https://example.com/a\tb', NOT_WHOLE],
  ['https://example.com/a\nb', NOT_WHOLE],
  ['https://example.com/a\u00a0b', NOT_WHOLE],
  ['https://example.com:99999/', NOT_WHOLE],
  ['https://1.2.3.4.5/', NOT_WHOLE],
  ['https://[::g]/', NOT_WHOLE],
  ['javascript:alert(1)', NOT_WHOLE],
  ['javascript://example.com/%0aalert(1)', NOT_WHOLE],
  ['ftp://example.com/', NOT_WHOLE],
  ['file:///etc/passwd', NOT_WHOLE],
  ['data:text/html,x', NOT_WHOLE],
  ['wss://example.com/', NOT_WHOLE],
  ['command:workbench.action.quit', NOT_WHOLE],

  ['https://user@example.com/', CREDENTIALS],
  ['https://user:secret@example.com/', CREDENTIALS],
  ['https://:secret@example.com/', CREDENTIALS],
  ['https://example.com@127.0.0.1/', CREDENTIALS],

  ['http://example.com/', HTTP],
  ['http://example.com:80/', HTTP],
  ['http://example.com:443/', HTTP],
  ['https://example.com:8443/', port(8443)],
  ['http://example.com:8080/', port(8080)],
  ['https://example.com:444/', port(444)],
  ['https://example.com:0/', port(0)],

  ['https://localhost/', localName('localhost')],
  ['http://localhost:3000/', localName('localhost')],
  ['https://LOCALHOST/', localName('localhost')],
  ['https://localhost./', localName('localhost')],
  ['https://api.localhost/', localName('api.localhost')],
  ['https://mac.local/', localName('mac.local')],
  ['https://db.internal/', localName('db.internal')],
  ['https://a.test/', localName('a.test')],
  ['https://router.home.arpa/', localName('router.home.arpa')],
  ['https://intranet/', localName('intranet')],
  ['https://notlocalhost.com/', undefined],
  ['https://local.example.com/', undefined],
];

/** As they are typed, and as the URL's parser spells them. */
const PRIVATE: readonly (readonly [string, string?])[] = [
  ['127.0.0.1'],
  ['127.255.255.254'],
  ['10.0.0.1'],
  ['10.255.255.255'],
  ['172.16.0.1'],
  ['172.31.255.255'],
  ['192.168.0.1'],
  ['169.254.169.254'],
  ['100.64.0.1'],
  ['100.127.255.255'],
  ['0.0.0.0'],
  ['192.0.2.1'],
  ['198.18.0.1'],
  ['203.0.113.9'],
  ['224.0.0.1'],
  ['255.255.255.255'],
  ['127.1', '127.0.0.1'],
  ['0x7f.1', '127.0.0.1'],
  ['0177.0.0.1', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['0xA000001', '10.0.0.1'],
  ['10.0.0.1.', '10.0.0.1'],
  ['１２７.0.0.1', '127.0.0.1'],
  ['192。168。1。1', '192.168.1.1'],
  ['[::1]'],
  ['[::]'],
  ['[0:0:0:0:0:0:0:1]', '[::1]'],
  ['[fc00::1]'],
  ['[fdff::1]'],
  ['[fe80::1]'],
  ['[febf::1]'],
  ['[fec0::1]'],
  ['[ff02::1]'],
  ['[2001:db8::1]'],
  ['[::ffff:10.0.0.1]', '[::ffff:a00:1]'],
  ['[::ffff:7f00:1]'],
  ['[::127.0.0.1]', '[::7f00:1]'],
];

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '126.255.255.255',
  '128.0.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '192.169.0.1',
  '198.20.0.1',
  '223.255.255.254',
  '[2606:4700::1111]',
  '[fb00::1]',
  '[::ffff:8.8.8.8]',
] as const;

describe('what is typed into the wizards', () => {
  describe('a name', () => {
    it('has 1 to 255 characters besides the spaces around it', () => {
      assert.deepEqual(validateName(''), NO_NAME);
      assert.deepEqual(validateName(' \t '), NO_NAME);
      assert.equal(validateName('x'), undefined);
      assert.deepEqual(validateName('x'.repeat(255)), unusualName(255));
      assert.deepEqual(validateName(` ${'x'.repeat(255)} `), unusualName(255));
      assert.deepEqual(validateName('x'.repeat(256)), LONG_NAME);
    });

    it('of more than 24 characters may be refused, and may be tried', () => {
      assert.equal(validateName('x'.repeat(24)), undefined);
      assert.equal(validateName(` ${'x'.repeat(24)} `), undefined);
      assert.deepEqual(validateName('x'.repeat(25)), unusualName(25));
    });

    it('is counted in characters, not in their halves', () => {
      assert.equal(validateName('😀'.repeat(24)), undefined);
      assert.deepEqual(validateName('😀'.repeat(25)), unusualName(25));
      assert.deepEqual(validateName('😀'.repeat(256)), LONG_NAME);
    });

    it('has something that can be seen', () => {
      for (const name of [
        '\u3164',
        '\u00ad',
        '\u200b\u2060',
        '\u2800 \ufeff',
        '\u202e',
        '\u0301',
        '\ufe0f',
        '\u{e0061}',
        '\u115f\u1160',
        '\u00a0\u3000',
      ]) {
        assert.deepEqual(validateName(name), NO_NAME);
      }
    });
  });

  it('is a credential of 1 to 255 characters, of which spaces count', () => {
    assert.deepEqual(validateCredential(''), NO_VALUE);
    assert.deepEqual(validateCredential('   '), NO_VALUE);
    assert.equal(validateCredential('x'), undefined);
    assert.equal(validateCredential('x'.repeat(255)), undefined);
    assert.deepEqual(validateCredential('x'.repeat(256)), LONG_VALUE);
    // It is sent with its spaces.
    assert.deepEqual(validateCredential(`${'x'.repeat(255)} `), LONG_VALUE);
  });

  it('is a username without a colon', () => {
    const colon = error(
      "A username can't contain a colon. In basic authentication, the password begins after it.",
    );
    assert.deepEqual(validateUsername('lettr:hooks'), colon);
    assert.deepEqual(validateUsername(':'), colon);
    assert.equal(validateUsername('lettr：hooks'), undefined);
    assert.equal(validateUsername('lettr-hooks'), undefined);
    assert.deepEqual(validateUsername(' '), NO_VALUE);
    assert.equal(validateCredential('pass:word'), undefined);
  });

  it('loses the characters that nobody sees, and says so', () => {
    const removed = (codes: string): Finding => ({
      severity: 'warning',
      text: `Invisible characters were found and will be removed: ${codes}.`,
    });
    assert.deepEqual(validateName('Or\u200bders'), removed('U+200B'));
    assert.deepEqual(validateCredential('s3\u00adcret\u202e'), removed('U+00AD, U+202E'));
    assert.deepEqual(validateEndpoint('https://exam\u200bple.com/', []), removed('U+200B'));
    assert.deepEqual(validateTokenUrl('\u2066https://example.com/'), removed('U+2066'));
    assert.deepEqual(validateCredential('\u200b'), NO_VALUE);
    assert.deepEqual(validateCredential('\ufe0f\u{e0061}'), NO_VALUE);
    assert.deepEqual(validateEndpoint('https://example.com/a\ufe0f', []), removed('U+FE0F'));
    assert.deepEqual(validateEndpoint('https://exa\u2066mple\u2069.com/', []), removed('U+2066, U+2069'));
    assert.deepEqual(validateEndpoint('\u200b', []), NO_URL);
    const others = [{ name: 'Orders', url: 'https://example.com/' }];
    assert.equal(validateEndpoint('https://exam\u00adple.com/', others)?.severity, 'error');
    // What is part of the writing stays.
    assert.equal(validateName('👩‍👩‍👧‍👦 می‌خواهم'), undefined);
  });

  describe('an endpoint', () => {
    for (const [url, finding] of JUDGED) {
      const shown = url.length > 60 ? `${url.slice(0, 20)}… (${url.length})` : JSON.stringify(url);
      it(`${shown} is ${finding === undefined ? 'fine' : `a case of "${finding.text}"`}`, () => {
        assert.deepEqual(validateEndpoint(url, []), finding);
        assert.deepEqual(validateTokenUrl(url), finding);
      });
    }

    for (const [typed, host = typed] of PRIVATE) {
      it(`at ${typed} cannot be reached`, () => {
        assert.deepEqual(validateEndpoint(`https://${typed}/`, []), privateAddress(host));
        assert.deepEqual(validateEndpoint(`http://${typed}:8080/x`, []), privateAddress(host));
      });
    }

    it('at any other address can be reached', () => {
      for (const host of PUBLIC) {
        assert.equal(validateEndpoint(`https://${host}/`, []), undefined, host);
      }
    });

    it('is judged by the worst that speaks against it', () => {
      const reasons = [
        'http://localhost:8080/',
        'http://10.0.0.1:8080/',
        'http://a.com:8080/',
        'http://a.com/',
      ].map((url) => validateEndpoint(url, [])?.text.slice(0, 30));
      assert.deepEqual(reasons, [
        "Lettr can't reach localhost. U",
        "Lettr can't reach the private ",
        'Lettr only delivers to ports 4',
        "HTTP isn't encrypted, and Lett",
      ]);
      assert.equal(validateEndpoint('https://a.com/', []), undefined);
    });
  });

  describe('an endpoint that is taken', () => {
    const others = [
      { name: 'Odd', url: 'not a url' },
      { name: 'Orders', url: 'https://example.com/hook' },
      { name: 'Root', url: 'https://root.example.com' },
      { name: 'Local', url: 'http://localhost:3000/' },
    ];
    const taken = (name: string): Finding => error(`Webhook "${name}" already uses this URL.`);

    for (const [url, name] of [
      ['https://example.com/hook', 'Orders'],
      [' https://example.com/hook ', 'Orders'],
      ['HTTPS://EXAMPLE.com:443/hook', 'Orders'],
      ['https://example.com/a/../hook', 'Orders'],
      ['https://root.example.com/', 'Root'],
      ['https://root.example.com', 'Root'],
      ['http://localhost:3000', 'Local'],
    ] as const) {
      it(`by ${name} as ${JSON.stringify(url)}`, () => {
        assert.deepEqual(validateEndpoint(url, others), taken(name));
      });
    }

    it('is not one that only looks like it', () => {
      for (const url of [
        'https://example.com/hook/',
        'https://example.com/Hook',
        'https://example.com/hook?x',
        'https://www.example.com/hook',
      ]) {
        assert.equal(validateEndpoint(url, others), undefined, url);
      }
    });

    it('says so without running what the other is called', () => {
      const evil = { name: '[x](command:y) $(bug)\u202e', url: 'https://example.com/' };
      assert.deepEqual(validateEndpoint(evil.url, [evil]), taken('[x] (command:y) $ (bug)'));
    });

    it('is none of the places from which tokens come', () => {
      assert.equal(validateTokenUrl('https://example.com/hook'), undefined);
    });

    it('is looked for in any iterable', () => {
      const map = new Map(others.map((other) => [other.name, other]));
      assert.deepEqual(validateEndpoint('https://example.com/hook', map.values()), taken('Orders'));
    });
  });
});
