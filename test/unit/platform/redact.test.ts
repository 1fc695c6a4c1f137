import assert from 'node:assert/strict';
import { inspect } from 'node:util';

import { redact } from '../../../src/platform/redact.ts';

const KEY = 'lttr_0123456789abcdefABCDEF';

describe('what is logged', () => {
  it('holds no key', () => {
    for (const text of [
      KEY,
      `x=${KEY}&y`,
      `"${KEY}"`,
      `key_${KEY}`,
      `x${KEY}`,
      KEY.toUpperCase(),
      KEY.replace('lttr_', 'lttr_sandbox_'),
      `lttr_abc-${KEY.slice(5)}`,
      `lttr_abc.${KEY.slice(5)}`,
      `lttr_abc_${KEY.slice(5)}`,
      `${KEY}\n${KEY}`,
    ]) {
      assert.ok(!/abcdef/i.test(redact(text)), redact(text));
    }
    assert.equal(redact(`GET /x with ${KEY} failed`), 'GET /x with lttr_… failed');
  });

  it('holds no authorization value', () => {
    const secret = 'c2VjcmV0OnNlY3JldA==';
    for (const text of [
      `Authorization: Bearer ${secret}`,
      `authorization: Basic ${secret}`,
      `AUTHORIZATION=${secret}`,
      `"authorization":"Bearer ${secret}"`,
      `'Authorization': 'Bearer ${secret}'`,
      `sent Bearer ${secret}, twice`,
      `basic ${secret}`,
      inspect({ headers: { authorization: `Bearer ${secret}` } }),
      inspect({ headers: { authorization: [`Bearer ${secret}`] } }),
      JSON.stringify({ Authorization: `Token ${secret}` }),
      `Bearer a~${secret}`,
    ]) {
      assert.ok(!redact(text).includes('c2VjcmV0'), redact(text));
    }
  });

  it('is otherwise as it was', () => {
    for (const text of ['GET /api/webhooks 200 in 12 ms', 'basic x', 'letter_abc', 'no authorization', '']) {
      assert.equal(redact(text), text);
    }
  });
});
