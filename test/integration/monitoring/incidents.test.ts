import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import {
  type World,
  addAccount,
  hideView,
  idOf,
  run,
  seen,
  setSetting,
  showView,
  until,
  useWorld,
} from '../support.ts';
import { watched } from './watched.ts';

/** How the page of a webhook is opened from a message. */
const CAUSES = { as: 'causes', refresh: false };

describe('incidents', () => {
  const world = useWorld();

  /** What the person was led to. */
  const explained: (readonly unknown[])[] = [];
  const replaced: Partial<World['context']> = {};

  before(() => {
    Object.assign(replaced, { pages: world.context.pages });
    Object.assign(world.context, {
      pages: {
        ...world.context.pages,
        showWebhook: (...args: readonly unknown[]) => Promise.resolve(void explained.push(args)),
      },
    });
  });
  beforeEach(showView);
  afterEach(async () => {
    explained.length = 0;
    await setSetting('notifications', undefined);
    await hideView();
  });
  after(() => Object.assign(world.context, replaced));

  it('are told in one notification with its buttons', async () => {
    const account = await watched(world);
    fail('Order Notifications');
    await refresh();
    const { severity, text, buttons } = await seen.message();
    assert.match(text, failing('Order Notifications'));
    assert.deepEqual([severity, buttons], ['warning', ['Explain', 'Turn Off Notifications']]);
    const [change] = world.context.histories.of(account.id, idOf(world, 'Order Notifications'));
    assert.deepEqual([change?.field, change?.by], ['health', 'elsewhere']);
  });

  it('are told once', async () => {
    await watched(world);
    fail('Order Notifications');
    await refresh();
    await seen.message();
    await refresh();
    fail('Audit log');
    await refresh();
    assert.match((await seen.message()).text, failing('Audit log'));
  });

  it('are not told of what failed already when the list was read first', async () => {
    await watched(world);
    assert.equal(seen.view.badge?.value, 2);
    fail('Order Notifications');
    await refresh();
    // The two that failed before would have come with it.
    assert.match((await seen.message()).text, failing('Order Notifications'));
  });

  it('are told and counted once of a webhook that two accounts of one team list', async () => {
    const first = await watched(world);
    const { teamId } = first;
    const accounts = [first, await watched(world, { key: 'sandbox', name: 'Sandbox', teamId })];
    const load = (): Promise<unknown> =>
      Promise.all(accounts.map((account) => world.context.stores.of(account).load()));
    fail('Order Notifications');
    await load();
    assert.match((await seen.message()).text, /^Webhook "Order Notifications" \(.+\) is failing/);
    await until(() => seen.status?.text === '$(error) 3 webhooks failing', 'the count');
    fail('Audit log');
    await load();
    // A second message about the first webhook would have come before.
    assert.match((await seen.message()).text, /^Webhook "Audit log" \(.+\) is failing/);
  });

  it('lead to the explanation', async () => {
    const account = await watched(world);
    fail('Order Notifications');
    await refresh();
    (await seen.message()).press('Explain');
    await until(() => explained.length === 1, 'the explanation');
    assert.deepEqual(explained, [[account, idOf(world, 'Order Notifications'), CAUSES]]);
  });

  it('are combined, and lead to the explanation of the one that is picked', async () => {
    const account = await watched(world);
    const [first, second] = ['Order Notifications', 'Audit log'];
    world.simulator.put({ id: idOf(world, second), name: 'Audit [log](command:x) $(x)' });
    fail(first);
    world.simulator.put({ id: idOf(world, 'Audit [log](command:x) $(x)'), last_status: 'failure' });
    await refresh();
    const message = await seen.message();
    assert.equal(message.text, '2 webhooks are failing.');
    message.press('Explain');
    const input = await seen.input();
    assert.deepEqual([...input.labels].toSorted(), ['Audit [log] (command:x) $ (x)', first]);
    await input.choose(first);
    await until(() => explained.length === 1, 'the explanation');
    assert.deepEqual(explained, [[account, idOf(world, first), CAUSES]]);
  });

  it('are not told any more after "Turn Off Notifications", and the view still counts them', async () => {
    const account = await watched(world);
    fail('Order Notifications');
    await refresh();
    (await seen.message()).press('Turn Off Notifications');
    const inspect = () => vscode.workspace.getConfiguration('lettr').inspect('notifications');
    await until(() => inspect()?.globalValue === 'off', 'the setting');
    fail('Audit log');
    await refresh();
    await until(() => seen.view.badge?.value === 4, 'the badge');
    const history = () => world.context.histories.of(account.id, idOf(world, 'Audit log'));
    await until(() => history().length > 0, 'the history');
    await setSetting('notifications', 'failures');
    fail('Staging mirror');
    await refresh();
    assert.match((await seen.message()).text, failing('Staging mirror'));
  });

  it('are none for what the first command of a window disabled, and the history says who did it', async () => {
    await hideView();
    const account = await addAccount(world);
    const id = idOf(world, 'Order Notifications');
    await run('lettr.webhook.disable', { id, account: account.id });
    const changes = () => world.context.histories.of(account.id, id).map(({ field, by }) => [field, by]);
    await until(() => changes().length > 0 && changes()[0]?.[1] === 'here', 'the change');
    assert.deepEqual(changes(), [['enabled', 'here']]);
    assert.equal((await seen.message()).text, 'Disabled webhook "Order Notifications".');
    await showView();
    fail('Audit log');
    await refresh();
    assert.match((await seen.message()).text, failing('Audit log'));
  });

  /** What a notification says of one webhook; when it failed is up to the simulator. */
  function failing(name: string): RegExp {
    return new RegExp(`^Webhook "${name}" is failing(?:: its last delivery failed .+)?\\.$`);
  }

  /** Lets the simulator say that a webhook failed. */
  function fail(name: string): void {
    world.simulator.put({ id: idOf(world, name), last_status: 'failure' });
  }

  async function refresh(): Promise<void> {
    await run('lettr.webhooks.refresh');
  }
});
