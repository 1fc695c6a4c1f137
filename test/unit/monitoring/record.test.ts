import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import type { Webhook } from '../../../src/api/types.ts';
import { LeaseFile } from '../../../src/monitoring/lease.ts';
import type { Publication } from '../../../src/monitoring/publication.ts';
import {
  AccountRecord,
  type AccountRecordOptions,
  type RecordView,
  forgetRecord,
  recordName,
} from '../../../src/monitoring/record.ts';
import { webhook } from '../api/harness.ts';
import { useFolder } from './folder.ts';

const HEALTHY = webhook({ lastStatus: 'success' });
const FAILING = webhook({ lastStatus: 'failure' });
const NONE: ReadonlySet<string> = new Set();
/** Unix ms; the lists of these tests are a few hundred ms old. */
const NOW = 10_000;
const now = () => NOW;

function list(at: number, ...webhooks: readonly Webhook[]): Publication & { readonly kind: 'list' } {
  const byId = new Map(webhooks.map((one) => [one.id, one]));
  return { kind: 'list', webhooks: byId, askedAt: at, loadedAt: at + 10 };
}

function open({ incidents }: RecordView): readonly string[] {
  return incidents.map(({ id }) => id);
}

function fields({ histories }: RecordView): readonly string[] {
  return (histories.get('one') ?? []).map(({ at, from, to }) => `${at} ${String(from)} ${String(to)}`);
}

describe('the record of an account', () => {
  const folder = useFolder();
  const window = (options: Partial<AccountRecordOptions> = {}) =>
    new AccountRecord({ root: folder.path, name: 'acme', fingerprint: 'key', now, ...options });
  const place = (...names: readonly string[]) => path.join(folder.path, 'acme', ...names);

  it('is empty at first, and makes no file', async () => {
    assert.deepEqual(await window().read(), {
      list: undefined,
      incidents: [],
      histories: new Map(),
      changedHistories: [],
      fault: undefined,
    });
    assert.equal(await window().isNewerThan(0), false);
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('brings a list to another window', async () => {
    const [a, b] = [window(), window()];
    const first = list(100, HEALTHY);
    const view = await a.publish(first);
    assert.equal(view.list?.webhooks, first.webhooks);
    const { webhooks, askedAt, loadedAt } = first;
    assert.equal(await b.isNewerThan(109), true);
    assert.equal(await b.isNewerThan(110), false);
    const read = await b.read();
    assert.deepEqual(read.list, { webhooks, askedAt, loadedAt });
    // The same map, since the file did not change.
    assert.equal((await b.read()).list?.webhooks, read.list.webhooks);
    await a.publish(list(200, FAILING));
    assert.equal(await b.isNewerThan(110), true);
    assert.deepEqual(open(await b.read()), ['210/one']);
  });

  it('tells each window which histories are new to it', async () => {
    const [a, b] = [window(), window()];
    await a.publish(list(100, HEALTHY, { ...FAILING, id: 'two' }));
    assert.deepEqual((await b.read()).changedHistories, ['two']);
    assert.deepEqual((await a.publish(list(200, FAILING, { ...FAILING, id: 'two' }))).changedHistories, [
      'one',
    ]);
    assert.deepEqual((await b.read()).changedHistories, ['one']);
    assert.deepEqual((await b.read()).changedHistories, []);
  });

  it('keeps what is newer than a list that arrives late', async () => {
    const [a, b] = [window(), window()];
    await a.publish(list(100, HEALTHY));
    await a.publish(list(200, FAILING));
    const view = await b.publish(list(150, HEALTHY));
    assert.equal(view.list?.askedAt, 200);
    assert.deepEqual(fields(view), ['210 healthy failing']);
    assert.deepEqual(open(view), ['210/one']);
  });

  it('runs calls one after the other', async () => {
    const record = window();
    const views = await Promise.all([
      record.publish(list(100, HEALTHY)),
      record.publish(list(200, FAILING)),
      record.publish(list(300, HEALTHY)),
      record.claimAnnouncements(NONE),
      record.read(),
    ]);
    assert.deepEqual(
      views.map((view) => view.list?.askedAt),
      [100, 200, 300, 300, 300],
    );
    assert.deepEqual(fields(views[4]), ['210 healthy failing', '310 failing healthy']);
  });

  it('shows no list and no incident of another key, and keeps the history', async () => {
    await window().publish(list(100, HEALTHY));
    await window().publish(list(200, FAILING));
    const other = window({ fingerprint: 'other' });
    const read = await other.read();
    assert.equal(read.list, undefined);
    assert.deepEqual(read.incidents, []);
    assert.deepEqual(fields(read), ['210 healthy failing']);
    const first = await other.publish(list(300, FAILING));
    assert.deepEqual(open(first), []);
    assert.deepEqual(fields(first), ['210 healthy failing']);
  });

  it('shows no list that is ahead of the clock, which was set back', async () => {
    const ahead = NOW + 3_600_000;
    await window({ now: () => ahead + 1_000 }).publish(list(ahead, HEALTHY));
    const record = window();
    assert.equal((await record.read()).list, undefined);
    assert.equal(await record.isNewerThan(0), false);
    assert.deepEqual(open(await record.publish(list(500, FAILING))), ['510/one']);
    assert.equal((await window().read()).list?.askedAt, 500);
  });

  it('leaves nothing but its own files behind', async () => {
    await window().publish(list(100, HEALTHY));
    await window().publish(list(200, FAILING));
    assert.deepEqual(readdirSync(place()).toSorted(), ['record.json', 'writing-2.free']);
  });
});

describe('the announcements of a record', () => {
  const folder = useFolder();
  const window = () => new AccountRecord({ root: folder.path, name: 'acme', fingerprint: 'key', now });

  it('go to one window, once', async () => {
    const [a, b] = [window(), window()];
    await a.publish(list(100, HEALTHY));
    await a.publish(list(200, FAILING));
    const claims = await Promise.all([a.claimAnnouncements(NONE), b.claimAnnouncements(NONE)]);
    assert.deepEqual(
      claims.flatMap(({ claimed }) => claimed.map(({ id }) => id)),
      ['210/one'],
    );
    // Also after all windows were closed.
    assert.deepEqual((await window().claimAnnouncements(NONE)).claimed, []);
    assert.deepEqual(
      (await window().read()).incidents.map(({ isAnnounced }) => isAnnounced),
      [true],
    );
  });

  it('leave alone what a window knew from the start', async () => {
    const [old, fresh] = [window(), window()];
    await old.publish(list(100, HEALTHY));
    await old.publish(list(200, FAILING));
    const known = new Set(open(await fresh.read()));
    assert.deepEqual((await fresh.claimAnnouncements(known)).claimed, []);
    assert.equal((await old.claimAnnouncements(NONE)).claimed.length, 1);
  });

  it('come again for another incident of the same webhook', async () => {
    const record = window();
    const known = new Set<string>();
    for (const [at, one] of [
      [100, HEALTHY],
      [200, FAILING],
    ] as const) {
      open(await record.publish(list(at, one))).forEach((id) => known.add(id));
    }
    await record.publish(list(300, HEALTHY));
    await record.publish(list(400, FAILING));
    const { claimed } = await record.claimAnnouncements(known);
    assert.deepEqual(
      claimed.map(({ id }) => id),
      ['410/one'],
    );
  });
});

describe('a record on a broken disk', () => {
  const folder = useFolder();
  const window = (options: Partial<AccountRecordOptions> = {}) =>
    new AccountRecord({ root: folder.path, name: 'acme', fingerprint: 'key', now, ...options });
  const place = (...names: readonly string[]) => path.join(folder.path, 'acme', ...names);

  it('goes on in memory, and on disk when that is mended', async () => {
    writeFileSync(place(), 'not a folder');
    const record = window();
    assert.equal((await record.read()).fault?.kind, 'disk');
    assert.equal((await record.publish(list(100, HEALTHY))).fault?.kind, 'disk');
    const view = await record.publish(list(200, FAILING));
    assert.equal(view.fault?.kind, 'disk');
    assert.deepEqual(fields(view), ['210 healthy failing']);
    assert.deepEqual(view.changedHistories, ['one']);
    assert.equal(await record.isNewerThan(100), true);
    assert.equal((await record.claimAnnouncements(NONE)).claimed.length, 1);
    assert.equal((await record.claimAnnouncements(NONE)).claimed.length, 0);

    rmSync(place());
    assert.equal((await record.publish(list(300, FAILING))).fault, undefined);
    const read = await window().read();
    assert.deepEqual(fields(read), ['210 healthy failing']);
    assert.deepEqual(
      read.incidents.map(({ isAnnounced }) => isAnnounced),
      [true],
    );
  });

  it('is not overwritten while it cannot be read', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    mkdirSync(place());
    // A link to itself can be replaced, but not read.
    symlinkSync('record.json', place('record.json'));
    const record = window();
    assert.equal((await record.read()).fault?.kind, 'disk');
    assert.equal((await record.publish(list(100, HEALTHY))).fault?.kind, 'disk');
    assert.deepEqual(open(await record.publish(list(200, FAILING))), ['210/one']);
    assert.equal(readlinkSync(place('record.json')), 'record.json');
    assert.deepEqual(readdirSync(place()).toSorted(), ['record.json', 'writing-2.free']);
  });

  it('counts as absent when it is malformed, and is written anew', async () => {
    mkdirSync(place());
    writeFileSync(place('record.json'), '{"version":1,"list":{');
    const record = window();
    const view = await record.read();
    assert.deepEqual([view.fault, view.list], [{ kind: 'malformed' }, undefined]);
    assert.equal((await record.publish(list(100, FAILING))).fault, undefined);
    assert.deepEqual(fields(await window().read()), ['110 undefined failing']);
  });

  it('is mended from memory when it becomes malformed', async () => {
    const record = window();
    await record.publish(list(100, HEALTHY));
    await record.publish(list(200, FAILING));
    writeFileSync(place('record.json'), '');
    const view = await record.publish(list(300, HEALTHY));
    assert.deepEqual(view.fault, { kind: 'malformed' });
    assert.deepEqual(fields(await window().read()), ['210 healthy failing', '310 failing healthy']);
  });

  it('does not wait for another window after its own has closed', async () => {
    await new LeaseFile(place(), 'writing', now).tryAcquire(15_000);
    const ending = new AbortController();
    const record = window({ signal: ending.signal });
    const publishing = record.publish(list(100, HEALTHY));
    ending.abort();
    const view = await publishing;
    assert.deepEqual(view.fault, { kind: 'busy' });
    assert.equal(view.list?.askedAt, 100);
    assert.equal(existsSync(place('record.json')), false);
  });
});

describe('the folder of a record', () => {
  const folder = useFolder();

  it('is named after the account, and for the environment after its key as well', () => {
    assert.equal(recordName({ id: '6b1f-01', source: 'stored' }, 'abc'), '6b1f-01');
    assert.equal(recordName({ id: '6b1f-01', source: 'window' }, 'abc'), '6b1f-01');
    assert.equal(recordName({ id: 'environment', source: 'environment' }, 'abc'), 'environment-abc');
    assert.equal(recordName({ id: '../../x', source: 'stored' }, 'abc'), '______x');
  });

  it('is removed with everything in it, and may be missing', async () => {
    const options = { root: folder.path, fingerprint: 'key' };
    await new AccountRecord({ ...options, name: 'acme' }).publish(list(100, HEALTHY));
    await new AccountRecord({ ...options, name: 'other' }).publish(list(100, HEALTHY));
    assert.equal(await forgetRecord(folder.path, 'acme'), undefined);
    assert.equal(await forgetRecord(folder.path, 'acme'), undefined);
    assert.deepEqual(readdirSync(folder.path), ['other']);
  });
});
