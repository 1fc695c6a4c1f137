import assert from 'node:assert/strict';

import { isPublicAddress } from '../../../src/platform/publicAddress.ts';

describe('an address', () => {
  it('is public where the internet routes to it', () => {
    for (const address of ['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8']) {
      assert.equal(isPublicAddress(address), true, address);
    }
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.1.1',
      '100.64.0.1',
      '0.0.0.0',
      '203.0.113.5',
      '224.0.0.1',
      '255.255.255.255',
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '2001:db8::1',
      '::127.0.0.1',
      '::7f00:1',
      'fec0::1',
      '[2606:4700::1111]',
      'x',
      '',
    ]) {
      assert.equal(isPublicAddress(address), false, address);
    }
  });
});
