import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startChild } from '../child.ts';
import { ROOT } from '../paths.ts';
import { extensionHostEnv } from '../vscode/server.ts';
import type { DemoFiles } from './workspace.ts';

/**
 * Opens the demo in the VS Code that is installed on this machine (`VSCODE_PATH`, or `code` on PATH), in a profile of
 * its own.
 * @returns when its window is closed
 * @throws Error in one sentence when there is no such program
 */
export async function openDesktop(
  files: DemoFiles,
  env: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const user = path.join(files.root, 'profile/User');
  mkdirSync(user, { recursive: true });
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify(settings, null, 2));
  const code = process.env['VSCODE_PATH'] ?? 'code';
  const args = [
    `--user-data-dir=${path.join(files.root, 'profile')}`,
    `--extensions-dir=${path.join(files.root, 'extensions')}`,
    `--extensionDevelopmentPath=${ROOT}`,
    `--extensionDevelopmentPath=${files.opener}`,
    '--disable-workspace-trust',
    '--skip-welcome',
    '--new-window',
    '--wait',
    files.folder,
  ];
  const child = startChild(code, args, { env: { ...extensionHostEnv(), ...env } });
  await new Promise<void>((resolve, reject) => {
    child.process.once('close', () => resolve());
    child.process.once('error', () => {
      reject(new Error(`There is no VS Code named "${code}": put it on PATH or set VSCODE_PATH.`));
    });
  });
  await child.end();
}
