import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import { eventually } from '../../support/workbench/dom.ts';
import { Results, isWanted, titleOf } from '../results.ts';
import { FAULTS, type OperationName } from '../table.ts';
import { type Session, openSession } from './session.ts';

const ROWS = ['Billing 2', 'Billing 10', 'Order Notifications'] as const;
/** Long enough for anything that would send by itself after a start. */
const AFTERWARDS_MS = 1_000;
const LIMIT_MS = 120_000;

describe('an extension host that is killed', () => {
  const results = new Results('killed hosts');
  let session: Session;

  before(async function () {
    this.timeout(LIMIT_MS);
    session = await openSession();
    await session.view.open();
  });
  after(async function () {
    this.timeout(LIMIT_MS);
    await session.close();
    results.close();
  });

  /** The second needs the account that the first one leaves. */
  const cells: readonly (readonly [OperationName, string, (session: Session) => Promise<void>])[] = [
    ['account add', 'while Lettr is asked about the key', whileKeyIsChecked],
    ['bulk', 'after the second of three was carried out', amongSeveral],
  ];
  for (const [operation, title, work] of cells) {
    const cell = { operation, fault: 'killed', title } as const;
    const name = titleOf(cell, FAULTS.killed);
    if (isWanted(name)) {
      it(name, () => results.run(cell, () => work(session))).timeout(LIMIT_MS);
    }
  }
});

async function whileKeyIsChecked(session: Session): Promise<void> {
  const { simulator, view, quickInput } = session;
  simulator.fault({ kind: 'hang', on: { path: '/auth/check' } });
  await startAdding(session);
  await eventually(() => assert.equal(simulator.requests.length, 1));
  await session.killExtensionHost();
  await dismissQuickInput(session);
  await delay(AFTERWARDS_MS);
  // No half-written account: the view offers to add one, and nothing is sent by itself.
  await eventually(async () => assert.deepEqual((await view.welcome()).buttons, ['Add Account']));
  assert.equal(simulator.requests.length, 1);

  await startAdding(session);
  await quickInput.wait('Add Account: Name');
  await quickInput.accept();
  await assertRows(session);
  assert.ok(simulator.requests.every(({ method }) => method === 'GET'));
}

async function amongSeveral(session: Session): Promise<void> {
  const { simulator, view, messages } = session;
  simulator.clearRequests();
  const second = simulator.webhooks().find(({ name }) => name === ROWS[1])?.id ?? '';
  simulator.fault({ kind: 'hang', phase: 'after', on: { method: 'PATCH', path: `/webhooks/${second}` } });
  for (const [index, name] of ROWS.entries()) {
    await view.select(name, index > 0);
  }
  await view.contextMenu(ROWS[2], 'Disable Webhook');
  await messages.dialogButton('Disable');
  await eventually(() => assert.equal(writes(session), 2));
  await session.killExtensionHost();
  await delay(AFTERWARDS_MS);
  await assertRows(session);
  assert.deepEqual(
    ROWS.map((row) => simulator.webhooks().find(({ name }) => name === row)?.enabled),
    [false, false, true],
  );
  assert.equal(writes(session), 2);
}

function writes({ simulator }: Session): number {
  return simulator.requests.filter(({ method }) => method !== 'GET').length;
}

async function startAdding({ view, quickInput, simulator }: Session): Promise<void> {
  await view.welcomeButton('Add Account');
  await quickInput.wait('Add Account');
  await quickInput.pick('Paste an API Key');
  await quickInput.wait('Add Account: API Key');
  await quickInput.type(simulator.keys.live);
  await quickInput.accept();
}

/** The input of a killed extension host may stay on the screen. */
async function dismissQuickInput({ page, quickInput }: Session): Promise<void> {
  if (await quickInput.isOpen()) {
    await page.keyboard.press('Escape');
    await quickInput.waitClosed();
  }
}

/** The rows on the screen are what the server has. */
async function assertRows({ simulator, view }: Session): Promise<void> {
  const known = simulator.webhooks().map(({ name, enabled }) => `${name} ${enabled ? 'on' : 'off'}`);
  await eventually(async () => {
    const rows = (await view.rows()).filter(({ level }) => level === 1);
    const shown = rows.map(({ label, aria }) => `${label} ${/, Disabled/.test(aria) ? 'off' : 'on'}`);
    assert.deepEqual(shown.toSorted(), known.toSorted());
  }, 20_000);
}
