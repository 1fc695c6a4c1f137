import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { newContext } from '../../test/support/chromium.ts';
import { TEST_LINE } from '../../test/support/host-console.ts';
import type { RunningVSCode } from './serve.ts';

/** One run of test code inside a fresh extension host. Paths are absolute. */
export interface ExtensionTests {
  /** A server started with `smokeTestDriver`. */
  readonly server: RunningVSCode;
  readonly browser: Browser;
  readonly folder: string;
  /** The folder of the extension under development. */
  readonly extensionPath: string;
  /** A CommonJS file that exports `run(): Promise<void>`. */
  readonly testsPath: string;
  /** Hears every line that the tests print. */
  readonly onLine: (text: string) => void;
  /** Hears what VS Code itself logs. */
  readonly onHostLog?: (text: string) => void;
  readonly timeoutMs: number;
  /** Where a picture of a workbench whose tests failed is written. */
  readonly screenshot?: string;
}

/**
 * Opens a page whose extension host runs the tests.
 * @returns the exit code: 0 when `run()` resolved
 * @throws Error when the tests do not end in time or the page breaks
 */
export async function runInExtensionHost(tests: ExtensionTests): Promise<number> {
  const context = await newContext(tests.browser);
  const page = await context.newPage();
  try {
    const code = await exitCode(page, tests);
    if (code !== 0) await picture(page, tests);
    return code;
  } catch (error) {
    await picture(page, tests);
    throw error;
  } finally {
    await context.close();
  }
}

async function exitCode(page: Page, tests: ExtensionTests): Promise<number> {
  const { server } = tests;
  await page.exposeFunction('codeAutomationLog', (_level: string, args: unknown[]) => forward(args, tests));
  const ended = new Promise<number>((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    page.on('crash', () => reject(new Error('Chromium crashed during the tests.')));
  });
  const late = new AbortController();
  const limit = setTimeout(tests.timeoutMs, undefined, { signal: late.signal }).then(() => {
    throw new Error(`The tests did not end within ${tests.timeoutMs / 1000} s.`);
  });
  try {
    await page.goto(
      server.url(tests.folder, [
        ['extensionDevelopmentPath', server.remotePath(tests.extensionPath)],
        ['extensionTestsPath', server.remotePath(tests.testsPath)],
      ]),
    );
    return await Promise.race([ended, limit]);
  } finally {
    limit.catch(() => undefined);
    late.abort();
  }
}

function forward(args: unknown[], tests: ExtensionTests): void {
  const text = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
  if (text.startsWith(TEST_LINE)) tests.onLine(text.slice(TEST_LINE.length));
  else tests.onHostLog?.(text);
}

async function picture(page: Page, tests: ExtensionTests): Promise<void> {
  if (tests.screenshot === undefined || page.isClosed()) return;
  // The picture only helps to read a failure that is reported anyway.
  await page.screenshot({ path: tests.screenshot }).catch(() => undefined);
}
