import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { type Acquired, type Lease, LeaseFile } from '../../../src/monitoring/lease.ts';
import { useChildren } from './child.ts';
import { useFolder } from './folder.ts';
import type { Counted, LeaseTask } from './lease-process.ts';

const MINUTE = 60_000;

function leaseOf(acquired: Acquired): Lease {
  assert.ok(acquired.kind === 'held', acquired.kind);
  return acquired.lease;
}

describe('a lease', () => {
  const folder = useFolder();
  const file = (now?: () => number) => new LeaseFile(folder.path, 'test', now);
  const later = (ms: number) => (): number => Date.now() + ms;
  const write = (name: string, text: string) => writeFileSync(path.join(folder.path, name), text);

  it('is held by one at a time', async () => {
    const lease = leaseOf(await file().tryAcquire(MINUTE));
    assert.equal(await lease.isHeld(), true);
    const busy = await file().tryAcquire(MINUTE);
    assert.ok(busy.kind === 'busy');
    assert.ok(busy.until > Date.now() && busy.until <= Date.now() + MINUTE);
    await lease.release();
    assert.equal(await lease.isHeld(), false);
    const next = leaseOf(await file().tryAcquire(MINUTE));
    assert.equal(await next.isHeld(), true);
    assert.equal(await lease.isHeld(), false);
  });

  it('lives in a folder that it makes, beside others', async () => {
    const nested = path.join(folder.path, 'a', 'b');
    leaseOf(await new LeaseFile(nested, 'one').tryAcquire(MINUTE));
    leaseOf(await new LeaseFile(nested, 'two').tryAcquire(MINUTE));
    assert.deepEqual(readdirSync(nested).toSorted(), ['one-1.json', 'two-1.json']);
  });

  it('leaves one file behind, however often it changes hands', async () => {
    for (let round = 0; round < 5; round += 1) {
      await leaseOf(await file().tryAcquire(MINUTE)).release();
    }
    assert.deepEqual(readdirSync(folder.path), ['test-5.free']);
  });

  it('is lost when it runs out, and even a late release does no harm', async () => {
    const lease = leaseOf(await file().tryAcquire(MINUTE));
    const next = leaseOf(await file(later(MINUTE)).tryAcquire(MINUTE));
    assert.equal(await lease.isHeld(), false);
    assert.equal(await lease.renew(MINUTE), false);
    await lease.release();
    assert.equal(await next.isHeld(), true);
    assert.equal((await file().tryAcquire(MINUTE)).kind, 'busy');
  });

  it('can be renewed', async () => {
    const lease = leaseOf(await file().tryAcquire(MINUTE));
    assert.equal(await lease.renew(10 * MINUTE), true);
    assert.equal((await file(later(2 * MINUTE)).tryAcquire(MINUTE)).kind, 'busy');
    assert.equal(await lease.renew(MINUTE), true);
    leaseOf(await file(later(2 * MINUTE)).tryAcquire(MINUTE));
    assert.equal(await lease.isHeld(), false);
    assert.equal(await lease.renew(MINUTE), false);
  });

  it('is not held on by a clock that was set back', async () => {
    leaseOf(await file(later(60 * MINUTE)).tryAcquire(MINUTE));
    leaseOf(await file().tryAcquire(MINUTE));
  });

  it('is busy while its file is being written, and over when nobody ever does', async () => {
    for (const text of ['', '{"until":', 'null', '{"until":"x","ms":1}']) {
      write('test-7.json', text);
      assert.equal((await file().tryAcquire(MINUTE)).kind, 'busy', text);
      const lease = leaseOf(await file(later(MINUTE)).tryAcquire(MINUTE));
      await lease.release();
      assert.deepEqual(readdirSync(folder.path), ['test-8.free']);
      // Of a time ahead, when the clock was set back after a crash.
      write('test-9.json', text);
      utimesSync(path.join(folder.path, 'test-9.json'), new Date(later(MINUTE)()), new Date(later(MINUTE)()));
      await leaseOf(await file().tryAcquire(MINUTE)).release();
      write('test-7.json', '');
      await leaseOf(await file().tryAcquire(MINUTE)).release();
      readdirSync(folder.path).forEach((name) => rmSync(path.join(folder.path, name)));
    }
  });

  it('of an old number is nothing against the latest', async () => {
    write('test-3.json', JSON.stringify({ until: later(MINUTE)(), ms: MINUTE }));
    write('test-9.free', '');
    leaseOf(await file().tryAcquire(MINUTE));
    assert.deepEqual(readdirSync(folder.path), ['test-10.json']);
  });

  it('is lost with its folder, which stays away', async () => {
    const place = path.join(folder.path, 'gone');
    const lease = leaseOf(await new LeaseFile(place, 'test').tryAcquire(MINUTE));
    rmSync(place, { recursive: true });
    assert.equal(await lease.isHeld(), false);
    assert.equal(await lease.renew(MINUTE), false);
    await lease.release();
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('is waited for', async () => {
    const lease = leaseOf(await file().tryAcquire(MINUTE));
    const waiting = file().acquire(MINUTE, { patience: MINUTE });
    await lease.release();
    leaseOf(await waiting);
  });

  it('is not waited for longer than told', async () => {
    leaseOf(await file().tryAcquire(MINUTE));
    assert.equal((await file().acquire(MINUTE, { patience: 30 })).kind, 'busy');
    const ending = new AbortController();
    const waiting = file().acquire(MINUTE, { patience: MINUTE, signal: ending.signal });
    ending.abort();
    assert.equal((await waiting).kind, 'busy');
    assert.equal((await file().acquire(MINUTE, { patience: MINUTE, signal: ending.signal })).kind, 'busy');
  });

  it('cannot be had where nothing can be written', async () => {
    write('file', '');
    for (const nowhere of [path.join(folder.path, 'file'), path.join(folder.path, 'file', 'below')]) {
      const acquired = await new LeaseFile(nowhere, 'test').acquire(MINUTE, { patience: MINUTE });
      assert.equal(acquired.kind, 'broken', nowhere);
    }
  });
});

describe('a lease among processes', () => {
  const folder = useFolder();
  const start = useChildren();
  const tell = (task: LeaseTask) => task;

  it('never has two holders', async () => {
    writeFileSync(path.join(folder.path, 'counter'), '0');
    const children = [start('lease-process.ts'), start('lease-process.ts'), start('lease-process.ts')];
    const task = tell({ kind: 'count', folder: folder.path, rounds: 100 });
    const counted = await Promise.all(children.map((child) => child.ask(task)));
    const all: Counted = { held: 100, overlaps: 0 };
    assert.deepEqual(counted, [all, all, all]);
    assert.equal(readFileSync(path.join(folder.path, 'counter'), 'utf8'), '300');
  }).timeout(60_000);

  for (const [state, name, text] of [
    ['never held', undefined, ''],
    ['released', 'test-4.free', ''],
    ['run out', 'test-4.json', JSON.stringify({ until: 1_000, ms: 500 })],
  ] as const) {
    it(`is won by exactly one when it was ${state}`, async () => {
      const children = [start('lease-process.ts'), start('lease-process.ts'), start('lease-process.ts')];
      for (let round = 0; round < 60; round += 1) {
        const place = path.join(folder.path, String(round));
        mkdirSync(place);
        if (name) {
          writeFileSync(path.join(place, name), text);
        }
        const task = tell({ kind: 'take', folder: place });
        const answers = await Promise.all(children.map((child) => child.ask(task)));
        assert.equal(answers.filter((answer) => answer === 'held').length, 1, `round ${round}`);
      }
    }).timeout(30_000);
  }

  it('survives a holder that crashes', async () => {
    const child = start('lease-process.ts');
    assert.equal(await child.ask(tell({ kind: 'take', folder: folder.path })), 'held');
    await child.kill();
    assert.equal((await new LeaseFile(folder.path, 'test').tryAcquire(MINUTE)).kind, 'busy');
    const later = new LeaseFile(folder.path, 'test', () => Date.now() + MINUTE);
    const lease = leaseOf(await later.tryAcquire(MINUTE));
    assert.equal(await lease.isHeld(), true);
  });
});
