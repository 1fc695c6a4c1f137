import assert from 'node:assert/strict';

import { readHandlers } from '../../../src/handlers/handler.ts';

describe('the setting of handlers', () => {
  it('names a handler with its URL, authentication and time limit', () => {
    const entry = { name: ' Shop ', url: 'http://localhost:3000/hook', authentication: 'basic', timeout: 60 };
    assert.deepEqual(readHandlers([entry]), [{ ...entry, name: 'Shop' }]);
  });

  it('has defaults for everything but the URL', () => {
    assert.deepEqual(readHandlers([{ url: 'http://localhost:3000/hook' }]), [
      { name: 'localhost:3000', url: 'http://localhost:3000/hook', authentication: 'none', timeout: 10 },
    ]);
  });

  for (const value of [
    undefined,
    null,
    'x',
    {},
    [null],
    [1],
    [{}],
    [{ url: 'ftp://a' }],
    [{ url: 'localhost:3' }],
    [{ url: 'http://lettr:secret@localhost/' }],
  ]) {
    it(`holds none in ${JSON.stringify(value)}`, () => assert.deepEqual(readHandlers(value), []));
  }

  it('falls back where one value is nonsense', () => {
    const [handler] = readHandlers([{ url: 'http://a/', name: 7, authentication: 'hmac', timeout: -1 }]);
    assert.deepEqual(handler, { name: 'a', url: 'http://a/', authentication: 'none', timeout: 10 });
  });

  it('takes the first of two with one name', () => {
    const handlers = readHandlers([
      { name: 'A', url: 'http://a/1' },
      { name: 'A', url: 'http://a/2' },
    ]);
    assert.deepEqual(
      handlers.map(({ url }) => url),
      ['http://a/1'],
    );
  });
});
