import { copyFileSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { findChromium } from '../test/support/chromium.ts';
import { writeCounts } from '../test/support/counts.ts';
import { closeWorkbenches, openWorkbenches } from '../test/support/workbench.ts';
import { packageExtension } from './package.ts';
import { inRoot } from './paths.ts';
import { fail, say } from './say.ts';
import { installVSCode } from './vscode/install.ts';

const TIMEOUT_MS = 120_000;
const SLOW_MS = 20_000;

/** Packages the extension, runs the tests of the packaged extension's surface and sets the process' exit code. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      vscode: { type: 'string' },
      grep: { type: 'string' },
      'update-images': { type: 'boolean', default: false },
    },
  });
  findChromium();
  if (values.vscode !== undefined) process.env['LETTR_VSCODE'] = values.vscode;
  await installVSCode({
    onProgress: say,
    ...(values.vscode === undefined ? {} : { version: values.vscode }),
  });
  process.env['LETTR_VSIX'] = await packageExtension();
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: TIMEOUT_MS,
    failZero: true,
    slow: SLOW_MS,
    color: process.stdout.isTTY,
    ...(values.grep === undefined ? {} : { grep: values.grep }),
    rootHooks: { afterEach: picture, afterAll: closeWorkbenches },
  });
  const files = globSync('test/ui/**/*.test.ts', { cwd: inRoot() }).toSorted();
  for (const file of [...files.filter((name) => !isLast(name)), ...files.filter(isLast)])
    mocha.addFile(inRoot(file));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run((failed) => {
      if (runner.stats) writeCounts(inRoot('out/results'), 'ui', runner.stats);
      resolve(failed);
    });
  });
  process.exitCode = failures === 0 ? 0 : 1;
  if (failures === 0 && values['update-images']) updateImages();
}

/** Tells what the search for secrets found in all that the tests before it left behind. */
function isLast(file: string): boolean {
  return path.basename(file) === 'leaks.test.ts';
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

/** Leaves a picture of every open workbench behind when a test fails. */
async function picture(this: Mocha.Context): Promise<void> {
  if (this.currentTest?.state !== 'failed') return;
  const name = this.currentTest
    .fullTitle()
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 100);
  for (const [index, workbench] of openWorkbenches().entries()) {
    await workbench.screenshot(`failed-${name}-${index}`).catch(() => undefined);
  }
}

await main().catch(fail);
