import assert from 'node:assert/strict';

import { cleanKey, environmentKeyOf, keyFault, modeOf, oddCharacter } from '../../../src/accounts/account.ts';
import { parseEntry } from '../../../src/accounts/entry.ts';

describe('the shape of a key', () => {
  it('is right for live and sandbox keys of any documented length', () => {
    for (const key of [
      `lttr_${'a'.repeat(64)}`,
      `lttr_${'0aZ'.repeat(30)}`,
      `lttr_sandbox_${'a'.repeat(56)}`,
      'lttr_0123456789abcde',
    ]) {
      assert.equal(keyFault(key), undefined, key);
    }
  });

  it('is wrong with another prefix', () => {
    for (const key of ['', 'le_0123456789abcdefghij', 'LTTR_0123456789abcdef', 'x'.repeat(64)]) {
      assert.equal(keyFault(key), 'prefix', key);
    }
  });

  it('is wrong with a character that no bearer token has, which is named', () => {
    for (const odd of ['ü', '\u0000', '…', '"', "'", ',', ';', '\\', '<', '{', '\u200b', '\ud83d\ude00']) {
      const key = `lttr_01234567${odd}89abcdef`;
      assert.equal(keyFault(key), 'character', JSON.stringify(key));
      assert.equal(oddCharacter(key), odd);
    }
  });

  it('is wrong with white space anywhere', () => {
    for (const key of [
      ' lttr_0123456789abcde',
      'lttr_0123456789abcde\n',
      'lttr_01234 56789abcde',
      '\u00a0',
      'a\tb',
    ]) {
      assert.equal(keyFault(key), 'whitespace', JSON.stringify(key));
    }
  });

  it('is wrong when too short', () => {
    assert.equal(keyFault('lttr_'), 'short');
    assert.equal(keyFault('lttr_0123456789abcd'), 'short');
    assert.equal(keyFault('lttr_sandbox_'), 'short');
  });
});

const KEY = 'lttr_0123456789abcdefghij';

describe('a key that was copied', () => {
  for (const [what, text] of [
    ['as it is', KEY],
    ['with white space around it', `\t ${KEY}\r\n`],
    ['with a zero-width space in it', `lttr_\u200b${KEY.slice(5)}`],
    ['with a zero-width space before it', `\u200b${KEY}`],
    ['with a byte order mark', `\ufeff${KEY}`],
    ['with soft hyphens', KEY.replaceAll('5', '\u00ad5')],
    ['with marks of the writing direction', `\u202e${KEY}\u202c`],
    ['with an invisible filler', `${KEY}\u3164`],
    ['from JSON', `"${KEY}",`],
    ['from a shell', `'${KEY}';`],
    ['from Markdown', `\`${KEY}\``],
    ['from a word processor', `“${KEY}”`],
    ['in quotes with a space', ` " ${KEY} " `],
    ['in quotes before a comma', `"${KEY}" ,\u00a0`],
    ['between no-break spaces', `\u00a0${KEY}\u202f\u3000`],
    ['in French quotes', `« ${KEY} »`],
    ['in German quotes', `„${KEY}“`],
    ['in single low quotes', `‚${KEY}‘`],
    ['in primes', `″${KEY}″`],
    ['in brackets', `<${KEY}>`],
    ['with joiners in it', KEY.replaceAll('5', '\u200d5\u200c\u2060')],
    ['with tag characters and variation selectors', `${KEY}\ufe0f\u{e0061}`],
    ['with a byte order mark in its quotes', `"\ufeff${KEY}"`],
    ['pasted into a terminal', `\u001b[200~${KEY}\u001b[201~`],
    ['with a control character', `\0${KEY}\u0007`],
    ['from a header', `Authorization: Bearer ${KEY}`],
    ['from an .env file', `LETTR_API_KEY=${KEY}\n`],
    ['from a profile', `export LETTR_API_KEY="${KEY}";`],
    ['from a JSON file', `  "apiKey": "${KEY}",`],
  ] as const) {
    it(`is clean ${what}`, () => {
      assert.equal(cleanKey(text), KEY);
      assert.equal(keyFault(cleanKey(text)), undefined);
    });
  }

  it('keeps what is wrong in its middle, so that the reason can be told', () => {
    assert.equal(cleanKey('lttr_0123"456'), 'lttr_0123"456');
    assert.equal(cleanKey('lttr_0123 456'), 'lttr_0123 456');
    assert.equal(cleanKey('lttr_0123\u00a0456'), 'lttr_0123\u00a0456');
    assert.equal(cleanKey('lttr_0123“456'), 'lttr_0123“456');
    assert.equal(cleanKey(`KEY=sk_${KEY}`), `KEY=sk_${KEY}`);
    assert.equal(keyFault(cleanKey(`KEY=${KEY}\nOTHER=${KEY}`)), 'whitespace');
  });
});

describe('the key of the environment', () => {
  it('is cleaned like one that is pasted', () => {
    assert.deepEqual(environmentKeyOf(`"${KEY}"\n`), { key: KEY });
  });

  it('is none where the variable is not set, or empty', () => {
    for (const value of [undefined, '', ' ', '\u200b', '""']) {
      assert.equal(environmentKeyOf(value), undefined);
    }
  });

  it('tells what is wrong with it', () => {
    assert.deepEqual(environmentKeyOf('sk_live_0123456789abcdef'), { fault: 'prefix' });
    assert.deepEqual(environmentKeyOf('lttr_0123,456789abcdefgh'), { fault: 'character' });
    assert.deepEqual(environmentKeyOf(`${KEY} ${KEY}`), { fault: 'whitespace' });
    assert.deepEqual(environmentKeyOf('lttr_'), { fault: 'short' });
  });
});

describe('the mode of a key', () => {
  it('is told by its prefix', () => {
    assert.equal(modeOf('lttr_sandbox_abc'), 'sandbox');
    assert.equal(modeOf('lttr_abc'), 'live');
    assert.equal(modeOf('lttr_sandboxabc'), 'live');
    assert.equal(modeOf('x_lttr_sandbox_abc'), 'live');
  });
});

describe('a stored account', () => {
  const entry = { name: 'Team 1', origin: 'https://app.lettr.com', key: KEY, teamId: 1 };

  it('is read as it was written', () => {
    assert.deepEqual(parseEntry(JSON.stringify(entry)), entry);
    assert.deepEqual(parseEntry(JSON.stringify({ ...entry, teamId: undefined })), {
      name: 'Team 1',
      origin: 'https://app.lettr.com',
      key: KEY,
    });
  });

  it('may hold more than is known', () => {
    assert.deepEqual(parseEntry(JSON.stringify({ ...entry, mode: 'live', version: 2 })), entry);
  });

  it('is passed over when it is something else', () => {
    for (const text of [
      '',
      'lttr_x',
      '{',
      'null',
      '[]',
      '7',
      JSON.stringify({ ...entry, key: 7 }),
      '{"name":"x"}',
    ]) {
      assert.equal(parseEntry(text), undefined, text);
    }
  });
});
