import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { addAccount, run, seen, showView, until, useWorld } from '../support.ts';

const WORDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
/** Raw JSON, since an object literal in TypeScript would lose such keys. */
const POISON =
  '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}';

describe('keys and names of the prototype in answers', () => {
  const world = useWorld();
  const before = new Map(
    [Object.prototype, Array.prototype, Function.prototype, Map.prototype].map((prototype) => [
      prototype,
      Reflect.ownKeys(prototype).length,
    ]),
  );

  afterEach(() => {
    assert.equal(Reflect.get({}, 'polluted'), undefined);
    for (const [prototype, count] of before) {
      assert.equal(Reflect.ownKeys(prototype).length, count);
    }
  });

  it('change nothing in a list, in rows, documents and what is kept of them', async () => {
    const { simulator, context, access } = world;
    const account = await addAccount(world);
    const rows = WORDS.map(
      (word) =>
        `{"id":"${word}","name":"${word}","url":"${word}","enabled":true,"event_types":${JSON.stringify(WORDS)},` +
        `"auth_type":"${word}","last_status":"${word}",${POISON}}`,
    );
    for (const times of [1, 2]) {
      simulator.fault({
        kind: 'body',
        contentType: 'application/json',
        text: `{${POISON},"data":{${POISON},"webhooks":[${rows.join(',')}]}}`,
        on: { path: '/webhooks$' },
        times,
      });
      await showView();
      await run('lettr.webhooks.refresh');
    }
    assert.deepEqual([...context.stores.of(account).webhooks.keys()], WORDS);
    for (const id of WORDS) {
      await run('lettr.webhook.open', { id, account: account.id });
    }
    await run('lettr.webhooks.coverage', { account: account.id });
    await run('lettr.webhook.explain', { id: '__proto__', account: account.id });
    const folder = path.join(access.globalStorageUri.fsPath, 'accounts');
    await until(() => listsIn(folder).some((text) => text.includes('"__proto__"')), 'the shared list');
    await run('workbench.action.closeAllEditors');
    assert.equal(seen.messages.length, 0);
  });

  it('change nothing in refusals, the check of a key and the list of events', async () => {
    const { simulator } = world;
    const account = await addAccount(world);
    const id = simulator.webhooks()[0]?.id;
    const bodies = [
      [422, `{${POISON},"message":"__proto__","errors":{${POISON},"__proto__":["a"],"name":["b"]}}`],
      [403, `{${POISON},"error_code":"__proto__"}`],
      [500, `{${POISON},"message":"constructor"}`],
      [200, `{${POISON},"data":{${POISON}}}`],
    ] as const;
    for (const [status, text] of bodies) {
      simulator.fault({
        kind: 'body',
        contentType: 'application/json',
        status,
        text,
        on: { method: 'PATCH' },
        times: 2,
      });
      simulator.fault({ kind: 'body', status, text, on: { path: '/emails/events$' } });
      await run('lettr.webhook.disable', { id, account: account.id });
      assert.notEqual((await seen.message()).text, '');
      await run('lettr.webhook.explain', { id, account: account.id, refresh: true });
      simulator.clearFaults();
    }
    await run('workbench.action.closeAllEditors');
  });
});

function listsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('list-1.json'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
}
