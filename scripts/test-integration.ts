import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from '../test/support/chromium.ts';
import { buildExtension, buildTests } from './build.ts';
import { TEST_BUNDLE } from './bundle/tests.ts';
import { provideChromium } from './chromium.ts';
import { onProcessEnd, removeFolder } from './cleanup.ts';
import { inRoot, ROOT } from './paths.ts';
import { fail, say } from './say.ts';
import { runInExtensionHost } from './vscode/extension-tests.ts';
import { startVSCode } from './vscode/serve.ts';
import { sourcePositions } from './vscode/stack-positions.ts';

const LIMIT_MS = 15 * 60_000;
const HOST_LOG = inRoot('out/integration-host.log');
const SCREENSHOT = inRoot('out/integration-failure.png');

const RESULT = inRoot('out/results/integration.json');

/** Runs the integration tests in the extension host of a real VS Code and sets the process' exit code. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { vscode: { type: 'string' }, grep: { type: 'string' } } });
  await provideChromium(say);
  await buildExtension(false);
  await buildTests();
  for (const old of [SCREENSHOT, HOST_LOG, RESULT]) rmSync(old, { force: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'lettr-workspace-'));
  onProcessEnd(() => removeFolder(folder));
  const server = await startVSCode({
    smokeTestDriver: true,
    folder,
    env: {
      ...(values.grep === undefined ? {} : { LETTR_TEST_GREP: values.grep }),
      ...(process.stdout.isTTY ? { LETTR_TEST_COLOR: '1' } : {}),
    },
    onProgress: say,
    ...(values.vscode === undefined ? {} : { version: values.vscode }),
  });
  const inSources = sourcePositions(TEST_BUNDLE);
  const browser = await launchChromium();
  try {
    process.exitCode = await runInExtensionHost({
      server,
      browser,
      folder,
      extensionPath: ROOT,
      testsPath: TEST_BUNDLE,
      screenshot: SCREENSHOT,
      timeoutMs: LIMIT_MS,
      onLine: (line) => say(inSources(line)),
      onHostLog: (text) => appendFileSync(HOST_LOG, `${text}\n`),
    });
    if (process.exitCode !== 0) say('See out/integration-failure.png and out/integration-host.log.');
  } finally {
    await browser.close();
    await server.close();
  }
}

await main().catch(fail);
