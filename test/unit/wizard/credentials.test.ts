import assert from 'node:assert/strict';

import { generateCredentials, generatePassword } from '../../../src/wizard/credentials.ts';
import { validateCredential } from '../../../src/wizard/validate.ts';

const COUNT = 2_000;

describe('generated credentials', () => {
  const made = Array.from({ length: COUNT }, generateCredentials);

  it('have only characters that need no quotes anywhere, and no colon', () => {
    for (const { username, password } of made) {
      assert.match(username, /^lettr-[\w-]{8}$/);
      assert.match(password, /^[\w-]{43}$/);
    }
  });

  it('are what the wizard takes', () => {
    for (const { username, password } of made.slice(0, 50)) {
      assert.equal(validateCredential(username), undefined);
      assert.equal(validateCredential(password), undefined);
    }
  });

  it('are never the same', () => {
    assert.equal(new Set(made.map(({ username }) => username)).size, COUNT);
    assert.equal(new Set(made.map(({ password }) => password)).size, COUNT);
    assert.notEqual(generatePassword(), generatePassword());
  });

  it('use every character at every place', () => {
    for (let place = 0; place < 42; place += 1) {
      assert.equal(new Set(made.map(({ password }) => password[place])).size, 64, `place ${place}`);
    }
  });
});
