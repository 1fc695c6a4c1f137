import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import { inRoot } from '../../../scripts/paths.ts';
import { eventually } from '../../support/workbench/dom.ts';
import { Results, isWanted, titleOf } from '../results.ts';
import { FAULTS, type OperationName } from '../table.ts';
import { type Session, openSession } from './session.ts';

const ROWS = ['Billing 2', 'Billing 10', 'Order Notifications'] as const;
/** Long enough for anything that would send by itself after a start. */
const AFTERWARDS_MS = 1_000;
/** An extension host that starts beside other tests takes its time. */
const SLOW_MS = 30_000;
const LIMIT_MS = 120_000;

describe('an extension host that is killed', () => {
  const results = new Results('killed hosts');
  let session: Session;

  before(async function () {
    this.timeout(LIMIT_MS);
    session = await openSession();
    await session.view.open();
    await assertWelcome(session);
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
  const pictured = async (error: unknown): Promise<never> => {
    await session.page.screenshot({ path: inRoot('out/faults-window-failure.png') });
    throw error;
  };
  for (const [operation, title, work] of cells) {
    const cell = { operation, fault: 'killed', title } as const;
    const name = titleOf(cell, FAULTS.killed);
    if (isWanted(name)) {
      it(name, () => results.run(cell, () => work(session).catch(pictured))).timeout(LIMIT_MS);
    }
  }
});

async function whileKeyIsChecked(session: Session): Promise<void> {
  const { simulator, quickInput } = session;
  simulator.fault({ kind: 'hang', on: { path: '/auth/check' } });
  await startAdding(session);
  await eventually(() => assert.equal(simulator.requests.length, 1));
  await session.killExtensionHost();
  await dismissQuickInput(session);
  await delay(AFTERWARDS_MS);
  // No half-written account: the view offers to add one, and nothing is sent by itself.
  await assertWelcome(session);
  assert.equal(simulator.requests.length, 1);

  await startAdding(session);
  await eventually(() => quickInput.wait('Add Account: Name'), SLOW_MS);
  await quickInput.accept();
  await assertRows(session);
  assert.ok(simulator.requests.every(({ method }) => method === 'GET'));
}

async function amongSeveral(session: Session): Promise<void> {
  const { simulator, view, messages } = session;
  simulator.clearRequests();
  // The first one goes through; VS Code decides which of the selected rows that is.
  simulator.fault({ kind: 'delay', ms: 0, on: { method: 'PATCH' } });
  simulator.fault({ kind: 'hang', phase: 'after', on: { method: 'PATCH' } });
  for (const [index, name] of ROWS.entries()) {
    await view.select(name, index > 0);
  }
  await view.contextMenu(ROWS[2], 'Disable Webhook');
  await messages.dialogButton('Disable');
  await eventually(() => assert.equal(writes(session), 2));
  await session.killExtensionHost();
  await delay(AFTERWARDS_MS);
  await assertRows(session);
  const left = ROWS.filter((row) =>
    simulator.webhooks().some(({ name, enabled }) => name === row && enabled),
  );
  assert.equal(left.length, 1, `not disabled: ${left.join()}`);
  assert.equal(writes(session), 2);
}

/** The view offers to add an account. */
async function assertWelcome({ view }: Session): Promise<void> {
  await eventually(async () => assert.deepEqual((await view.welcome()).buttons, ['Add Account']), SLOW_MS);
}

function writes({ simulator }: Session): number {
  return simulator.requests.filter(({ method }) => method !== 'GET').length;
}

async function startAdding({ view, quickInput, simulator }: Session): Promise<void> {
  await view.welcomeButton('Add Account');
  await quickInput.wait('Add Account');
  await quickInput.pick('Paste an API Key');
  await quickInput.wait('Add Account: API Key (');
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
    const shown = rows.map(
      ({ label, aria }) => `${label} ${/, (Disabled|Probably disabled)/.test(aria) ? 'off' : 'on'}`,
    );
    assert.deepEqual(shown.toSorted(), known.toSorted());
  }, SLOW_MS);
}
