import assert from 'node:assert/strict';

import { hasWords, plain, searchFold } from '../../../src/platform/text.ts';

describe('text from the API', () => {
  it('is left alone when it is harmless', () => {
    for (const text of ['', 'Order Notifications', 'Ünï 漢字 😀', 'a [b] (c) $d {e}', '[x] (y)']) {
      assert.equal(plain(text), text);
    }
  });

  it('loses its links', () => {
    const link = /\[[^\]]*\]\(/;
    for (const text of [
      '[Run](command:workbench.action.quit)',
      '[a](https://x)[b](command:y)',
      '[a]\u200b(command:y)',
      '[a]\u0000(command:y)',
      '[a]\ud800(command:y)',
      '[[a](b)](command:y)',
      '[a](',
    ]) {
      assert.doesNotMatch(plain(text), link, text);
    }
    assert.equal(plain('[Run](command:x)'), '[Run] (command:x)');
  });

  it('loses its icons', () => {
    for (const text of ['$(trash) x', 'a$($(b)', '$\u200b(bug)', '$$(bug)', '\\$(bug)', '$\n(bug)']) {
      assert.ok(!plain(text).includes('$('), text);
    }
    assert.equal(plain('$(trash)'), '$ (trash)');
  });

  it('has one line, without control characters', () => {
    assert.equal(plain('a\r\n\tb\u0000\u001b[31mc\u007f\u0085d\u2028e\u2029'), 'a b [31mc d e');
    assert.equal(plain('\n\n a \n'), 'a');
  });

  it('reads in its own direction', () => {
    for (const code of [
      0x061c, 0x200b, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068,
      0x2069, 0xfeff,
    ]) {
      assert.equal(plain(`a${String.fromCodePoint(code)}b`), 'a b', code.toString(16));
    }
  });

  it('is 200 characters long at most, or as long as asked', () => {
    assert.equal(plain('x'.repeat(200)), 'x'.repeat(200));
    assert.equal(plain('x'.repeat(201)), `${'x'.repeat(199)}…`);
    assert.equal(plain('x'.repeat(10_000_000)).length, 200);
    assert.equal(plain('abcdef', 4), 'abc…');
    assert.ok(Array.from(plain('](['.repeat(100))).length <= 200);
  });

  it('is not cut within a character', () => {
    const cut = plain('😀'.repeat(300));
    assert.equal(cut, `${'😀'.repeat(199)}…`);
    // The pair lies across the place at which a long text is cut first.
    assert.ok(plain(`${'\u0000'.repeat(799)}😀${'x'.repeat(50)}`).isWellFormed());
    assert.ok(plain('a\ud800b\udc00').isWellFormed());
  });

  for (const text of [
    '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', // Persian "I want"
    '\u0915\u094d\u200d\u0937', // Hindi, half a letter
    '\u0d28\u0d4d\u200d', // Malayalam, ends in a joiner
    '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}',
    '\u{1f3f3}\ufe0f\u200d\u{1f308}',
    '\u{1f9d1}\u{1f3fd}\u200d\u2695\ufe0f',
    '\u{1f3c3}\u200d\u2640\ufe0f',
  ]) {
    it(`keeps joiners that join: ${text}`, () => {
      assert.equal(plain(text), text);
    });
  }

  it('loses joiners that join nothing', () => {
    assert.equal(plain('a\u200db'), 'a b');
    assert.equal(plain('pay\u200cpal'), 'pay pal');
    assert.equal(plain('\u200d\u{1f469}'), '\u{1f469}');
    assert.equal(plain('$\u200d(bug)'), '$ (bug)');
    assert.equal(plain('[a]\u200d(command:x)'), '[a] (command:x)');
  });

  for (const text of [
    '\u3164',
    '\u00ad',
    '\u200d',
    '\u115f\u1160',
    '\uffa0 ',
    '\u2800',
    '\ufe0f',
    '\u{e0041}',
    '\u034f',
    '\u202e',
    '\u0301\u0302',
    '\u200b\u20dd',
    '\u0903',
    '\u{1d173}',
    '\u{e0100}\u{e007f}',
    '\ufffa\ufffb',
    '\u{13430}',
    '\u1160\u0301',
  ]) {
    it(`is empty when nothing of it can be seen: ${JSON.stringify(text)} U+${text.codePointAt(0)?.toString(16)}`, () => {
      assert.equal(plain(text), '');
    });
  }
});

describe('the form in which texts are searched', () => {
  for (const [a, b] of [
    ['cafe\u0301', 'caf\u00e9'],
    ['Café', 'cafe'],
    ['\u0130stanbul', 'istanbul'],
    ['\u0131stanbul', 'ISTANBUL'],
    ['Straße', 'STRASSE'],
    ['\u039f\u03a3', '\u03bf\u03c2'],
    ['\uff21', 'a'],
    ['Ünit', 'unit'],
    ['\uac00', '\u1100\u1161'],
    ['STRAẞE', 'straße'],
    ['\u03b1\u03c3', '\u03b1\u03c2'],
    ['ﬁnal ﬂow', 'final FLOW'],
    ['DIYARBAKIR', 'diyarbak\u0131r'],
    ['sch\u00adön', 'SCHON'],
    ['می\u200cخواهم', 'میخواهم'],
    ['a\u200bb\u2060c\ufeff', 'abc'],
    ['❤\ufe0f', '❤'],
    ['two \u00a0\u3000words', 'two words'],
    ['\u05d0\u05b8', '\u05d0'],
  ] as const) {
    it(`is one for ${a} and ${b}`, () => {
      assert.equal(searchFold(a), searchFold(b));
    });
  }

  it('is found in itself by any part, also by one that ends in a sigma', () => {
    assert.ok(searchFold('ασβεστος').includes(searchFold('ασ')));
    assert.ok(searchFold('ASCII').includes(searchFold('asc')));
    assert.ok(searchFold('\u0130stanbul ASCII').includes(searchFold('ascii')));
  });

  it('tells letters apart', () => {
    assert.notEqual(searchFold('a'), searchFold('b'));
    assert.equal(searchFold('漢字 x'), '漢字 X');
    assert.notEqual(searchFold('か'), searchFold('き'));
  });
});

describe('the words that are searched', () => {
  const haystack = searchFold(
    ['Café İstanbul', 'cafe.example.com · Failing', 'w1 · message.bounce'].join('\n'),
  );

  for (const [typed, isFound] of [
    ['cafe', true],
    ['istanbul CAFE\u0301', true],
    ['  bounce  caf', true],
    ['', true],
    ['istanbul tea', false],
  ] as const) {
    it(`are ${isFound ? 'there' : 'not all there'}: "${typed}"`, () => {
      assert.equal(hasWords(haystack, typed), isFound);
    });
  }
});
