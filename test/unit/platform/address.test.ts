import assert from 'node:assert/strict';

import { parseApiAddress } from '../../../src/platform/address.ts';

describe('the API’s address', () => {
  const valid: readonly (readonly [string, string, string])[] = [
    ['https://app.lettr.com/api', 'https://app.lettr.com/api', 'https://app.lettr.com'],
    ['https://app.lettr.com/api/', 'https://app.lettr.com/api', 'https://app.lettr.com'],
    ['https://app.lettr.com//', 'https://app.lettr.com', 'https://app.lettr.com'],
    ['https://APP.lettr.com:443/api?x=1#y', 'https://app.lettr.com/api', 'https://app.lettr.com'],
    ['  https://app.lettr.com/api ', 'https://app.lettr.com/api', 'https://app.lettr.com'],
    ['https://x.example.com:8443/a/../b', 'https://x.example.com:8443/b', 'https://x.example.com:8443'],
    ['http://127.0.0.1:3000/api', 'http://127.0.0.1:3000/api', 'http://127.0.0.1:3000'],
    ['http://127.8.9.1/', 'http://127.8.9.1', 'http://127.8.9.1'],
    ['http://localhost:1/api', 'http://localhost:1/api', 'http://localhost:1'],
    ['http://[::1]:1/api', 'http://[::1]:1/api', 'http://[::1]:1'],
  ];
  for (const [text, baseUrl, origin] of valid) {
    it(`is ${baseUrl} for "${text}"`, () => {
      assert.deepEqual(parseApiAddress(text), { kind: 'valid', baseUrl, origin });
    });
  }

  for (const text of [
    '',
    'app.lettr.com/api',
    'http://app.lettr.com/api',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'http://10.0.0.1/',
    'http://0.0.0.0/',
    'https://user@app.lettr.com/',
    'https://:secret@app.lettr.com/',
    'ftp://localhost/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://',
  ]) {
    it(`is not "${text}"`, () => {
      assert.deepEqual(parseApiAddress(text), { kind: 'invalid', text });
    });
  }
});
