import assert from 'node:assert/strict';

import type { Workbench } from '../support/workbench.ts';
import { eventually } from '../support/workbench/dom.ts';
import { type Demo, HANDLER, openDemo } from './demo.ts';
import { asked } from './session.ts';

const ROWS = '.sidebar .pane:has(.pane-header[aria-label^="Deliveries"]) .monaco-list-row[aria-level="1"]';
const EMPTY_BATCH = '[{"msys":{}}]';

describe('Deliveries to an endpoint', () => {
  let demo: Demo;
  let workbench: Workbench;

  before(async () => {
    demo = await openDemo();
    workbench = demo.workbench;
    await workbench.openLettr();
  });
  after(() => demo?.close());

  it('begin with a sample, whose verdict is in the view', async () => {
    const { quickInput } = workbench;
    await workbench.palette('Lettr: Send Sample Event');
    await quickInput.pick('Enter a URL…');
    await asked(workbench, 'http://localhost:3000/webhooks/lettr');
    await quickInput.type(`http://${demo.host}/webhooks/lettr`);
    await quickInput.accept();
    await quickInput.wait('Send Sample Event');
    await quickInput.accept();
    await quickInput.pick('Send');
    // The workspace says that its handler at this URL wants a username and a password.
    await demo.answerCredentials();
    assert.match(await newest(1), /^Delivered: Delivery/);
    await workbench.editors.webview('h1');
  });

  it('are explained on a page of their own', async () => {
    await workbench.palette('Lettr: Open Delivery');
    await asked(workbench, 'Select a delivery to open');
    await workbench.quickInput.accept();
    const body = await workbench.editors.webview('h1');
    await body.getByText(`http://${demo.host}/webhooks/lettr`).first().waitFor();
    await picture('delivery');
    await workbench.editors.closeAll();
  });

  it('are sent again', async () => {
    await workbench.palette('Lettr: Resend');
    await asked(workbench, 'Select a delivery to resend');
    await workbench.quickInput.accept();
    await workbench.quickInput.pick('Same IDs');
    await demo.answerCredentials();
    assert.match(await newest(2), /^Delivered: Delivery.* resent/);
    await workbench.editors.webview('h1');
  });

  it('are edited first, and sent as the document says', async () => {
    const { quickInput, page } = workbench;
    await workbench.palette('Lettr: Send Sample Event');
    await quickInput.pick(HANDLER);
    await quickInput.wait('Send Sample Event');
    await quickInput.accept();
    await quickInput.pick('Edit First');
    await eventually(async () => assert.match(await workbench.editors.text(), /"msys"/));
    await workbench.screenshot('sample');
    // Typed brackets would be closed by the editor.
    await page.evaluate(`navigator.clipboard.writeText('${EMPTY_BATCH}')`);
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+V');
    await eventually(async () => assert.equal((await workbench.editors.text()).trim(), EMPTY_BATCH));
    await page.keyboard.press('Control+Enter');
    await demo.answerCredentials();
    assert.match(await newest(3), /^Delivered: Empty batch/);
    // What was just sent is opened by itself.
    const body = await workbench.editors.webview('h1:has-text("Empty batch")');
    await body.getByText(EMPTY_BATCH, { exact: true }).waitFor();
  });

  it('are compared', async () => {
    await workbench.palette('Lettr: Compare with Selected');
    await asked(workbench, 'Select a delivery to compare');
    await workbench.quickInput.accept();
    await asked(workbench, 'Select the delivery to compare with');
    await workbench.quickInput.accept();
    await workbench.editors.waitTab('Delivery ↔ Empty batch');
  });

  it('are what a check of the endpoint is made of', async () => {
    await workbench.palette('Lettr: Check Endpoint');
    await workbench.quickInput.pick(HANDLER);
    await demo.answerCredentials();
    const body = await workbench.editors.webview('h1:has-text("Endpoint Check")');
    for (const name of ['Test Request', 'Without Credentials', 'Wrong Credentials']) {
      await body.locator('tr', { hasText: name }).getByText('Passed').waitFor();
    }
    await workbench.messages.clearToasts();
    await picture('check');
    assert.match(await newest(6), /Empty batch/);
  });

  /** A picture without a hover in it. */
  async function picture(name: string): Promise<void> {
    await workbench.page.mouse.move(640, 790);
    await workbench.page.locator('.workbench-hover:visible').waitFor({ state: 'hidden' });
    await workbench.screenshot(name);
  }

  /** The newest row, once there are `count`. */
  function newest(count: number): Promise<string> {
    return eventually(async () => {
      const labels = await workbench.page
        .locator(ROWS)
        .evaluateAll((rows: { textContent: string | null }[]) => rows.map((row) => row.textContent ?? ''));
      assert.equal(labels.length, count, labels.join('\n'));
      return labels[0] ?? '';
    });
  }
});
