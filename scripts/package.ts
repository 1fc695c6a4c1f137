import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './child.ts';
import { sizes } from './packaging/ceilings.ts';
import { packageFaults } from './packaging/checks.ts';
import { readVsix } from './packaging/vsix.ts';
import { inRoot, readManifest, ROOT } from './paths.ts';
import { fail, say } from './say.ts';

/** Used where there is no git history, so that two packages of one source are still the same bytes. */
const FALLBACK_EPOCH = '1767225600';

/**
 * Packages the extension, through `vscode:prepublish`, into `lettr-vscode-<version>.vsix` at the root.
 * @returns the absolute path of the VSIX
 * @throws Error with the last output of vsce when it fails
 */
export async function packageExtension(): Promise<string> {
  const { name, version } = readManifest();
  const vsix = inRoot(`${name}-${version}.vsix`);
  const vsce = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')),
    'vsce',
  );
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], {
    cwd: ROOT,
    env: { ...process.env, SOURCE_DATE_EPOCH: sourceDate() },
  });
  return vsix;
}

/** Seconds since 1970 of the last commit. */
function sourceDate(): string {
  try {
    return execFileSync('git', ['log', '-1', '--format=%ct'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return FALLBACK_EPOCH;
  }
}

async function main(): Promise<void> {
  const vsix = await packageExtension();
  const files = readVsix(vsix);
  const { size } = statSync(vsix);
  say('    KB of most');
  for (const line of sizes(files, size)) say(line);
  const faults = packageFaults(files, size);
  for (const fault of faults) fail(fault);
  if (faults.length === 0) say(`${path.basename(vsix)} is as it should be.`);
}

if (import.meta.main) await main().catch(fail);
