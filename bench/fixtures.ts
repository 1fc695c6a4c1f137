import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onProcessEnd, removeFolder } from '../scripts/cleanup.ts';
import { readVsix } from '../scripts/packaging/vsix.ts';
import { readManifest } from '../scripts/paths.ts';

/** Folders that the measurement runs with; removed when this process ends. Absolute paths. */
export interface BenchFiles {
  /** An empty folder to open. */
  readonly folder: string;
  /** The packaged extension, unpacked as VS Code does. */
  readonly packaged: string;
  readonly packagedId: string;
  /** An extension whose `activate` does nothing. */
  readonly empty: string;
  readonly emptyId: string;
  /** The extension that measures, and its test file. */
  readonly driver: string;
  readonly tests: string;
}

/** The line that the driver prints, followed by milliseconds. */
export const RESULT_PREFIX = 'activation-ms ';

// The clock starts when host and page are idle, so that their own start is in neither number. activate() of the API
// includes reading and compiling the module, the extension's activate() and the host's book-keeping around them, which
// asks the page for the extension's state: hence a busy page would count too.
const DRIVER = `const fs = require('node:fs');
const vscode = require('vscode');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function idle() {
  for (let calm = 0, turns = 0; calm < 20 && turns < 120; turns++) {
    const start = performance.now();
    await pause(50);
    const woken = performance.now();
    await vscode.commands.executeCommand('setContext', 'lettrBench', turns);
    calm = woken - start < 56 && performance.now() - woken < 6 ? calm + 1 : 0;
  }
}
exports.run = async () => {
  const extension = vscode.extensions.getExtension(fs.readFileSync(process.env.LETTR_BENCH_ID_FILE, 'utf8'));
  if (!extension) throw new Error('The extension to measure is not installed.');
  await idle();
  if (extension.isActive) throw new Error('The extension is active before it is used.');
  const before = performance.now();
  await extension.activate();
  const took = performance.now() - before;
  await pause(1000);
  console.log('${RESULT_PREFIX}' + took);
};
`;

/** Writes the extensions of the measurement. */
export function writeBenchFiles(vsix: string): BenchFiles {
  const root = mkdtempSync(path.join(tmpdir(), 'lettr-bench-'));
  onProcessEnd(() => removeFolder(root));
  const { publisher, name, version } = readManifest();
  const packaged = path.join(root, `${publisher}.${name}-${version}`);
  unpack(vsix, packaged);
  const empty = writeExtension(root, 'empty', 'exports.activate = () => undefined;\n');
  const driver = writeExtension(root, 'driver', 'exports.activate = () => undefined;\n');
  writeFileSync(path.join(driver, 'tests.cjs'), DRIVER);
  const folder = path.join(root, 'workspace');
  mkdirSync(folder);
  return {
    folder,
    packaged,
    empty,
    driver,
    packagedId: `${publisher}.${name}`,
    emptyId: 'lettr-bench.empty',
    tests: path.join(driver, 'tests.cjs'),
  };
}

function unpack(vsix: string, folder: string): void {
  for (const { name, bytes } of readVsix(vsix)) {
    if (!name.startsWith('extension/')) continue;
    const file = path.join(folder, name.slice('extension/'.length));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

function writeExtension(root: string, name: string, code: string): string {
  const folder = path.join(root, `lettr-bench.${name}-0.0.0`);
  mkdirSync(folder);
  const manifest = {
    name,
    publisher: 'lettr-bench',
    version: '0.0.0',
    main: './main.cjs',
    activationEvents: [],
  };
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ ...manifest, engines: { vscode: '^1.105.0' } }),
  );
  writeFileSync(path.join(folder, 'main.cjs'), code);
  return folder;
}
