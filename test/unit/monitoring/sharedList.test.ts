import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';

import type { Webhook } from '../../../src/api/types.ts';
import { SharedListFile, folderName, readSharedList } from '../../../src/monitoring/sharedList.ts';
import type { SharedList } from '../../../src/webhooks/state.ts';
import { webhook } from '../api/harness.ts';
import { useFolder } from './folder.ts';

const FINGERPRINT = '0123456789abcdef';
const ACCOUNT = { id: 'acme', source: 'stored' } as const;
const ASKED_AT = Date.UTC(2026, 0, 15, 10, 30, 0, 123);

function listOf(webhooks: readonly Webhook[], times: Partial<SharedList> = {}): SharedList {
  return {
    webhooks: new Map(webhooks.map((one) => [one.id, one])),
    unreadable: [],
    askedAt: ASKED_AT,
    loadedAt: ASKED_AT + 40,
    asOf: times.askedAt ?? ASKED_AT,
    ...times,
  };
}

describe('the shared list', () => {
  const folder = useFolder();
  const place = () => path.join(folder.path, 'acme');
  const open = (fingerprint = FINGERPRINT) => new SharedListFile(place(), fingerprint);
  const last = (fingerprint = FINGERPRINT) => readSharedList(folder.path, ACCOUNT, fingerprint);
  const file = () => path.join(place(), 'list-1.json');

  it('is missing at first', async () => {
    assert.equal(await open().read(), undefined);
    assert.equal(await last(), undefined);
  });

  it('comes back as it was written, with its times and the rows that could not be read', async () => {
    const list = listOf(
      [
        webhook(),
        webhook({ id: 'two', events: ['message.bounce'], lastFailureAt: null }),
        webhook({ id: 'three', events: undefined, lastStatus: 'paused' }),
      ],
      { unreadable: [{ id: '9007199254740993', field: 'id' }] },
    );
    await open().write(list);
    assert.deepEqual(await open().read(), list);
    assert.deepEqual(await last(), list);
  });

  it('is written again only when something in it changed', async () => {
    const shared = open();
    await shared.write(listOf([webhook()]));
    const before = await fs.stat(file());
    await shared.write(listOf([webhook()], { askedAt: ASKED_AT + 60_000, loadedAt: ASKED_AT + 60_050 }));
    const after = await fs.stat(file());
    assert.equal(after.ino, before.ino);
    assert.equal((await last())?.askedAt, ASKED_AT + 60_000);
    await shared.write(listOf([webhook({ name: 'Other' })], { askedAt: ASKED_AT + 120_000 }));
    assert.deepEqual(
      [...((await last())?.webhooks.values() ?? [])].map(({ name }) => name),
      ['Other'],
    );
  });

  it('keeps apart how fresh it is and when one of its webhooks was last looked at', async () => {
    const shared = open();
    const asOf = ASKED_AT + 60_000;
    await shared.write(listOf([webhook()]));
    await shared.write(listOf([webhook({ enabled: false })], { asOf }));
    const { askedAt, loadedAt, ...rest } = (await open().read()) ?? assert.fail();
    assert.deepEqual([askedAt, loadedAt, rest.asOf], [ASKED_AT, ASKED_AT + 40, asOf]);
    await shared.write(listOf([webhook({ enabled: false })], { askedAt: asOf + 1, loadedAt: asOf + 2 }));
    assert.equal((await open().read())?.asOf, asOf + 1);
  });

  it('is taken over from another window with one look', async () => {
    const [mine, other] = [open(), open()];
    await mine.write(listOf([webhook()]));
    const first = await other.read();
    await mine.write(listOf([webhook()], { askedAt: ASKED_AT + 1_000 }));
    const second = await other.read();
    assert.equal(second?.askedAt, ASKED_AT + 1_000);
    assert.equal(second?.webhooks, first?.webhooks, 'the same file is not read again');
    await mine.write(listOf([webhook({ url: 'https://example.com/new' })], { askedAt: ASKED_AT + 2_000 }));
    assert.equal([...((await other.read())?.webhooks.values() ?? [])][0]?.url, 'https://example.com/new');
  });

  it('is not shown with another key, and its own list takes its place', async () => {
    await open().write(listOf([webhook()]));
    assert.equal(await last('other'), undefined);
    await open('other').write(listOf([]));
    assert.equal((await last('other'))?.webhooks.size, 0);
    assert.equal(await last(), undefined);
  });

  it('never has a time ahead of the clock, for those who show it first', async () => {
    const ahead = Date.now() + 3_600_000;
    await open().write(listOf([webhook()], { askedAt: ahead, loadedAt: ahead }));
    const now = Date.now();
    const { askedAt = 0, loadedAt = 0 } = (await last()) ?? {};
    assert.ok(askedAt >= now && askedAt <= Date.now() && loadedAt <= Date.now());
  });

  for (const [what, text] of Object.entries({
    'is cut off': '{"fingerprint":"0123456789abcdef","webh',
    'is empty': '',
    'is something else': '[]',
    'has odd numbers': `{"fingerprint":"${FINGERPRINT}","took":1,"later":1e999,"selections":[],"webhooks":[],"unreadable":[]}`,
    'lacks a field of its webhooks': `{"fingerprint":"${FINGERPRINT}","took":1,"later":0,"selections":[],"webhooks":[{"id":"one"}],"unreadable":[]}`,
  })) {
    it(`is put aside when it ${what}`, async () => {
      await fs.mkdir(place());
      await fs.writeFile(file(), text);
      assert.equal(await open().read(), undefined);
      assert.deepEqual(await fs.readdir(place()), ['list-1.unreadable.json']);
      await open().write(listOf([webhook()]));
      assert.equal((await last())?.webhooks.size, 1);
    });
  }

  it('takes the place of a dead link and of a folder', async () => {
    await fs.mkdir(place());
    await fs.symlink('nowhere', file());
    assert.equal(await open().read(), undefined);
    await open().write(listOf([webhook()]));
    assert.equal((await last())?.webhooks.size, 1);
    await fs.rm(file());
    await fs.mkdir(file());
    assert.equal(await open().read(), undefined);
    await open().write(listOf([webhook()]));
    assert.equal((await last())?.webhooks.size, 1);
  });

  it('leaves no unfinished file', async () => {
    await open().write(listOf([webhook()]));
    assert.deepEqual(await fs.readdir(place()), ['list-1.json']);
  });

  it('lies in a folder of its own for each key of the environment', () => {
    assert.equal(folderName({ id: 'environment', source: 'environment' }, 'ab'), 'environment-ab');
    assert.equal(folderName({ id: '../up', source: 'stored' }, 'ab'), '___up');
  });
});
