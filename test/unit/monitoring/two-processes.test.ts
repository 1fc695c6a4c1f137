import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { gapsOf, listsOf, until } from './windows.ts';

type Process = ChildProcessByStdio<Writable, Readable, null>;

const INTERVAL_MS = 400;
const PROGRAM = path.join(import.meta.dirname, 'window-process.ts');

describe('windows in processes of their own', () => {
  const running: Process[] = [];
  let simulator: Simulator;
  let folder: string;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false });
    folder = await mkdtemp(path.join(tmpdir(), 'lettr-processes-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(end));
  });
  after(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<Process> {
    const { baseUrl, keys } = simulator;
    const child = spawn(
      process.execPath,
      [PROGRAM, JSON.stringify({ baseUrl, keys, folder, intervalMs: INTERVAL_MS })],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    running.push(child);
    await once(child.stdout, 'data');
    return child;
  }

  it('send together no more requests than one alone, also after one was closed', async () => {
    const [first] = await Promise.all([start(), start()]);
    simulator.clearRequests();
    await until(() => listsOf(simulator).length > 5);
    assert.deepEqual(
      gapsOf(simulator).filter((gap) => gap < INTERVAL_MS),
      [],
    );
    await end(first);
    const sent = listsOf(simulator).length;
    await until(() => listsOf(simulator).length > sent + 2);
  });
});

async function end(child: Process): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  }
}
