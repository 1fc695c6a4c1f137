import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

import type { Child } from '../../scripts/child.ts';
import { freePort, startHandler } from '../../scripts/demo/running.ts';
import { type DemoFiles, writeDemoFiles } from '../../scripts/demo/workspace.ts';
import { type Workbench, openWorkbench } from '../support/workbench.ts';
import { eventually } from '../support/workbench/dom.ts';
import { answerCredentials } from './session.ts';

const ROWS = '.test-explorer .monaco-list-row';
const PASSED = '.codicon-testing-passed-icon';
const FAILED = '.codicon-testing-failed-icon';
const WAIT_MS = 60_000;
/** What the handler accepts. */
const USERNAME = 'lettr';
const PASSWORD = `handler-${randomBytes(8).toString('hex')}`;

// The demo's handler has two faults. A newcomer runs the suite, reads what fails, fixes it and sees green.
describe('The tests of a webhook handler', () => {
  let files: DemoFiles;
  let handler: Child;
  let workbench: Workbench;

  before(async () => {
    const port = await freePort();
    files = writeDemoFiles(port);
    handler = startHandler(files.handler, port, {
      WEBHOOK_USERNAME: USERNAME,
      WEBHOOK_PASSWORD: PASSWORD,
    });
    workbench = await openWorkbench({ folder: files.folder });
    // VS Code has no Testing view before an extension that is running has offered it tests.
    await workbench.openLettr();
  });
  after(async () => {
    await workbench?.close();
    await handler?.end();
  });

  it('stand in the Testing view', async () => {
    await workbench.palette('Testing: Focus on Test Explorer View');
    await workbench.page.locator(ROWS, { hasText: 'Demo handler' }).first().waitFor({ timeout: WAIT_MS });
  });

  it('ask for the credentials once, and find both faults', async () => {
    await workbench.palette('Test: Run All Tests');
    await answerCredentials(workbench, 'Credentials for', { username: USERNAME, password: PASSWORD });
    await finished();
    assert.deepEqual(await failed(), ['Ignores unknown event types', 'Reads a password with a colon']);
    await workbench.screenshot('handler-tests-red');
  });

  it('pass once the faults are fixed', async () => {
    const code = readFileSync(files.handler, 'utf8');
    writeFileSync(
      files.handler,
      code
        .replace('handlers[event.type](event);', 'handlers[event.type]?.(event);')
        .replace(
          "const [username, password] = Buffer.from(header.replace('Basic ', ''), 'base64').toString().split(':');",
          "const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(header.replace('Basic ', ''), 'base64').toString()) ?? [];",
        ),
    );
    await eventually(async () => {
      await workbench.palette('Test: Run All Tests');
      await finished();
      assert.deepEqual(await failed(), []);
    }, WAIT_MS);
    await workbench.screenshot('handler-tests-green');
  });

  /** Waits until no test is running or waiting. */
  async function finished(): Promise<void> {
    await eventually(async () => {
      const busy = await workbench.page
        .locator(`${ROWS} :is(.codicon-testing-queued-icon, .codicon-loading, .codicon-testing-loading-icon)`)
        .count();
      assert.equal(busy, 0);
      const results = await workbench.page.locator(`${ROWS} :is(${PASSED}, ${FAILED})`).count();
      assert.ok(results > 0);
    }, WAIT_MS);
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
    return labels.map((label) => label.trim()).toSorted();
  }
});
