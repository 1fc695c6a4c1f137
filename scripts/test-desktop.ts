import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { buildExtension, buildTests } from './build.ts';
import { TEST_BUNDLE } from './bundle/tests.ts';
import { onProcessEnd, removeFolder } from './cleanup.ts';
import { ROOT } from './paths.ts';
import { fail } from './say.ts';

const UNREACHABLE =
  'The desktop VS Code cannot be downloaded from here: set VSCODE_PATH to an installed one, or run npm run test:integration.';

/** Runs the integration tests in the desktop VS Code: the one of `VSCODE_PATH`, or a downloaded one. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { vscode: { type: 'string' }, grep: { type: 'string' } } });
  const vscodeExecutablePath = process.env['VSCODE_PATH'] ?? (await download(values.vscode));
  await buildExtension(false);
  await buildTests();
  const root = mkdtempSync(path.join(tmpdir(), 'lettr-desktop-'));
  onProcessEnd(() => removeFolder(root));
  const workspace = path.join(root, 'workspace');
  mkdirSync(workspace);
  process.exitCode = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: TEST_BUNDLE,
    extensionTestsEnv: {
      // A developer's own key must not reach the tests.
      LETTR_API_KEY: undefined,
      ...(values.grep === undefined ? {} : { LETTR_TEST_GREP: values.grep }),
    },
    launchArgs: [
      workspace,
      '--disable-workspace-trust',
      '--disable-extensions',
      // Hosted machines have no keyring, or one that asks.
      '--use-inmemory-secretstorage',
      '--user-data-dir',
      path.join(root, 'profile'),
    ],
  });
}

/** Takes 1.139.1 as well as 4.139.1, the number of the server build of the same VS Code. */
async function download(version: string | undefined): Promise<string> {
  try {
    return await downloadAndUnzipVSCode(version?.replace(/^4\./, '1.') ?? 'stable');
  } catch (error) {
    throw new Error(UNREACHABLE, { cause: error });
  }
}

await main().catch(fail);
