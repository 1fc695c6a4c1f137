import assert from 'node:assert/strict';

import { addAccount, useWorld } from '../support.ts';

describe('the fingerprint of a key', () => {
  const world = useWorld();

  it('differs for each key and origin, and tells neither', async () => {
    const account = await addAccount(world);
    const { accounts } = world.context;
    const { keys, origin } = world.simulator;
    const live = await accounts.fingerprint(account);
    assert.match(live ?? '', /^[0-9a-f]{16}$/);
    assert.equal(await accounts.fingerprint(account), live);
    const other = await accounts.replaceKey(account, { origin, key: keys.otherTeam });
    assert.notEqual(await accounts.fingerprint(other), live);
    const moved = await accounts.replaceKey(account, { origin: 'https://other.example.com', key: keys.live });
    assert.notEqual(await accounts.fingerprint(moved), live);
    const back = await accounts.replaceKey(account, { origin, key: keys.live });
    assert.equal(await accounts.fingerprint(back), live);
  });

  it('is missing when the key is, or belongs to another origin', async () => {
    const account = await addAccount(world);
    const { accounts } = world.context;
    assert.equal(await accounts.fingerprint({ ...account, origin: 'https://other.example.com' }), undefined);
    await accounts.remove(account);
    assert.equal(await accounts.fingerprint(account), undefined);
  });
});
