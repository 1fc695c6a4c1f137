import assert from 'node:assert/strict';

import { eventually } from '../support/workbench/dom.ts';
import { type Session, openAsText, openSession, rowsShown } from './session.ts';

/** After a reload a document waits for the extension host. */
const STARTED_MS = 60_000;

describe('Documents', () => {
  let session: Session;

  before(async () => {
    session = await openSession();
  });
  after(() => session.close());

  it('send nothing when a reload left them open, and are filled with the list', async () => {
    const { workbench, simulator } = session;
    let asked = Number.NaN;
    await eventually(async () => {
      await workbench.palette('Lettr: Open Webhook Details');
      await workbench.quickInput.wait('LETTR_API_KEY');
      await workbench.quickInput.pick('Order Notifications');
      await openAsText(workbench);
      await shown('# Order Notifications');
      await workbench.palette('View: Show Explorer');
      // VS Code writes down what is open a little later; a reload before that opens nothing.
      await workbench.page.waitForTimeout(2_000);
      asked = simulator.requests.length;
      await workbench.reload();
      await workbench.editors.waitTab('Order Notifications');
    }, STARTED_MS);
    await shown('Not loaded yet');
    assert.equal(simulator.requests.length, asked);
    await workbench.openLettr();
    await rowsShown(workbench);
    await shown('# Order Notifications');
  });

  function shown(text: string): Promise<void> {
    return eventually(async () => {
      const lines = await session.workbench.editors.text();
      if (!lines.includes(text)) {
        throw new Error(`"${text}" is not in: ${lines}`);
      }
    }, STARTED_MS);
  }
});
