import { markConsole } from '../../support/host-console.ts';

const TIMEOUT_MS = 30_000;

/**
 * Called by VS Code inside the extension host: runs the part of the suite that needs commands, wizards and messages.
 *
 * @throws {Error} with the number of failed tests, which VS Code turns into exit code 1.
 */
export async function run(): Promise<void> {
  markConsole();
  // Mocha is an ES module: `import()` loads it from this bundle in every Node that VS Code has carried since 1.105.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: TIMEOUT_MS, color: false, diff: false, reporter: 'dot' });
  // What Mocha does before it loads a file: makes describe, it and the hooks global.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // These first, since the wizard asks more once several keys were rejected.
  await import('./account.test.ts');
  await import('./windows.test.ts');
  await import('./bulk.test.ts');
  await import('./single.test.ts');
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) {
    throw new Error(`Tests failed: ${failures}.`);
  }
}
