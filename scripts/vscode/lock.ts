import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { delay } from '../child.ts';
import { onProcessEnd } from '../cleanup.ts';

const POLL_MS = 500;
/** A folder without an owner is one whose maker died between the two calls that make it. */
const OWNERLESS_MS = 5000;

/**
 * Runs `work` while no other process of this machine holds the lock `folder`; a lock whose owner is dead is taken over.
 * @param onWait called once when another process holds it
 */
export async function withLock<T>(folder: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(folder), { recursive: true });
  for (let waited = false; !tryLock(folder); waited = true) {
    if (!waited) onWait();
    await delay(POLL_MS);
  }
  const release = onProcessEnd(() => rmSync(folder, { recursive: true, force: true }));
  try {
    return await work();
  } finally {
    release();
  }
}

function tryLock(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
    return false;
  }
  writeFileSync(path.join(folder, 'pid'), String(process.pid));
  return true;
}

function isAbandoned(folder: string): boolean {
  try {
    const owner = Number(readFileSync(path.join(folder, 'pid'), 'utf8'));
    if (owner > 0) return !isAlive(owner);
    return Date.now() - statSync(folder).mtimeMs > OWNERLESS_MS;
  } catch {
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
    return made !== undefined && Date.now() - made > OWNERLESS_MS;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
