import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { refusingClient } from '../../../src/api/client.ts';
import { LettrError } from '../../../src/api/errors.ts';
import { WebhookStores } from '../../../src/webhooks/stores.ts';

function account(id: string): Account {
  return { id, name: id, origin: 'https://x.example.com', mode: 'live', teamId: 1, source: 'stored' };
}

describe('the stores of accounts', () => {
  const refused = new LettrError({ kind: 'noKey', host: 'x' });

  it('are made once for each account', () => {
    const connected: string[] = [];
    const stores = new WebhookStores(({ id }) => {
      connected.push(id);
      return refusingClient(refused);
    });
    const first = stores.of(account('a'));
    assert.equal(stores.of(account('a')), first);
    assert.notEqual(stores.of(account('b')), first);
    assert.deepEqual(connected, ['a', 'b']);
  });

  it('are forgotten one by one or together', () => {
    const stores = new WebhookStores(() => refusingClient(refused));
    const [a, b] = [stores.of(account('a')), stores.of(account('b'))];
    stores.forget('a');
    assert.notEqual(stores.of(account('a')), a);
    assert.equal(stores.of(account('b')), b);
    stores.forget();
    assert.notEqual(stores.of(account('b')), b);
  });

  it('say nothing any more once they are forgotten', async () => {
    const stores = new WebhookStores(() => refusingClient(refused));
    const store = stores.of(account('a'));
    let told = 0;
    store.onDidChange(() => (told += 1));
    stores.dispose();
    await store.load();
    assert.equal(told, 0);
    assert.equal(store.state.kind, 'failed');
  });
});
