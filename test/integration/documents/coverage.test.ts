import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { Command } from '../../../src/platform/ids.ts';
import { Panels, panelTabs } from '../explain/panels.ts';
import { addAccount, idOf, run, seen, until, useWorld } from '../support.ts';
import { addressOf, closeEditors, shownText, textTabs, untilShown } from './open.ts';

const COVERAGE = Command.webhooksCoverage;

describe('Show Event Coverage', () => {
  const world = useWorld();
  const panels = new Panels();

  before(() => panels.watch());
  beforeEach(() => panels.clear());
  after(() => panels.unwatch());

  afterEach(closeEditors);

  it('shows the current account in one page', async () => {
    await addAccount(world);
    await run(COVERAGE);
    assert.match(panels.text(), /Event Coverage.*critical events? .*Acme/s);
    await until(() => panelTabs().join() === 'Event Coverage: Acme', 'the tab');
    await run(COVERAGE);
    assert.equal(panels.made.length, 1);
    assert.equal(seen.unreadInputs, 0);
  });

  it('shows the account of a row', async () => {
    const acme = await addAccount(world);
    await addAccount(world, { key: 'otherTeam', name: 'Other' });
    await run(COVERAGE, { kind: 'webhook', accountId: acme.id, id: idOf(world, 'Audit log') });
    assert.match(panels.text(), /Acme/);
    await run(COVERAGE);
    assert.match(panels.text(), /Other/);
    await run(COVERAGE, { account: acme.id });
    assert.match(panels.text(), /Acme/);
  });

  it('opens as text', async () => {
    const { id } = await addAccount(world);
    await run(COVERAGE, { account: id, as: 'text' });
    assert.match(shownText(), /^# Event Coverage\n/);
    assert.match(shownText(), /\| Spam Complaint/);
    assert.deepEqual(
      textTabs().map(({ label }) => label),
      ['Event Coverage: Acme.md'],
    );
  });

  it('follows every change of the webhooks', async () => {
    const account = await addAccount(world);
    for (const { id } of world.simulator.webhooks()) {
      world.simulator.put({ id, enabled: false });
    }
    await run(COVERAGE);
    await run(COVERAGE, { account: account.id, as: 'text' });
    assert.match(panels.text(), /5 critical events not received/);
    const store = world.context.stores.of(account);
    await store.create({
      name: 'Everything',
      url: 'https://all.example.com/',
      events: 'all',
      authentication: { type: 'none' },
    });
    await until(() => panels.text().includes('All critical events are received'), 'the page');
    await untilShown('All critical events are received');
  });

  it('sends nothing for a document that was left open, and fills it once the list is read', async () => {
    const account = await addAccount(world);
    const uri = addressOf('coverage', account.id);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    assert.match(shownText(), /Not loaded yet/);
    assert.equal(world.simulator.requests.length, 0);
    await world.context.stores.of(account).load();
    await untilShown('## Event Types by Webhook');
  });

  it('says what is wrong when the list cannot be read', async () => {
    world.simulator.fault({ kind: 'status', status: 500 });
    world.simulator.fault({ kind: 'status', status: 500 });
    world.simulator.fault({ kind: 'status', status: 500 });
    world.simulator.fault({ kind: 'status', status: 500 });
    await addAccount(world);
    await run(COVERAGE);
    assert.equal((await seen.message()).severity, 'error');
    assert.equal(panels.made.length, 0);
  });

  it('offers to add an account where there is none', async () => {
    await run(COVERAGE);
    assert.deepEqual((await seen.message()).buttons, ['Add Account']);
  });
});
