import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { build } from 'esbuild';

import { inRoot } from '../../../scripts/paths.ts';
import type { FaultKind } from '../../../simulator/simulator.ts';
import type { Ground } from '../arena.ts';
import { strike } from '../hits/hit.ts';
import { assertShown } from '../truth.ts';
import { STORE_OPERATIONS, type StoreOperation, problemOf } from './operations.ts';
import { openWindow } from './window.ts';

/** When a process is killed that waits for an answer. */
export interface Killing {
  readonly title: string;
  readonly fault: FaultKind;
  readonly phase: 'before' | 'after';
  /** Whether the server did it in the end. */
  readonly isDone: boolean;
}

const WORKING_MS = 250;
const SENDING_MS = 50_000;

const KILLINGS: readonly Killing[] = [
  { title: 'before it was carried out', fault: { kind: 'hang' }, phase: 'before', isDone: false },
  {
    title: 'while it was carried out',
    fault: { kind: 'delay', ms: WORKING_MS },
    phase: 'before',
    isDone: true,
  },
  { title: 'after it was carried out', fault: { kind: 'hang' }, phase: 'after', isDone: true },
];

/** When a process can be killed in the middle of an operation. */
export function killingsOf({ method }: StoreOperation): readonly Killing[] {
  return method === 'GET' ? KILLINGS.slice(0, 1) : KILLINGS;
}

/** Kills a process in the middle of an operation; a fresh start shows what the server has and sends nothing again. */
export async function kill(ground: Ground, operation: StoreOperation, killing: Killing): Promise<void> {
  await ground.restore();
  const { simulator, network } = ground;
  const isOurs = ({ method, path: asked }: { method: string; path: string }): boolean =>
    method === operation.method && asked === operation.path.replace(/\$$/, '');
  const awaited = operation.operation === 'list' && operation.isLoaded ? 2 : 1;
  if (awaited === 2) {
    // The first list is the one that is there before the refresh.
    simulator.fault({ kind: 'delay', ms: 0, on: { method: 'GET' } });
  }
  const { fault, phase } = killing;
  strike({ ...ground, ...openWindow(ground) }, operation, fault, { phase });
  const args = [STORE_OPERATIONS.indexOf(operation), network.port, simulator.keys.live].map(String);
  const program = await (programs.child ??= bundleChild());
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    await sent(child, () => simulator.requests.filter(isOurs).length === awaited);
  } finally {
    child.kill('SIGKILL');
  }
  assert.deepEqual(await ended, [null, 'SIGKILL'], 'It was over before it was killed.');
  await delay(fault.kind === 'delay' ? 2 * WORKING_MS : 0);

  assert.equal(operation.isDone?.(simulator), operation.isDone && killing.isDone);
  const { store } = openWindow(ground);
  await store.load();
  assert.equal(problemOf(store)?.message, undefined);
  assertShown(store.webhooks, simulator);
  const writes = simulator.requests.filter(({ method }) => method !== 'GET');
  assert.equal(writes.length, operation.method === 'GET' ? 0 : 1, 'writes');
  assert.ok(writes.every(isOurs));
}

const programs: { child?: Promise<string> } = {};

/** One file starts much faster than the sources it is made of. */
async function bundleChild(): Promise<string> {
  const outfile = inRoot('out/test/faults/killed-child.cjs');
  await build({
    entryPoints: [inRoot('test/faults/node/killed-child.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outfile;
}

async function sent(child: ChildProcess, isSent: () => boolean): Promise<void> {
  for (const start = performance.now(); !isSent();) {
    assert.equal(child.exitCode, null, 'The process ended by itself.');
    assert.ok(performance.now() - start < SENDING_MS, 'The process did not send its request.');
    await delay(5);
  }
}
