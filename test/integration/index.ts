import path from 'node:path';
import { gatherFailed, writeCounts } from '../support/counts.ts';
import { markConsole } from '../support/host-console.ts';

const TIMEOUT_MS = 20_000;

/**
 * Called by VS Code inside the extension host: runs every integration test.
 * Reads `LETTR_TEST_GREP`, the pattern of the tests to run, and `LETTR_TEST_COLOR`, set for coloured output.
 * @throws Error with the number of failed tests, which VS Code turns into exit code 1
 */
export async function run(): Promise<void> {
  markConsole();
  // Mocha is an ES module: `import()` loads it from this bundle in every Node that VS Code has carried since 1.105.
  const { default: Mocha } = await import('mocha');
  const { LETTR_TEST_GREP: grep, LETTR_TEST_COLOR: color } = process.env;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: TIMEOUT_MS,
    failZero: true,
    color: color !== undefined,
    ...(grep ? { grep } : {}),
  });
  // What Mocha does before it loads a file: makes describe, it and the hooks global.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('integration-tests');
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run((count) => {
      if (runner.stats) {
        writeCounts(path.resolve(__dirname, '../../results'), 'integration', { ...runner.stats, failed });
      }
      resolve(count);
    });
    const failed = gatherFailed(runner);
  });
  if (failures > 0) throw new Error(`Integration tests failed: ${failures}.`);
}
