import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { Command } from '../../../src/platform/ids.ts';
import { addAccount, idOf, run, seen, useWorld } from '../support.ts';
import { addressOf, closeEditors, shownText, textTabs, untilShown } from './open.ts';

const COVERAGE = Command.webhooksCoverage;

describe('Show Event Coverage', () => {
  const world = useWorld();

  afterEach(closeEditors);

  it('shows the current account in one document', async () => {
    await addAccount(world);
    await run(COVERAGE);
    assert.match(shownText(), /^# Event Coverage of Acme · live\n/);
    assert.match(shownText(), /\| message\.bounce +\| \d/);
    assert.deepEqual(
      textTabs().map(({ label }) => label),
      ['Event Coverage of Acme.md'],
    );
    assert.equal(seen.unreadInputs, 0);
  });

  it('shows the account of a row', async () => {
    const acme = await addAccount(world);
    await addAccount(world, { key: 'otherTeam', name: 'Other' });
    const row = { kind: 'webhook', accountId: acme.id, id: idOf(world, 'Audit log') };
    await run(COVERAGE, row);
    assert.match(shownText(), /^# Event Coverage of Acme · live\n/);
    await run(COVERAGE);
    assert.match(shownText(), /^# Event Coverage of Other · live\n/);
    await run(COVERAGE, { account: acme.id });
    assert.match(shownText(), /^# Event Coverage of Acme · live\n/);
  });

  it('follows every change of the webhooks', async () => {
    const account = await addAccount(world);
    for (const { id } of world.simulator.webhooks()) {
      world.simulator.put({ id, enabled: false });
    }
    await run(COVERAGE);
    assert.match(shownText(), /- Bounces, complaints and unsubscribes without an enabled webhook: 5\n/);
    const store = world.context.stores.of(account);
    await store.create({
      name: 'Everything',
      url: 'https://all.example.com/',
      events: 'all',
      authentication: { type: 'none' },
    });
    await untilShown('- Bounces, complaints and unsubscribes without an enabled webhook: 0\n');
  });

  it('sends nothing for a document that was left open, and fills it once the list is read', async () => {
    const account = await addAccount(world);
    const uri = addressOf('coverage', account.id);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    assert.match(shownText(), /were not read in this window yet/);
    assert.equal(world.simulator.requests.length, 0);
    await world.context.stores.of(account).load();
    await untilShown('# Event Coverage of Acme · live');
  });

  it('says what is wrong when the list cannot be read', async () => {
    world.simulator.fault({ kind: 'status', status: 500 });
    world.simulator.fault({ kind: 'status', status: 500 });
    world.simulator.fault({ kind: 'status', status: 500 });
    world.simulator.fault({ kind: 'status', status: 500 });
    await addAccount(world);
    await run(COVERAGE);
    assert.equal((await seen.message()).severity, 'error');
    assert.equal(textTabs().length, 0);
  });

  it('offers to add an account where there is none', async () => {
    await run(COVERAGE);
    assert.deepEqual((await seen.message()).buttons, ['Add Account']);
  });
});
