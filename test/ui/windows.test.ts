import assert from 'node:assert/strict';

import type { Workbench } from '../support/workbench.ts';
import { eventually } from '../support/workbench/dom.ts';
import { type Session, openSession, rowsShown } from './session.ts';

const INTERVAL_S = 30;
/** Five are counted without a window, in the unit tests of monitoring. */
const INTERVALS = 2;

describe('Two windows on one account', () => {
  let session: Session;
  let other: Workbench;
  let since = 0;

  before(async () => {
    session = await openSession({ settings: { 'lettr.refreshInterval': INTERVAL_S } });
    other = await session.workbench.another();
    await other.openLettr();
    await rowsShown(other);
    await focus(session.workbench, other);
    // Intervals count from the last read, which may be some time ago on a busy machine.
    session.simulator.clearRequests();
    await session.workbench.view.titleAction('Refresh Webhooks');
    await eventually(() => assert.equal(session.simulator.requests.length, 1));
    since = Date.now();
    session.simulator.clearRequests();
  });
  after(async () => {
    await other.close();
    await session.close();
  });

  it('ask together no more often than one, wherever the person looks', async function () {
    this.timeout((INTERVALS + 3) * INTERVAL_S * 1000);
    let [shown, hidden] = [session.workbench, other];
    for (let interval = 1; interval <= INTERVALS; interval += 1) {
      const end = since + (interval * INTERVAL_S + 5) * 1000;
      await session.workbench.page.waitForTimeout(Math.max(0, end - Date.now()));
      [shown, hidden] = [hidden, shown];
      await focus(shown, hidden);
    }
    const asked = session.simulator.requests.map(({ method, path }) => `${method} ${path}`);
    // Two windows that take turns may both read once: a rare double read is harmless.
    assert.ok(asked.length <= INTERVALS + 1, `${asked.length} requests in ${INTERVALS} intervals`);
    assert.ok(asked.length >= INTERVALS - 1, `${asked.length} requests in ${INTERVALS} intervals`);
    assert.deepEqual([...new Set(asked)], ['GET /webhooks']);
  });

  it('show the same', async () => {
    const rows = async ({ view }: Workbench): Promise<string[]> =>
      (await view.rows()).map(({ label }) => label);
    assert.deepEqual(await rows(other), await rows(session.workbench));
  });
});

/** Gives one window the focus. Chromium says of all pages that are automated that they have it; a person has one. */
async function focus(shown: Workbench, hidden: Workbench): Promise<void> {
  for (const [{ page }, isFocused] of [
    [hidden, false],
    [shown, true],
  ] as const) {
    await page.evaluate(
      `document.hasFocus = () => ${isFocused}; window.dispatchEvent(new Event('${isFocused ? 'focus' : 'blur'}'));`,
    );
  }
}
