import assert from 'node:assert/strict';

import type { Child } from '../../scripts/child.ts';
import { freePort, startHandler } from '../../scripts/demo/running.ts';
import { DEMO_CREDENTIALS, type DemoFiles, writeDemoFiles } from '../../scripts/demo/workspace.ts';
import { type Workbench, openWorkbench } from '../support/workbench.ts';
import { eventually } from '../support/workbench/dom.ts';
import { answer, answerSecret } from './session.ts';

const ROWS = '.sidebar .pane:has(.pane-header[aria-label^="Deliveries"]) .monaco-list-row';
const WAIT_MS = 30_000;

describe('Deliveries to an endpoint', () => {
  let files: DemoFiles;
  let handler: Child;
  let workbench: Workbench;
  let host = '';

  before(async () => {
    const port = await freePort();
    host = `localhost:${port}`;
    files = writeDemoFiles(port);
    handler = startHandler(files.handler, port);
    workbench = await openWorkbench({ folder: files.folder });
    await workbench.openLettr();
  });
  after(async () => {
    await workbench?.close();
    await handler?.end();
  });

  it('begin with a sample, whose verdict is in the view', async () => {
    const { quickInput } = workbench;
    await workbench.palette('Lettr: Send Sample Event');
    await quickInput.pick('Enter a URL…');
    await quickInput.type(`http://${host}/webhooks/lettr`);
    await quickInput.accept();
    await quickInput.wait('Send Sample Event');
    await quickInput.accept();
    await quickInput.pick('Send');
    await credentials();
    await rowShown(/Delivered/);
  });

  it('are explained on a page of their own', async () => {
    await workbench.palette('Lettr: Open Delivery');
    await workbench.quickInput.accept();
    const heading = await workbench.editors.webview('h1');
    await heading.waitFor({ timeout: WAIT_MS });
    await workbench.screenshot('delivery');
  });

  it('are sent again, edited and as they were', async () => {
    await workbench.editors.closeAll();
    await workbench.palette('Lettr: Resend');
    await workbench.quickInput.accept();
    await workbench.quickInput.wait();
    await workbench.quickInput.accept();
    await credentials();
    await eventually(async () => assert.equal(await rows(), 2), WAIT_MS);
  });

  it('are what a check of the endpoint is made of', async () => {
    const { quickInput } = workbench;
    await workbench.palette('Lettr: Check Endpoint');
    await quickInput.pick(`http://${host}/webhooks/lettr`);
    await credentials();
    const heading = await workbench.editors.webview('h1');
    await heading.waitFor({ timeout: WAIT_MS });
    await workbench.screenshot('check');
  });

  async function credentials(): Promise<void> {
    await workbench.quickInput.pick('Basic');
    await answer(workbench, `Credentials for ${host}`, DEMO_CREDENTIALS.WEBHOOK_USERNAME);
    await answerSecret(workbench, `Credentials for ${host}`, DEMO_CREDENTIALS.WEBHOOK_PASSWORD);
  }

  function rows(): Promise<number> {
    return workbench.page
      .locator(ROWS)
      .filter({ hasText: 'sample' })
      .or(workbench.page.locator(ROWS).filter({ hasText: 'replayed' }))
      .count();
  }

  async function rowShown(label: RegExp): Promise<void> {
    await workbench.page.locator(ROWS, { hasText: label }).first().waitFor({ timeout: WAIT_MS });
  }
});
