import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { packageExtension } from '../scripts/package.ts';
import { fail, say } from '../scripts/say.ts';
import { runInExtensionHost } from '../scripts/vscode/extension-tests.ts';
import { startVSCode, type RunningVSCode } from '../scripts/vscode/serve.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { RESULT_PREFIX, writeBenchFiles, type BenchFiles } from './fixtures.ts';

const RUNS = 7;
const LIMIT_MS = 10;
const RUN_TIMEOUT_MS = 60_000;

/** Measures load and activation of the packaged extension against one that does nothing, each in a fresh host. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { vscode: { type: 'string' }, runs: { type: 'string' } } });
  const files = writeBenchFiles(await packageExtension());
  const api = await countConnections();
  const idFile = path.join(files.folder, '../measured-id');
  const server = await startVSCode({
    smokeTestDriver: true,
    folder: files.folder,
    onProgress: say,
    unpackedExtensions: [files.packaged, files.empty],
    env: { LETTR_API_KEY: 'bench-key', LETTR_BENCH_ID_FILE: idFile },
    userSettings: { 'lettr.apiBaseUrl': api.baseUrl },
    ...(values.vscode === undefined ? {} : { version: values.vscode }),
  });
  const browser = await launchChromium();
  const times: Record<'empty' | 'lettr', number[]> = { empty: [], lettr: [] };
  try {
    // The first page of a server fills its caches; it is measured for nobody.
    await measure(server, browser, files, idFile, files.emptyId);
    for (let run = 0; run < Number(values.runs ?? RUNS); run++) {
      times.empty.push(await measure(server, browser, files, idFile, files.emptyId));
      times.lettr.push(await measure(server, browser, files, idFile, files.packagedId));
    }
  } finally {
    await browser.close();
    await server.close();
    api.close();
  }
  report(times.empty, times.lettr, api.connections());
}

async function measure(
  server: RunningVSCode,
  browser: Browser,
  files: BenchFiles,
  idFile: string,
  id: string,
): Promise<number> {
  writeFileSync(idFile, id);
  let took: number | undefined;
  const printed: string[] = [];
  const hear = (line: string): void => {
    printed.push(line);
    if (line.startsWith(RESULT_PREFIX)) took = Number(line.slice(RESULT_PREFIX.length));
  };
  await runInExtensionHost({
    server,
    browser,
    folder: files.folder,
    extensionPath: files.driver,
    testsPath: files.tests,
    onLine: hear,
    onHostLog: hear,
    timeoutMs: RUN_TIMEOUT_MS,
  });
  if (took === undefined) throw new Error(`No time was measured for ${id}:\n${printed.slice(-5).join('\n')}`);
  return took;
}

function report(empty: readonly number[], lettr: readonly number[], connections: number): void {
  const difference = median(lettr) - median(empty);
  say('extension   median ms     min     max');
  say(row('empty', empty));
  say(row('lettr', lettr));
  say(`Load of the machine: ${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} cores.`);
  say(`Difference of the medians: ${difference.toFixed(1)} ms; the limit is ${LIMIT_MS} ms.`);
  say(`Connections to the API within a second of activation: ${connections}; none is allowed.`);
  if (difference > LIMIT_MS) fail('Activation takes too long.');
  if (connections > 0) fail('Activation sends requests.');
}

function row(name: string, times: readonly number[]): string {
  const cells = [median(times), Math.min(...times), Math.max(...times)].map((ms) =>
    ms.toFixed(1).padStart(8),
  );
  return `${name.padEnd(12)} ${cells.join('')}`;
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Listens in the place of the API and counts who connects. */
async function countConnections(): Promise<{ baseUrl: string; connections(): number; close(): void }> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}/api`,
    connections: () => connections,
    close: () => server.close(),
  };
}

await main().catch(fail);
