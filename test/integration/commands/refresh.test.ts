import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { addAccount, hideView, idOf, run, seen, showView, until, useWorld, writesOf } from '../support.ts';

const REFRESH = 'lettr.webhooks.refresh';

describe('Refresh Webhooks', () => {
  const world = useWorld();

  it('reads the list with one request and says nothing', async () => {
    const account = await addAccount(world);
    await run(REFRESH);
    assert.deepEqual(
      world.simulator.requests.map(({ method, path }) => [method, path]),
      [['GET', '/webhooks']],
    );
    assert.equal(world.context.stores.of(account).webhooks.size, 9);
    assert.equal(seen.messages.length, 0);
  });

  it('reads what changed meanwhile, whatever its argument', async () => {
    const account = await addAccount(world);
    await run(REFRESH);
    world.simulator.put({ name: 'New' });
    await run(REFRESH, { id: 'x' }, [1]);
    assert.ok(world.context.stores.of(account).webhooks.has(idOf(world, 'New')));
  });

  it('says that there is no account', async () => {
    await run(REFRESH);
    assert.deepEqual((await seen.message()).buttons, ['Add Account']);
    assert.equal(world.simulator.requests.length, 0);
  });

  it('tells a failure in one message, and tries again from it', async () => {
    const account = await addAccount(world);
    world.simulator.fault({ kind: 'status', status: 500 });
    await run(REFRESH);
    const message = await seen.message();
    assert.match(
      message.text,
      /^Lettr had an internal error \(status 500\)\. Correlation ID: [0-9a-f-]{36}$/,
    );
    assert.ok(message.buttons.includes('Try Again') && message.buttons.includes('Copy ID'));
    message.press('Try Again');
    await until(() => world.context.stores.of(account).webhooks.size === 9, 'the list');
  });

  it('leaves telling a failure to the view, while that is on screen', async () => {
    const account = await addAccount(world);
    await showView();
    await until(() => seen.contextKeys.get('lettr.view') === 'rows', 'the rows');
    world.simulator.fault({ kind: 'status', status: 500 });
    world.simulator.fault({ kind: 'status', status: 500 });
    world.simulator.fault({ kind: 'status', status: 500 });
    await run(REFRESH);
    const { state } = world.context.stores.of(account);
    assert.ok(state.kind === 'ready' && state.problem);
    assert.equal(seen.messages.length, 0);
    await hideView();
  });

  it('is one refresh, however often it is asked for while it waits', async () => {
    await addAccount(world);
    world.simulator.fault({ kind: 'delay', ms: 300 });
    await Promise.all([run(REFRESH), run(REFRESH), run(REFRESH)]);
    assert.equal(world.simulator.requests.length, 1);
    world.simulator.reset();
    world.simulator.fault({ kind: 'html' });
    await Promise.all([run(REFRESH), run(REFRESH), run(REFRESH)]);
    assert.equal((await seen.message()).text, 'Lettr returned an unexpected response (status 200).');
  });

  it('opens the log from a message', async () => {
    await addAccount(world);
    world.simulator.fault({ kind: 'html' });
    await run(REFRESH);
    const message = await seen.message();
    assert.equal(message.text, 'Lettr returned an unexpected response (status 200).');
    message.press('Show Log');
    await until(isLogShown, 'the log');
  });
});

describe('Show Log', () => {
  useWorld();

  beforeEach(() => run('workbench.action.closePanel'));

  it('opens the log of the extension', async () => {
    await run('lettr.log.show');
    await until(isLogShown, 'the log');
  });
});

describe('keys pressed in the view', () => {
  const world = useWorld();

  it('act on the selected row', async () => {
    await addAccount(world);
    await showView();
    await until(() => seen.contextKeys.get('lettr.view') === 'rows', 'the rows');
    const id = idOf(world, 'CRM sync');
    await world.context.view.reveal(id);
    await until(() => seen.view.selection.length === 1, 'the selection');
    world.answer('Disable Instead');
    await run('lettr.webhook.delete', { selection: true });
    assert.equal(world.questions[0]?.text, 'Delete webhook "CRM sync"?');
    assert.deepEqual(writesOf(world), [['PATCH', `/webhooks/${id}`, { active: false }]]);
  });
});

/** An output channel on screen is an editor of its own kind. */
function isLogShown(): boolean {
  return vscode.window.visibleTextEditors.some(
    ({ document: { uri } }) => uri.scheme === 'output' && uri.path.includes('Lettr'),
  );
}
