import Mocha from 'mocha';
import { type Counts, gatherFailed } from '../../test/support/counts.ts';
import { closeWorkbenches, openWorkbenches } from '../../test/support/workbench.ts';
import { inRoot } from '../paths.ts';

const TIMEOUT_MS = 120_000;
const SLOW_MS = 20_000;

/** What a worker is told: a file of tests below the repository, and which of them to run. */
export interface FileTask {
  readonly file: string;
  readonly grep: string | undefined;
}

/** Runs one file after another in this process, so that they share the browser and the installed extension. */
async function runFile({ file, grep }: FileTask): Promise<Counts> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: TIMEOUT_MS,
    slow: SLOW_MS,
    // On a busy machine VS Code now and then loses a click. What is run once more is said.
    retries: 1,
    color: process.env['FORCE_COLOR'] !== undefined,
    ...(grep === undefined ? {} : { grep }),
    rootHooks: { afterEach: picture, afterAll: closeWorkbenches },
  });
  mocha.addFile(inRoot(file));
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      // Its listeners on the process would stay.
      mocha.dispose();
      resolve({ passes, failures, pending, failed });
    });
    const failed = gatherFailed(runner);
    runner.on('retry', (test, error) => {
      process.stdout.write(`Run once more: ${test.fullTitle()}, after: ${error.message}\n`);
    });
  });
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

process.on('message', (task: FileTask) => {
  void runFile(task).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
});
