import assert from 'node:assert/strict';

import { CANARY_NAME, leaks } from '../../support/leaks.ts';

// Each process that runs tests runs this file last: it speaks of all that the tests before it left behind.
describe('No key and no secret', () => {
  it('was written, shown, copied or printed anywhere', () => {
    const found = leaks.findings.filter(({ secret }) => secret !== CANARY_NAME);
    assert.deepEqual(
      [...new Set(found.map(({ place, secret, form }) => `${secret}, ${form}, in ${place}`))],
      [],
    );
  });

  it('was left out of the search', () => {
    assert.deepEqual(leaks.faults, []);
  });
});
