import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

import { inRoot } from './paths.ts';
import { withLock } from './vscode/lock.ts';
import { npm } from './vscode/npm.ts';

const PROJECT = inRoot('test/handlers');
const FILES = ['package.json', 'package-lock.json'];

/**
 * The folder with the web frameworks that `test/handlers/package-lock.json` names, installed once into `.vscode-test`
 * (400 MB). Safe when several processes call at once.
 *
 * @throws OfflineError when npm cannot reach its registry
 */
export async function provideFrameworks(onProgress: (line: string) => void): Promise<string> {
  const lock = readFileSync(path.join(PROJECT, 'package-lock.json'));
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 8);
  const folder = inRoot('.vscode-test', `frameworks-${version}`);
  if (!existsSync(folder)) {
    const waiting = (): void => onProgress('Frameworks: another process is installing them, waiting');
    await withLock(`${folder}.lock`, waiting, async () => {
      if (!existsSync(folder)) await installInto(folder, onProgress);
    });
  }
  return realpathSync(folder);
}

async function installInto(folder: string, onProgress: (line: string) => void): Promise<void> {
  onProgress('Frameworks are not here yet: installs them with npm (400 MB, once).');
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  for (const file of FILES) copyFileSync(path.join(PROJECT, file), path.join(part, file));
  await npm(part, ['ci', '--ignore-scripts']);
  renameSync(part, folder);
}
