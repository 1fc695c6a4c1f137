import assert from 'node:assert/strict';

import { cleaned, unseenIn } from '../../../src/wizard/unseen.ts';

describe('characters that nobody sees', () => {
  for (const [code, text] of [
    ['U+200B', 'a\u200bb'],
    ['U+00AD', 'a\u00adb'],
    ['U+202E', 'a\u202eb'],
    ['U+2066', 'a\u2066b'],
    ['U+FEFF', '\ufeffab'],
    ['U+2060', 'a\u2060b'],
    ['U+061C', 'a\u061cb'],
    ['U+3164', '\u3164ab'],
    ['U+2800', 'ab\u2800'],
    ['U+0000', 'a\0b'],
    ['U+007F', 'a\x7fb'],
    ['U+D800', 'a\ud800b'],
    ['U+200C', 'a\u200cb'],
    ['U+200D', 'ab\u200d'],
    ['U+FE0F', 'a\ufe0fb'],
    ['U+FE0F', 'ab\ufe0f'],
    ['U+E0061', 'ab\u{e0061}'],
    ['U+E0100', 'a\u{e0100}b'],
    ['U+FFFB', 'a\ufffbb'],
    ['U+1D173', 'a\u{1d173}b'],
    ['U+13430', 'a\u{13430}b'],
    ['U+2069', 'ab\u2069'],
  ] as const) {
    it(`such as ${code} are found and taken away`, () => {
      assert.deepEqual(unseenIn(text), [code]);
      assert.equal(cleaned(text), 'ab');
    });
  }

  it('that separate words become spaces', () => {
    assert.equal(cleaned('a\tb\nc\u2028d'), 'a b c d');
  });

  it('are told once each', () => {
    assert.deepEqual(unseenIn('\u200ba\u200b\u00ad'), ['U+200B', 'U+00AD']);
  });

  for (const text of [
    '',
    'Orders',
    'Bestellungen für München',
    'می‌خواهم',
    'क्‍ष',
    '👩‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    'שלום',
    'p ä ß:wörd!',
    '1\ufe0f\u20e3',
    '#\ufe0f\u20e3 a',
  ]) {
    it(`are not those that "${text}" needs`, () => {
      assert.equal(cleaned(text), text);
      assert.deepEqual(unseenIn(text), []);
    });
  }
});
