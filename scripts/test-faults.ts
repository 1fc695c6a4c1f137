import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';
import { asMarkdown, asText, count, missing, reasons } from '../test/faults/matrix.ts';
import { GREP_VARIABLE, RESULTS_VARIABLE, type Result, parseResults } from '../test/faults/results.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { writeCounts } from '../test/support/counts.ts';
import { buildExtension } from './build.ts';
import { testBuild } from './bundle/tests.ts';
import { provideChromium } from './chromium.ts';
import { collect, startChild } from './child.ts';
import { onProcessEnd, removeFolder } from './cleanup.ts';
import { inRoot, ROOT } from './paths.ts';
import { fail, say } from './say.ts';
import { runInExtensionHost } from './vscode/extension-tests.ts';
import { installVSCode } from './vscode/install.ts';
import { startVSCode } from './vscode/serve.ts';
import { sourcePositions } from './vscode/stack-positions.ts';

const BUNDLE = inRoot('out/test/faults/index.cjs');
const SCREENSHOT = inRoot('out/faults-failure.png');
const RESULTS = inRoot('out/faults');
const PAGE = inRoot('docs/faults.md');
const LIMIT_MS = 5 * 60_000;

/** Lets every operation meet every fault, prints the matrix and sets the process' exit code. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      grep: { type: 'string' },
      vscode: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  await provideChromium(say);
  for (const old of [RESULTS, SCREENSHOT]) rmSync(old, { recursive: true, force: true });
  const env = {
    [RESULTS_VARIABLE]: RESULTS,
    ...(values.grep === undefined ? {} : { [GREP_VARIABLE]: values.grep }),
  };
  const version = values.vscode === undefined ? {} : { version: values.vscode };
  await installVSCode({ onProgress: say, ...version });
  await buildExtension(false);
  // Most of the time is waiting, so two parts go on at once.
  const parts = await Promise.all([inNodeThenWindow(env, values.vscode), runInHost(env, version)]);
  await report(parts.flat(), values.grep === undefined, values.write);
}

/** Both how a part went and what it printed. */
interface Part {
  readonly isPassed: boolean;
  readonly output: string;
}

type Environment = Readonly<Record<string, string>>;

/** Single requests, then a VS Code whose extension host is killed. */
async function inNodeThenWindow(env: Environment, version: string | undefined): Promise<readonly Part[]> {
  const requests = await runInNode('test/faults/node/*.test.ts', env);
  const windows = { ...env, ...(version !== undefined && { LETTR_VSCODE: version }) };
  return [requests, await runInNode('test/faults/window/*.test.ts', windows)];
}

/** Runs tests in a process of their own. */
async function runInNode(pattern: string, env: Environment): Promise<Part> {
  const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
  const files = globSync(pattern, { cwd: ROOT }).toSorted();
  // Differences are in the messages already, and an error's causes lead to sockets and all that hangs on them.
  const args = [mocha, '--no-config', '--no-diff', '--exit', '--reporter', 'dot', ...files];
  const child = startChild(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } });
  const output = collect(child.process);
  const code = await new Promise<number | null>((resolve) => {
    child.process.once('error', () => resolve(null));
    child.process.once('close', resolve);
  });
  await child.end();
  return { isPassed: code === 0, output: output.text() };
}

/** Runs the tests that need commands, wizards and messages in the extension host of a real VS Code. */
async function runInHost(env: Environment, version: { readonly version?: string }): Promise<Part> {
  const lines: string[] = [];
  await build({
    ...testBuild(),
    entryPoints: [inRoot('test/faults/host/index.ts')],
    outfile: BUNDLE,
    plugins: [],
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'lettr-workspace-'));
  onProcessEnd(() => removeFolder(folder));
  const server = await startVSCode({ smokeTestDriver: true, folder, env, ...version });
  const browser = await launchChromium();
  const inSources = sourcePositions(BUNDLE);
  try {
    const code = await runInExtensionHost({
      server,
      browser,
      folder,
      extensionPath: ROOT,
      testsPath: BUNDLE,
      screenshot: SCREENSHOT,
      timeoutMs: LIMIT_MS,
      onLine: (line) => void lines.push(inSources(line)),
    });
    return { isPassed: code === 0, output: lines.join('\n') };
  } finally {
    await browser.close();
    await server.close();
  }
}

async function report(parts: readonly Part[], isWhole: boolean, writes: boolean): Promise<void> {
  for (const { output } of parts.filter(({ isPassed }) => !isPassed)) say(output);
  const results = readResults();
  const { survived, total } = count(results);
  say(asText(results));
  for (const reason of reasons()) say(`· ${reason}`);
  say(`${survived} of ${total} survived.`);
  const failed = results.flatMap(({ operation, fault, title, failure }) =>
    failure === undefined ? [] : [`${operation}, ${fault}, ${title}: ${failure.split('\n', 1).join('')}`],
  );
  writeCounts(inRoot('out/results'), 'faults', {
    passes: survived,
    failures: total - survived,
    pending: 0,
    failed,
  });
  const unmet = isWhole ? missing(results) : [];
  for (const pair of unmet) fail(`Not run: ${pair}.`);
  for (const { isPassed } of parts) if (!isPassed) process.exitCode = 1;
  if (survived < total) process.exitCode = 1;
  if (writes && process.exitCode !== 1) await writePage(results);
}

async function writePage(results: readonly Result[]): Promise<void> {
  const style = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(asMarkdown(results), { ...style, filepath: PAGE }));
}

function readResults(): readonly Result[] {
  if (!existsSync(RESULTS)) return [];
  return globSync('*.json', { cwd: RESULTS }).flatMap((file) =>
    parseResults(readFileSync(path.join(RESULTS, file), 'utf8')),
  );
}

await main().catch(fail);
