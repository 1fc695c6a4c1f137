import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';
import { buildExtension } from '../build.ts';
import { EXTENSION_META } from '../bundle/extension.ts';
import { bundledPackages } from '../bundle/packages.ts';
import { ROOT } from '../paths.ts';
import { fail, say } from '../say.ts';
import { readAudit, type Audit } from './advisories.ts';

/** The process' exit codes, so that a machine without the registry is not taken for a clean bundle, or a bad one. */
const CODES: Readonly<Record<Audit['kind'], number>> = { clean: 0, vulnerable: 1, unknown: 2 };

/** Asks npm's registry for known vulnerabilities of the packages that are in the bundle, and prints what it says. */
async function main(): Promise<void> {
  const npm = process.env['npm_execpath'];
  if (npm === undefined) throw new Error('Run this as npm run audit:bundle.');
  await buildExtension(true);
  const meta: Metafile = JSON.parse(readFileSync(EXTENSION_META, 'utf8'));
  const folders = bundledPackages(meta);
  const { stdout } = spawnSync(process.execPath, [npm, 'audit', '--omit=dev', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const audit = readAudit(stdout, folders);
  for (const line of audit.lines) say(line);
  if (audit.kind === 'clean')
    say(`None of the ${folders.length} bundled packages has a known vulnerability.`);
  process.exitCode = CODES[audit.kind];
}

await main().catch(fail);
