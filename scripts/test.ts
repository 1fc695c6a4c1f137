import { rmSync } from 'node:fs';
import { collect, startChild } from './child.ts';
import { provideChromium } from './chromium.ts';
import { packageExtension } from './package.ts';
import { inRoot, ROOT } from './paths.ts';
import { fail, say } from './say.ts';
import { installVSCode } from './vscode/install.ts';

/**
 * What `npm test` runs. Lanes go on side by side, since a test mostly waits; the parts of a lane follow each other,
 * since they build into the same folder.
 */
const LANES: readonly (readonly string[])[] = [['test:ui'], ['test:unit', 'test:integration', 'test:faults']];

/** Runs every suite, whether or not another one fails, and sets the process' exit code. */
async function main(): Promise<void> {
  const started = Date.now();
  rmSync(inRoot('out/results'), { recursive: true, force: true });
  await provideChromium(say);
  await installVSCode({ onProgress: say });
  const env = { ...process.env, LETTR_VSIX: await packageExtension() };
  const failed: string[] = [];
  const runLane = async (parts: readonly string[]): Promise<void> => {
    for (const part of parts) {
      say(`${part} runs`);
      if (!(await runPart(part, env))) failed.push(part);
    }
  };
  await Promise.all(LANES.map(runLane));
  say(`\nnpm test took ${Math.round((Date.now() - started) / 1000)} s.`);
  if (failed.length > 0) fail(`Failed: ${failed.join(', ')}.`);
}

/** Prints what a part says when it has ended. */
async function runPart(part: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const child = startChild('npm', ['run', '--silent', part], { cwd: ROOT, env });
  const output = collect(child.process);
  const code = await new Promise<number | null>((resolve) => {
    child.process.once('error', () => resolve(null));
    child.process.once('close', resolve);
  });
  await child.end();
  say(`\n== ${part} ${code === 0 ? 'passed' : 'FAILED'}\n${output.text().trimEnd()}`);
  return code === 0;
}

await main().catch(fail);
