import assert from 'node:assert/strict';

import { eventually } from '../../support/workbench/dom.ts';
import { ACCOUNT, TRACE, putHostile } from './hostile-data.ts';
import { assertHarmless } from './hostile-page.ts';
import { PLACES } from './hostile-places.ts';
import { type Session, answer, choose, openSession } from '../session.ts';

/** What hostile text must not become, as properties of an element. */
const MORE_THAN_TEXT = [
  { name: 'HTML', element: "{ className: 'evil' }" },
  { name: 'an icon', element: "{ className: 'codicon codicon-beaker' }" },
  { name: 'a writing direction', element: String.raw`{ title: '\u202e' }` },
  { name: 'a control character', element: String.raw`{ ariaLabel: '\u001b' }` },
  { name: 'a text without end', element: "{ textContent: 'L'.repeat(5000) }" },
];

describe('A hostile account', () => {
  let session: Session;

  before(async () => {
    session = await openSession({ key: 'none', empty: true, settings: { 'lettr.statusBar': 'always' } });
    const { workbench, simulator } = session;
    putHostile(simulator);
    await workbench.view.welcomeButton('Add Account');
    await choose(workbench, 'Add Account', 'Paste an API Key');
    await answer(workbench, 'Add Account: API Key (', simulator.keys.live);
    await answer(workbench, 'Add Account: Name', ACCOUNT);
  });
  after(() => session.close());
  afterEach(() => tidy(session));

  for (const { name, show, trace = TRACE } of PLACES) {
    it(`is shown as text in this place: ${name}`, async () => {
      const region = await show(session);
      await eventually(async () => assert.match((await region.textContent()) ?? '', trace));
      await assertHarmless(session.workbench.page);
    });
  }

  for (const { element, name } of MORE_THAN_TEXT) {
    it(`would be noticed if it were more than text: ${name}`, async () => {
      const { page } = session.workbench;
      await page.evaluate(`document.body.append(Object.assign(document.createElement('i'), ${element}))`);
      await assert.rejects(assertHarmless(page));
      await page.evaluate('document.body.lastElementChild.remove()');
    });
  }

  it('made nothing happen', () => {
    const { workbench, simulator } = session;
    assert.equal(workbench.page.isClosed(), false);
    assert.deepEqual(
      simulator.requests.filter(({ method }) => method === 'DELETE' || method === 'POST'),
      [],
    );
    assert.deepEqual(
      workbench.refused.filter((address) => address.includes('evil')),
      [],
    );
  });
});

/** Leaves documents and rows as they are. */
async function tidy({ workbench }: Session): Promise<void> {
  const { messages, page, quickInput } = workbench;
  if (await page.locator('.monaco-dialog-box').isVisible()) {
    await messages.dialogButton('Cancel');
  }
  await eventually(async () => {
    if (await quickInput.isOpen()) await page.keyboard.press('Escape');
    assert.equal(await quickInput.isOpen(), false);
  });
  await messages.clearToasts();
  // The empty end of the list has no hover.
  await page.mouse.move(200, 740);
}
