import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import type { Child } from '../../scripts/child.ts';
import { freePort, startHandler } from '../../scripts/demo/running.ts';
import { type DemoFiles, writeDemoFiles } from '../../scripts/demo/workspace.ts';
import { type Workbench, openWorkbench } from '../support/workbench.ts';
import { eventually } from '../support/workbench/dom.ts';
import { answerCredentials, asked } from './session.ts';

const ROWS = '.sidebar .pane:has(.pane-header[aria-label^="Deliveries"]) .monaco-list-row';
const WAIT_MS = 30_000;
/** What the handler accepts. */
const USERNAME = 'lettr';
const PASSWORD = `handler-${randomBytes(8).toString('hex')}`;

describe('Deliveries to an endpoint', () => {
  let files: DemoFiles;
  let handler: Child;
  let workbench: Workbench;
  let host = '';

  before(async () => {
    const port = await freePort();
    host = `localhost:${port}`;
    files = writeDemoFiles(port);
    handler = startHandler(files.handler, port, {
      WEBHOOK_USERNAME: USERNAME,
      WEBHOOK_PASSWORD: PASSWORD,
    });
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
    await asked(workbench, 'http://localhost:3000/webhooks/lettr');
    await quickInput.type(`http://${host}/webhooks/lettr`);
    await quickInput.accept();
    await quickInput.wait('Send Sample Event');
    await quickInput.accept();
    await quickInput.pick('Send');
    await quickInput.pick('Basic');
    await credentials();
    await rowShown(/Delivered/);
  });

  it('are explained on a page of their own', async () => {
    await workbench.palette('Lettr: Open Delivery');
    await asked(workbench, 'Select a delivery to open');
    await workbench.quickInput.accept();
    const heading = await workbench.editors.webview('h1');
    await heading.waitFor({ timeout: WAIT_MS });
    await workbench.screenshot('delivery');
  });

  it('are sent again', async () => {
    await workbench.editors.closeAll();
    await workbench.palette('Lettr: Resend');
    await asked(workbench, 'Select a delivery to resend');
    await workbench.quickInput.accept();
    await workbench.quickInput.pick('Same IDs');
    await credentials();
    await eventually(async () => assert.equal(await rows(), 2), WAIT_MS);
  });

  it('are what a check of the endpoint is made of', async () => {
    const { quickInput } = workbench;
    await workbench.palette('Lettr: Check Endpoint');
    await quickInput.pick(`http://${host}/webhooks/lettr`);
    await quickInput.pick('Basic');
    await credentials();
    const heading = await workbench.editors.webview('h1');
    await heading.waitFor({ timeout: WAIT_MS });
    await workbench.screenshot('check');
  });

  function credentials(): Promise<void> {
    return answerCredentials(workbench, `Credentials for ${host}`, {
      username: USERNAME,
      password: PASSWORD,
    });
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
