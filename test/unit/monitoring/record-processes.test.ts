import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { AccountRecord } from '../../../src/monitoring/record.ts';
import { type Child, useChildren } from './child.ts';
import { useFolder } from './folder.ts';
import type { RecordTask } from './record-process.ts';
import { listOf, recordAfter } from './rounds.ts';

/** Longer than a lease that a crashed process left. */
const LATER_MS = 60_000;
const ROUNDS = 16;

function open(root: string, ahead = 0): AccountRecord {
  return new AccountRecord({ root, name: 'acme', fingerprint: 'key', now: () => Date.now() + ahead });
}

async function publish(record: AccountRecord, from: number, to: number): Promise<void> {
  for (let round = from; round < to; round += 1) {
    assert.equal((await record.publish(listOf(round))).fault, undefined);
  }
}

/** Each change was seen once, by whichever process. */
async function assertComplete(root: string, rounds: number): Promise<void> {
  const { histories, incidents, list } = await open(root, LATER_MS).read();
  const expected = recordAfter(rounds);
  assert.deepEqual(Object.fromEntries(histories), Object.fromEntries(expected.histories), root);
  assert.deepEqual(incidents, expected.incidents, root);
  assert.equal(list?.askedAt, expected.list?.askedAt, root);
}

describe('a record among processes', () => {
  const folder = useFolder();
  const start = useChildren();
  const place = (name: number) => path.join(folder.path, String(name));

  async function ready(): Promise<Child> {
    const child = start('record-process.ts');
    await child.next();
    return child;
  }

  function ask(child: Child, task: RecordTask): Promise<unknown> {
    return child.ask(task);
  }

  it('tells each change once, although each process saw all of them', async () => {
    const root = folder.path;
    const children = await Promise.all([ready(), ready(), ready()]);
    const faults = await Promise.all(
      children.map((child) => ask(child, { kind: 'publish', root, from: 0, to: ROUNDS })),
    );
    assert.deepEqual(faults, [[], [], []]);
    await assertComplete(root, ROUNDS);
  }).timeout(60_000);

  it('loses and doubles nothing when a process is killed at some moment', async () => {
    for (let kill = 0; kill < 4; kill += 1) {
      const root = place(kill);
      const child = await ready();
      const publishing = ask(child, { kind: 'publish', root, from: 0, to: ROUNDS }).catch(() => 'killed');
      await sleep(5 + kill * 30);
      await child.kill();
      await publishing;
      await publish(open(root, LATER_MS), 0, ROUNDS);
      await assertComplete(root, ROUNDS);
    }
  }).timeout(60_000);

  it('loses and doubles nothing when a process crashes between any two steps', async () => {
    const child = await ready();
    const steps = Number(await ask(child, { kind: 'stop', root: folder.path, in: 'publish' }));
    await child.kill();
    assert.ok(steps > 10, `${steps}`);
    for (let step = 1; step <= steps; step += 1) {
      // Another window sees the same list, and the next one.
      await publish(open(place(step), LATER_MS), 2, 4);
      await assertComplete(place(step), 4);
    }
  }).timeout(60_000);

  it('has each incident told by one process', async () => {
    const children = await Promise.all([ready(), ready(), ready()]);
    for (let round = 0; round < 6; round += 1) {
      const root = place(round);
      // The first webhook fails since the second list.
      await publish(open(root), 0, 2);
      const told = await Promise.all(children.map((child) => ask(child, { kind: 'claim', root })));
      assert.equal(told.flat().length, 1, root);
    }
  }).timeout(60_000);

  it('has no incident told twice when the process that tells it crashes', async () => {
    const child = await ready();
    const steps = Number(await ask(child, { kind: 'stop', root: folder.path, in: 'claim' }));
    await child.kill();
    assert.ok(steps > 10, `${steps}`);
    const told: number[] = [];
    for (let step = 1; step <= steps; step += 1) {
      const first = await open(place(step), LATER_MS).claimAnnouncements(new Set());
      const second = await open(place(step), 2 * LATER_MS).claimAnnouncements(new Set());
      told.push(first.claimed.length);
      assert.equal(second.claimed.length, 0, place(step));
    }
    // Before it is marked somebody else tells it; afterwards nobody does.
    assert.deepEqual(
      told,
      told.toSorted((a, b) => b - a),
    );
    assert.deepEqual([told.at(0), told.at(-1)], [1, 0]);
  }).timeout(60_000);
});
