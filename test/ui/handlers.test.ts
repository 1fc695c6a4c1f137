import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

import type { Workbench } from '../support/workbench.ts';
import { eventually } from '../support/workbench/dom.ts';
import { type Demo, HANDLER, openDemo } from './demo.ts';

const ROWS = '.test-explorer .monaco-list-row';
const FAILED = '.codicon-testing-failed-icon';
const WAIT_MS = 60_000;
const TESTS = 35;

// The demo's handler has two faults. A newcomer runs the suite, reads what fails, fixes it and sees green.
describe('The tests of a webhook handler', () => {
  let demo: Demo;
  let workbench: Workbench;

  before(async () => {
    demo = await openDemo();
    workbench = demo.workbench;
    // VS Code has no Testing view before an extension that is running has offered it tests.
    await workbench.openLettr();
  });
  after(() => demo?.close());

  it('stand in the Testing view', async () => {
    await workbench.palette('Testing: Focus on Test Explorer View');
    await workbench.page.locator(ROWS, { hasText: HANDLER }).first().waitFor({ timeout: WAIT_MS });
  });

  it('ask for the credentials once, and find both faults', async () => {
    await workbench.palette('Test: Run All Tests');
    await demo.answerCredentials();
    await passed(TESTS - 2);
    assert.deepEqual(await failed(), ['Ignores unknown event types', 'Reads a password with a colon']);
    await workbench.screenshot('handler-tests-red');
  });

  it('pass once the faults are fixed', async () => {
    const code = readFileSync(demo.files.handler, 'utf8');
    writeFileSync(
      demo.files.handler,
      code
        .replace('handlers[event.type](event);', 'handlers[event.type]?.(event);')
        .replace(
          "const [username, password] = Buffer.from(header.replace('Basic ', ''), 'base64').toString().split(':');",
          "const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(header.replace('Basic ', ''), 'base64').toString()) ?? [];",
        ),
    );
    // The handler starts anew by itself, so the first run may find nobody listening.
    await eventually(async () => {
      await workbench.palette('Test: Run All Tests');
      await passed(TESTS);
    }, WAIT_MS);
    assert.deepEqual(await failed(), []);
    await workbench.screenshot('handler-tests-green');
  });

  /** Waits until a run has ended with this many passed tests. */
  async function passed(count: number): Promise<void> {
    const summary = workbench.page.locator('.test-explorer .result-summary');
    await eventually(
      async () => assert.match(await summary.innerText(), new RegExp(`^\\s*${count}/${TESTS}\\b`)),
      WAIT_MS / 3,
    );
  }

  /** The labels of failed tests that have no children. Everything that holds one is expanded. */
  async function failed(): Promise<readonly string[]> {
    const rows = workbench.page.locator(ROWS).filter({ has: workbench.page.locator(FAILED) });
    const closed = rows.and(workbench.page.locator('[aria-expanded="false"]'));
    await eventually(async () => {
      const count = await closed.count();
      if (count > 0) await closed.first().locator('.monaco-tl-twistie').click({ timeout: 1_000 });
      assert.equal(count, 0);
    });
    const leaves = rows.and(workbench.page.locator(':not([aria-expanded])'));
    const labels = await leaves.locator('.label').allTextContents();
    // The time that the test took stands behind its name.
    return labels.map((label) => label.replace(/[\d.]+m?s$/, '').trim()).toSorted();
  }
});
