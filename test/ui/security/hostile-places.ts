import assert from 'node:assert/strict';

import type { Locator } from 'playwright-core';

import { eventually } from '../../support/workbench/dom.ts';
import { ACCOUNT_TRACE, EVIL, IDS, LONG_SHOWN, SHOWN, WAS_SHOWN } from './hostile-data.ts';
import { openAsText, type Session, answer, choose, rowShown } from '../session.ts';

const QUICK_INPUT = '.quick-input-widget:visible';
const TOASTS = '.notifications-toasts';
const DIALOG = '.monaco-dialog-box:visible';
const HOVER = '.workbench-hover:visible';
const EDITOR = '.editor-instance .view-lines';
const LIST = '.sidebar .monaco-list';
const BELOW = `${LIST} .monaco-list-row[aria-level="3"]`;

/** A place, and how it comes to show the hostile account. */
export interface Place {
  readonly name: string;
  /** A part of the hostile text; without it that of the evil webhook's name. */
  readonly trace?: RegExp;
  /** Resolves to what has to contain the trace. */
  readonly show: (session: Session) => Promise<Locator>;
}

/** A place in VS Code's own page, outside of webviews. */
function at(
  name: string,
  selector: string,
  show: (session: Session) => Promise<void>,
  trace?: RegExp,
): Place {
  return {
    name,
    ...(trace && { trace }),
    show: async (session) => {
      await show(session);
      return session.workbench.page.locator(selector).first();
    },
  };
}

const ROWS: readonly Place[] = [
  at('the rows', LIST, ({ workbench }) => rowShown(workbench, SHOWN)),
  at('the title of the view', '.sidebar .composite.title', () => Promise.resolve(), ACCOUNT_TRACE),
  at('the hover of a row', HOVER, ({ workbench }) => workbench.view.row(SHOWN).hover()),
  at('the rows below a webhook', BELOW, async ({ workbench }) => {
    await workbench.view.expand(SHOWN);
    await rowShown(workbench, 'Other Events');
    await workbench.view.expand('Other Events');
  }),
  at('the hover of a row below', HOVER, async ({ workbench }) => {
    await workbench.view.row('Endpoint').hover();
    await workbench.page.locator(HOVER, { hasText: 'Endpoint' }).waitFor();
  }),
  at('the history below a webhook', BELOW, async (session) => {
    await session.workbench.view.collapse('Other Events');
    session.simulator.put({ id: IDS.evil, url: `${EVIL}2` });
    await session.workbench.view.titleAction('Refresh Webhooks');
    await rowShown(session.workbench, 'History');
    await session.workbench.view.expand('History');
  }),
  at('the groups', LIST, async ({ workbench }) => {
    await workbench.view.collapse(SHOWN);
    await workbench.palette('Lettr: Group Webhooks');
    await workbench.quickInput.pick('Host');
  }),
];

const LISTS: readonly Place[] = [
  at('the pick list of groupings, and no groups', LIST, async ({ workbench }) => {
    await workbench.palette('Lettr: Group Webhooks');
    await workbench.quickInput.pick('None');
    await rowShown(workbench, SHOWN);
  }),
  at('the search', QUICK_INPUT, ({ workbench }) => workbench.palette('Lettr: Find Webhook')),
  at('a list of webhooks', QUICK_INPUT, ({ workbench }) => workbench.palette('Lettr: Open Webhook Details')),
  at(
    'the list of accounts',
    QUICK_INPUT,
    ({ workbench }) => workbench.palette('Lettr: Switch Account'),
    ACCOUNT_TRACE,
  ),
];

const DOCUMENTS: readonly Place[] = [
  at('the details of a webhook', EDITOR, (session) => details(session, SHOWN)),
  at('the name of a tab', '.tabs-container .tab', () => Promise.resolve()),
  at('the name of the window', 'head > title', () => Promise.resolve()),
  at('the hover of a tab', HOVER, ({ workbench }) =>
    workbench.page.locator('.tabs-container .tab').last().hover(),
  ),
  { name: 'the details, rendered', show: preview },
  at(
    'the details of a webhook with a long name',
    EDITOR,
    (session) => details(session, LONG_SHOWN),
    /L{200}/,
  ),
  at('the coverage of event types', EDITOR, coverage, ACCOUNT_TRACE),
  { name: 'the coverage, rendered', show: preview },
  { name: 'the explanation', show: (session) => explanation(session, SHOWN) },
  at('the explanation as text', EDITOR, async ({ workbench }) => {
    await openAsText(workbench);
    await workbench.editors.waitTab('.md');
  }),
  { name: 'the explanation as text, rendered', show: preview },
  { name: 'the explanation of an odd state', show: (session) => explanation(session, 'Odd status') },
];

const QUESTIONS: readonly Place[] = [
  at('the question before deleting', DIALOG, ({ workbench }) =>
    workbench.view.contextMenu(SHOWN, 'Delete Webhook'),
  ),
  at('the question before enabling', DIALOG, async (session) =>
    open(session, 'Lettr: Enable Webhook', WAS_SHOWN),
  ),
  at('the question about several', DIALOG, (session) => disableTwo(session)),
  at('the summary of several, with words of the server', TOASTS, async (session) => {
    refuse(session, 2);
    await disableTwo(session);
    await session.workbench.messages.dialogButton('Disable');
    await session.workbench.messages.toast('failed');
  }),
  at('an error with words of the server', TOASTS, async (session) => {
    refuse(session);
    await open(session, 'Lettr: Disable Webhook', SHOWN);
    await session.workbench.messages.toast("didn't accept");
  }),
  at('a progress', TOASTS, async (session) => {
    session.simulator.fault({ kind: 'delay', ms: 4_000, on: { method: 'PUT' } });
    await open(session, 'Lettr: Disable Webhook', SHOWN);
  }),
  at('the status bar', '.statusbar', async (session) => {
    await open(session, 'Lettr: Copy as cURL', SHOWN);
    await session.workbench.page.locator('.statusbar', { hasText: 'Copied' }).waitFor();
  }),
];

const WATCHING: readonly Place[] = [
  at('the news of a webhook that fails', TOASTS, async ({ workbench, simulator }) => {
    for (const last_status of ['success', 'failure']) {
      simulator.put({ id: IDS.evil, enabled: true, last_status });
      await workbench.view.titleAction('Refresh Webhooks');
      await eventually(async () => {
        const row = (await workbench.view.rows()).find(({ label }) => label === SHOWN);
        assert.match(row?.aria ?? '', last_status === 'success' ? /Healthy/ : /Failing/);
      });
    }
    await workbench.messages.toast('is failing');
  }),
  at('the hover of the status bar', HOVER, ({ workbench }) =>
    workbench.page.locator('.statusbar-item[id^="lettr."]').hover(),
  ),
];

const WIZARDS: readonly Place[] = [
  at('the fields of an edit', QUICK_INPUT, edit),
  at('the events of an edit', QUICK_INPUT, async (session) => {
    await edit(session);
    await session.workbench.quickInput.pick('Events');
    await session.workbench.quickInput.wait('Edit Webhook: Event');
    // The last of many rows.
    await session.workbench.quickInput.type('beaker');
  }),
  at('the authentication of an edit', QUICK_INPUT, async (session) => {
    await edit(session);
    await session.workbench.quickInput.pick('Authentication');
    await session.workbench.quickInput.wait('Edit Webhook: Authentication');
  }),
  at('what was changed elsewhere', DIALOG, async (session) => {
    await rename(session);
    session.simulator.put({ id: IDS.evil, url: `${EVIL}3` });
    await session.workbench.quickInput.pick('Save Changes (1)');
  }),
  at('a refused field', `${QUICK_INPUT} .quick-input-message`, async (session) => {
    await rename(session);
    refuse(session, 1, 'name');
    await session.workbench.quickInput.pick('Save Changes (1)');
    await session.workbench.quickInput.wait('Edit Webhook: Name');
  }),
  at('a refusal of no field', `${QUICK_INPUT} .monaco-list-row:first-child`, async (session) => {
    await rename(session);
    refuse(session, 1, '__proto__');
    await session.workbench.quickInput.pick('Save Changes (1)');
    await session.workbench.quickInput.wait('Edit Webhook: ');
    await session.workbench.page.locator(`${QUICK_INPUT} .codicon-error`).waitFor();
  }),
  at('the review', QUICK_INPUT, async (session) => {
    await open(session, 'Lettr: Duplicate Webhook', SHOWN);
    await answer(session.workbench, 'Duplicate Webhook: Endpoint URL', 'https://new.example.com/');
    await choose(session.workbench, 'Duplicate Webhook: Authentication', 'None');
    await session.workbench.quickInput.wait('Duplicate Webhook: Review');
  }),
];

/** Every place that shows text from the API, in an order in which each finds what the one before left. */
export const PLACES = [...ROWS, ...LISTS, ...DOCUMENTS, ...QUESTIONS, ...WATCHING, ...WIZARDS];

/** Runs a command on the webhook that its list shows as `label`. */
async function open({ workbench }: Session, command: string, label: string): Promise<void> {
  await workbench.palette(command);
  await workbench.quickInput.pick(label);
}

/** The same for a document or panel, after every other one is closed. */
async function openAlone(session: Session, command: string, label: string): Promise<void> {
  await session.workbench.editors.closeAll();
  await open(session, command, label);
}

/** The page of a webhook as text. */
async function details(session: Session, label: string): Promise<void> {
  await openAlone(session, 'Lettr: Open Webhook Details', label);
  await openAsText(session.workbench);
}

async function coverage({ workbench }: Session): Promise<void> {
  await workbench.editors.closeAll();
  await workbench.palette('Lettr: Show Event Coverage');
  await openAsText(workbench);
}

/** The Markdown document in front as VS Code renders it. */
async function preview({ workbench }: Session): Promise<Locator> {
  await workbench.palette('Markdown: Open Preview');
  return workbench.editors.webview('.markdown-body');
}

/** Begins to disable two webhooks. */
async function disableTwo({ workbench }: Session): Promise<void> {
  await workbench.view.select('__proto__');
  await workbench.view.collapse('__proto__');
  await workbench.view.select(SHOWN, true);
  await workbench.view.contextMenu(SHOWN, 'Disable Webhook');
}

/** Refuses the next changes with hostile words, of a field where one is named. */
function refuse({ simulator }: Session, times = 1, field?: string): void {
  const errors = field === undefined ? {} : { [field]: [EVIL] };
  const body = { message: EVIL, error_code: 'validation_error', errors };
  simulator.fault({ kind: 'status', status: 422, body, times, on: { method: 'PUT' } });
}

/** Begins an edit anew. */
async function edit(session: Session): Promise<void> {
  const { quickInput } = session.workbench;
  await open(session, 'Lettr: Edit Webhook', SHOWN);
  await eventually(async () => {
    const labels = (await quickInput.items()).map(({ label }) => label);
    if (labels.includes('Start Over')) await quickInput.pick('Start Over');
    assert.ok(labels.includes('Authentication'), labels.join(', '));
  });
  // VS Code makes a link of every address in its own hover of an entry; it leads where it says, and to no command.
  await session.workbench.page.mouse.move(200, 740);
}

/** Leaves an edit with a new name, not saved yet. */
async function rename(session: Session): Promise<void> {
  await edit(session);
  await session.workbench.quickInput.pick('Name');
  await answer(session.workbench, 'Edit Webhook: Name', 'Renamed');
  await session.workbench.page.locator(QUICK_INPUT, { hasText: 'Save Changes (1)' }).waitFor();
}

async function explanation(session: Session, label: string): Promise<Locator> {
  await openAlone(session, 'Lettr: Explain Webhook Health', label);
  return session.workbench.editors.webview('h1');
}
