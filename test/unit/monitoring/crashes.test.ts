import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { type Child, useChildren } from './child.ts';
import { useFolder } from './folder.ts';
import type { SessionTask } from './session-process.ts';
import { startSession } from './session.ts';
import { until } from './windows.ts';

const ROUNDS = 8;
/** From the marker of an announcement to the announcement. */
const CLAIMED_MS = 100;

describe('windows that are killed', () => {
  const folder = useFolder();
  const start = useChildren();
  const place = (name: number | string) => path.join(folder.path, String(name));

  async function ready(): Promise<Child> {
    const child = start('session-process.ts');
    await child.next();
    return child;
  }

  function ask(child: Child, task: SessionTask): Promise<unknown> {
    return child.ask(task);
  }

  /** What a window that sees all rounds has in its history. */
  async function expected(rounds: number): Promise<Readonly<Record<string, readonly string[]>>> {
    const session = await startSession(place(`whole-${rounds}`), 0);
    for (let round = 1; round < rounds; round += 1) {
      await session.read(round);
    }
    await session.close();
    return (await startSession(place(`whole-${rounds}`), rounds - 1)).changes();
  }

  async function started(root: string): Promise<Child> {
    const child = await ready();
    await ask(child, { kind: 'start', root });
    return child;
  }

  it('tell each change once and announce each incident in one process, although all of them see it', async () => {
    const whole = await expected(3);
    for (let turn = 0; turn < 2; turn += 1) {
      const root = place(turn);
      const children = await Promise.all([started(root), started(root), started(root)]);
      const read = async (from: number, to: number) => {
        const told = await Promise.all(children.map((child) => ask(child, { kind: 'read', from, to })));
        return told.reduce((sum: number, count) => sum + Number(count), 0);
      };
      // The first webhook fails in the second round; in the third one the second webhook is disabled.
      for (const round of [1, 2]) {
        await read(round, round + 1);
        // A busy machine takes its time to announce, and more than that to announce too much.
        await until(async () => (await read(0, 0)) >= round);
        await delay(CLAIMED_MS);
        assert.equal(await read(0, 0), round);
      }
      const session = await startSession(root, 2);
      assert.deepEqual(session.changes(), whole);
      await session.close();
    }
  }).timeout(60_000);

  it('lose and double nothing when that happens at some moment', async () => {
    const whole = await expected(ROUNDS);
    for (let kill = 0; kill < 3; kill += 1) {
      const child = await started(place(kill));
      const reading = ask(child, { kind: 'read', from: 1, to: ROUNDS }).catch(() => 'killed');
      await delay(30 + kill * 130);
      await child.kill();
      await reading;
      const session = await startSession(place(kill), 0);
      // What the killed one saw is seen again from the beginning.
      for (let round = 1; round < ROUNDS; round += 1) {
        await session.read(round);
      }
      const { one = [] } = session.changes();
      assert.deepEqual(one.slice(-(whole['one']?.length ?? 0)), whole['one']);
      await session.close();
    }
  }).timeout(60_000);

  it('lose and double nothing, and announce once at most, when it happens between any two steps', async () => {
    const child = await ready();
    const whole = await expected(3);
    const announcedHere: number[] = [];
    for (let step = 1, isStopped = true; isStopped; step += 1) {
      // Another window is open.
      const session = await startSession(place(step), 0);
      const told = Object(await ask(child, { kind: 'stop', root: place(step), step }));
      isStopped = told.isStopped;
      await session.read(1);
      await until(() =>
        readdirSync(place(path.join(`${step}`, 'acme'))).some((name) => name.startsWith('told-')),
      );
      await delay(CLAIMED_MS);
      assert.ok(told.announced + session.announced.length <= 1, `announced, ${step}`);
      announcedHere.push(session.announced.length);
      await session.read(2);
      assert.deepEqual(session.changes(), whole, `changes, ${step}`);
      await session.close();
    }
    assert.ok(announcedHere.length > 10, `${announcedHere.length} steps`);
    assert.ok(announcedHere.includes(1));
  }).timeout(120_000);
});
