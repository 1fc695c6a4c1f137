import { copyFileSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeCounts } from '../test/support/counts.ts';
import { provideChromium } from './chromium.ts';
import { packageExtension } from './package.ts';
import { inRoot } from './paths.ts';
import { fail, say } from './say.ts';
import { runInPool } from './ui/pool.ts';
import { installVSCode } from './vscode/install.ts';

/** Two windows at once keep two cores busy, since a test mostly waits for the other side. */
const WORKERS = '2';
/** The files that take longest come first, so that no worker is left with one of them at the end. */
const LONG = ['windows.test.ts', 'leaks.test.ts', 'monitoring.test.ts', 'hostile.test.ts'];
/** Tells what the search for secrets found in all that the tests before it left behind. */
const LAST = 'search.test.ts';

/**
 * Packages the extension, runs the tests of the packaged extension's surface, or those in the files that are named, and
 * sets the process' exit code.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      vscode: { type: 'string' },
      grep: { type: 'string' },
      workers: { type: 'string', default: WORKERS },
      'update-images': { type: 'boolean', default: false },
    },
  });
  await provideChromium(say);
  if (values.vscode !== undefined) process.env['LETTR_VSCODE'] = values.vscode;
  await installVSCode({
    onProgress: say,
    ...(values.vscode === undefined ? {} : { version: values.vscode }),
  });
  process.env['LETTR_VSIX'] ??= await packageExtension();
  const named = positionals.length > 0 ? positionals : 'test/ui/**/*.test.ts';
  const files = globSync(named, { cwd: inRoot() }).toSorted(byLength);
  const isLast = (file: string): boolean => path.basename(file) === LAST;
  const counts = await runInPool({
    workers: Number(values.workers),
    files: files.filter((file) => !isLast(file)),
    lastly: files.filter(isLast),
    grep: values.grep,
    onOutput: (text) => say(text.trimEnd()),
  });
  writeCounts(inRoot('out/results'), 'ui', counts);
  say(`\n${counts.passes} passing, ${counts.failures} failing`);
  if (counts.passes + counts.failures === 0) fail('No test was run.');
  if (counts.failures > 0) process.exitCode = 1;
  else if (values['update-images']) updateImages();
}

function byLength(a: string, b: string): number {
  const place = (file: string): number => {
    const index = LONG.indexOf(path.basename(file));
    return index === -1 ? LONG.length : index;
  };
  return place(a) - place(b) || a.localeCompare(b);
}

/** Takes over the pictures that the README and the documents show. */
function updateImages(): void {
  for (const file of ['README.md', ...globSync('docs/*.md', { cwd: inRoot() })]) {
    const text = readFileSync(inRoot(file), 'utf8');
    for (const [, name] of text.matchAll(/\((?:docs\/)?images\/([\w-]+\.png)\)/g)) {
      if (name !== undefined) copyFileSync(inRoot('out/screenshots', name), inRoot('docs/images', name));
    }
  }
}

await main().catch(fail);
