import assert from 'node:assert/strict';

import { keyFault, modeOf } from '../../../src/accounts/account.ts';
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
    for (const key of [
      '',
      'le_0123456789abcdefghij',
      'LTTR_0123456789abcdef',
      'x'.repeat(64),
      ...['ü', '\u0000', '…'].map((odd) => `lttr_0123456789abcdef${odd}`),
    ]) {
      assert.equal(keyFault(key), 'prefix', key);
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

describe('the mode of a key', () => {
  it('is told by its prefix', () => {
    assert.equal(modeOf('lttr_sandbox_abc'), 'sandbox');
    assert.equal(modeOf('lttr_abc'), 'live');
    assert.equal(modeOf('lttr_sandboxabc'), 'live');
    assert.equal(modeOf('x_lttr_sandbox_abc'), 'live');
  });
});

describe('a stored account', () => {
  const entry = { name: 'Team 1', origin: 'https://app.lettr.com', key: 'lttr_x', teamId: 1 };

  it('is read as it was written', () => {
    assert.deepEqual(parseEntry(JSON.stringify(entry)), entry);
    assert.deepEqual(parseEntry(JSON.stringify({ ...entry, teamId: undefined })), {
      name: 'Team 1',
      origin: 'https://app.lettr.com',
      key: 'lttr_x',
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
