import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { RecordData } from '../../../src/monitoring/publication.ts';
import { RecordFile } from '../../../src/monitoring/recordFile.ts';
import { failureOf, webhook } from '../api/harness.ts';
import { useFolder } from './folder.ts';

function record(name: string): RecordData {
  const webhooks = new Map([['one', webhook({ name })]]);
  const list = { webhooks, askedAt: 1, loadedAt: 2, touched: new Map<string, number>() };
  return { list, incidents: [], histories: new Map() };
}

const held = () => Promise.resolve(true);

describe('the file of a record', () => {
  const folder = useFolder();
  const file = () => new RecordFile(folder.path, 'key');
  const place = () => path.join(folder.path, 'record.json');

  it('is absent, read, and then the same', async () => {
    const reader = file();
    assert.deepEqual(await reader.look(), { kind: 'absent' });
    assert.equal(await file().write(record('A'), held), true);
    assert.deepEqual(await reader.look(), { kind: 'read', data: record('A') });
    assert.deepEqual(await reader.look(), { kind: 'same' });
    rmSync(place());
    assert.deepEqual(await reader.look(), { kind: 'absent' });
  });

  it('is the same for whoever wrote it, until another does', async () => {
    const [writer, other] = [file(), file()];
    await writer.write(record('A'), held);
    assert.deepEqual(await writer.look(), { kind: 'same' });
    await other.look();
    await other.write(record('B'), held);
    assert.deepEqual(await writer.look(), { kind: 'read', data: record('B') });
  });

  it('is younger than the one before, also after the clock was set back', async () => {
    await file().write(record('A'), held);
    const ahead = Math.floor(Date.now() / 1000) + 3_600;
    utimesSync(place(), ahead, ahead);
    const writer = file();
    await writer.look();
    await writer.write(record('B'), held);
    const first = statSync(place()).mtimeMs;
    await writer.write(record('C'), held);
    const second = statSync(place()).mtimeMs;
    assert.ok(first > ahead * 1000 && second > first, `${ahead * 1000}, ${first}, ${second}`);
  });

  it('is malformed once, and then the same', async () => {
    writeFileSync(place(), '{"version":1,');
    const reader = file();
    assert.deepEqual(await reader.look(), { kind: 'malformed' });
    assert.deepEqual(await reader.look(), { kind: 'same' });
    await reader.write(record('A'), held);
    assert.deepEqual(await file().look(), { kind: 'read', data: record('A') });
  });

  it('rejects when it cannot be read or written, and leaves nothing behind', async () => {
    mkdirSync(place());
    assert.match(String(await failureOf(file().look())), /EISDIR/);
    assert.match(String(await failureOf(file().write(record('A'), held))), /EISDIR|EEXIST|ENOTEMPTY|EPERM/);
    assert.deepEqual(readdirSync(folder.path), ['record.json']);
  });

  it('is for nobody else to read', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    await file().write(record('A'), held);
    assert.equal(statSync(place()).mode & 0o777, 0o600);
  });
});

describe('a record that is being written', () => {
  const folder = useFolder();
  const file = () => new RecordFile(folder.path, 'key');
  const text = () => readFileSync(path.join(folder.path, 'record.json'), 'utf8');

  it('does not count when the right to write was lost', async () => {
    await file().write(record('A'), held);
    const before = text();
    const writer = file();
    assert.equal(await writer.write(record('B'), () => Promise.resolve(false)), false);
    assert.equal(text(), before);
    assert.deepEqual(readdirSync(folder.path), ['record.json']);
    // What it could not write, it has not seen either.
    assert.deepEqual(await writer.look(), { kind: 'read', data: record('A') });
  });

  it('is the old one for readers until it is complete', async () => {
    await file().write(record('A'), held);
    await file().write(record('B'), async () => {
      assert.deepEqual(await file().look(), { kind: 'read', data: record('A') });
      return true;
    });
    assert.deepEqual(await file().look(), { kind: 'read', data: record('B') });
  });

  it('does not undo what another wrote while it was stopped right before the last step', async () => {
    const slow = file();
    const isPlaced = await slow.write(record('slow'), async () => {
      // The next holder of the lease, after this one has checked it for the last time.
      const next = file();
      await next.removeUnfinished();
      await next.look();
      assert.equal(await next.write(record('next'), held), true);
      return true;
    });
    assert.equal(isPlaced, false);
    assert.deepEqual(await slow.look(), { kind: 'read', data: record('next') });
  });

  it('of a writer that crashed is removed by the next one', async () => {
    await file().write(record('A'), held);
    for (const name of ['record-1.tmp', 'record-2.tmp', 'other.tmp', 'writing-1.json']) {
      writeFileSync(path.join(folder.path, name), '{"version":1,');
    }
    await file().removeUnfinished();
    assert.deepEqual(readdirSync(folder.path).toSorted(), ['other.tmp', 'record.json', 'writing-1.json']);
    assert.deepEqual(await file().look(), { kind: 'read', data: record('A') });
  });
});
