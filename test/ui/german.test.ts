import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Workbench } from '../support/workbench.ts';
import { eventually } from '../support/workbench/dom.ts';
import { type Session, answer, answerSecret, choose, openAsText, openSession, rowsShown } from './session.ts';

/** After a reload the view waits for the extension host. */
const STARTED_MS = 60_000;

/**
 * Turns the display language to German, as a language pack and "Configure Display Language" do. The pack translates
 * nothing of VS Code itself: what is German then is of the extension.
 */
async function turnGerman(workbench: Workbench): Promise<void> {
  const data = path.join(workbench.server.dataDir, 'data');
  const write = (file: string, content: unknown): void =>
    writeFileSync(path.join(data, file), JSON.stringify(content));
  const translations = { vscode: path.join(data, 'nothing.i18n.json') };
  const extension = { extensionIdentifier: { id: 'test.german' }, version: '1.0.0' };
  write('nothing.i18n.json', { contents: {} });
  write('languagepacks.json', {
    de: { hash: 'test', label: 'Deutsch', extensions: [extension], translations },
  });
  write('User/argv.json', { locale: 'de' });
  await workbench.reload();
}

describe('A German reader', () => {
  let session: Session;

  before(async () => {
    session = await openSession({ key: 'none' });
    await turnGerman(session.workbench);
    await session.workbench.openLettr();
  });
  after(() => session.close());

  it('is welcomed in German', async () => {
    const { view } = session.workbench;
    await eventually(async () => {
      const { texts, buttons } = await view.welcome();
      assert.match(texts.join(' '), /^Fügen Sie ein Lettr-Konto hinzu, um seine Webhooks anzuzeigen\./);
      assert.deepEqual(buttons, ['Konto hinzufügen']);
    }, STARTED_MS);
    await session.workbench.screenshot('german-welcome');
  });

  it('adds an account', async () => {
    const { workbench, simulator } = session;
    await workbench.view.welcomeButton('Konto hinzufügen');
    await choose(workbench, 'Konto hinzufügen: Herkunft des API-Schlüssels', 'API-Schlüssel einfügen');
    await answerSecret(workbench, 'Konto hinzufügen: API-Schlüssel', simulator.keys.live);
    await answer(workbench, 'Konto hinzufügen: Name', 'Acme');
    await rowsShown(workbench);
  });

  it('sees health, accounts and counts in words', async () => {
    const { view, page } = session.workbench;
    const title = await page.locator('.sidebar .composite.title').textContent();
    assert.match(title ?? '', /Webhooks \(live · Acme\)/);
    const rows = new Map((await view.rows()).map(({ label, aria }) => [label, aria]));
    assert.match(
      rows.get('Order Notifications') ?? '',
      /^Order Notifications, In Ordnung: vor \d+ Minuten zugestellt, shop\.example\.com · 2 Ereignisse/,
    );
    assert.match(rows.get('Bounce handler') ?? '', /^Bounce handler, Fehlerhaft/);
    assert.match((await view.badge())?.label ?? '', /2 Webhooks sind fehlerhaft/);
    await session.workbench.screenshot('german-list');
  });

  it('finds commands by their German names', async () => {
    const { workbench } = session;
    assert.ok((await workbench.view.titleActions()).some((name) => name.startsWith('Webhook erstellen')));
    await workbench.palette('Lettr: Webhook erstellen');
    await workbench.quickInput.wait('Webhook erstellen: Name (live · Acme)');
    assert.equal(await workbench.quickInput.placeholder(), 'Bestellbenachrichtigungen');
    await workbench.quickInput.escape();
    await workbench.quickInput.waitClosed();
  });

  it('reads a page and a document in German', async () => {
    const { workbench } = session;
    await workbench.palette('Lettr: Webhook-Zustand erklären');
    await workbench.quickInput.pick('Bounce handler');
    const body = await workbench.editors.webview('h1');
    assert.match(await body.locator('h1').innerText(), /^Bounce handler\s+Fehlerhaft$/);
    assert.equal(await body.locator('xpath=..').getAttribute('lang'), 'de');
    await workbench.screenshot('german-page');
    await workbench.palette('Lettr: Webhook-Details öffnen');
    await workbench.quickInput.pick('Bounce handler');
    await openAsText(workbench, { more: 'Weitere Aktionen', open: 'Als Text öffnen' });
    await eventually(async () => assert.match(await workbench.editors.text(), /^## Ursachen$/m));
  });
});
