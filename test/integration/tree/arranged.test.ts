import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { NO_FILTER } from '../../../src/tree/arrangement.ts';
import type { TreeNode } from '../../../src/tree/nodes.ts';
import type { WebhookStore } from '../../../src/webhooks/store.ts';
import { idOf, ownStore, useWorld } from '../support.ts';
import { OwnTree } from './harness.ts';

describe('the arranged tree', () => {
  const world = useWorld();
  const own = new OwnTree();
  const { tree, arrangement } = own;

  afterEach(() => arrangement.set({ filter: NO_FILTER, sort: 'health', grouping: 'none' }));
  after(() => tree.dispose());

  it('shows the rows that the filter lets pass, and asks for them once', async () => {
    await show();
    const before = nodeOf('Billing 10');
    arrangement.set({ filter: { ...NO_FILTER, text: 'bIlLiNg' } });
    assert.deepEqual(own.take(), [undefined]);
    assert.deepEqual(own.labels(), ['Billing 2', 'Billing 10']);
    assert.equal(tree.children()[1], before, 'the node stays the same object');
    arrangement.set({ filter: { ...NO_FILTER, text: 'billing.example' } });
    assert.deepEqual(own.take(), [], 'the rows are the same');
    assert.deepEqual(tree.counts, { total: 9, shown: 2, failing: 2 });
  });

  it('repaints no row that the filter hides', async () => {
    const store = await show();
    arrangement.set({ filter: { ...NO_FILTER, text: 'billing' } });
    own.take();
    world.simulator.put({ id: idOf(world, 'Audit log'), url: 'https://elsewhere.example.com/' });
    world.simulator.put({ id: idOf(world, 'Billing 2'), url: 'https://elsewhere.example.com/2' });
    await store.load();
    assert.deepEqual(own.take(), [[nodeOf('Billing 2')]]);
  });

  it('shows and hides rows whose state begins or ceases to match', async () => {
    const store = await show();
    arrangement.set({ filter: { ...NO_FILTER, health: ['failing'] } });
    assert.deepEqual(own.labels(), ['Bounce handler', 'CRM sync']);
    own.take();
    await store.update(idOf(world, 'CRM sync'), { enabled: false });
    assert.deepEqual(own.take(), [undefined]);
    assert.deepEqual(own.labels(), ['Bounce handler']);
  });

  it('moves a row whose health changes while they are sorted by it, and only repaints it otherwise', async () => {
    const store = await show();
    arrangement.set({ sort: 'health' });
    assert.deepEqual(own.labels().slice(0, 3), ['Bounce handler', 'CRM sync', 'Legacy warehouse']);
    own.take();
    await store.update(idOf(world, 'Bounce handler'), { enabled: false });
    assert.deepEqual(own.take(), [undefined]);
    assert.deepEqual(own.labels().slice(0, 3), ['CRM sync', 'Bounce handler', 'Legacy warehouse']);
    await store.update(idOf(world, 'CRM sync'), { url: 'https://crm2.example.com/' });
    assert.deepEqual(own.take(), [[nodeOf('CRM sync')]]);
  });

  it('puts the last activity first', async () => {
    await show();
    arrangement.set({ sort: 'activity' });
    assert.equal(own.labels().at(-1), 'Staging mirror', 'nothing ever happened there');
    assert.deepEqual(own.labels().slice(0, 2), ['Audit log', 'Order Notifications']);
  });

  it('groups by health, with counts and in the order of need', async () => {
    await show();
    arrangement.set({ grouping: 'health' });
    assert.deepEqual(own.take(), [undefined]);
    assert.deepEqual(
      tree.children().map((node) => own.rowOf(node)),
      [
        ['Failing', '2 webhooks', 'group', 'error'],
        ['Disabled after failures', '1 webhook', 'group', 'debug-disconnect'],
        ['Recovered', '1 webhook', 'group', 'pass'],
        ['No deliveries yet', '1 webhook', 'group', 'circle-large-outline'],
        ['Healthy', '3 webhooks', 'group', 'pass-filled'],
        ['Disabled', '1 webhook', 'group', 'circle-slash'],
      ],
    );
    const [failing] = tree.children();
    const item = tree.getTreeItem(failing ?? assert.fail());
    assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
    assert.equal(item.accessibilityInformation?.label, 'Failing, 2 webhooks');
    assert.deepEqual(own.labels(failing), ['Bounce handler', 'CRM sync']);
    assert.equal(tree.getParent(nodeOf('CRM sync')), failing);
    assert.equal(tree.getParent(failing ?? assert.fail()), undefined);
  });

  it('groups by host', async () => {
    await show();
    arrangement.set({ grouping: 'host' });
    assert.deepEqual(own.labels().slice(0, 3), [
      'audit.example.com',
      'billing.example.com',
      'crm.example.net',
    ]);
    const billing = tree.children()[1];
    assert.deepEqual(own.labels(billing), ['Billing 2', 'Billing 10']);
    assert.equal(tree.getTreeItem(billing ?? assert.fail()).id, 'acme/group:host:billing.example.com');
  });

  it('closes the groups when they are many', async () => {
    for (let index = 0; index < 15; index += 1) {
      world.simulator.put({ name: `Many ${index}`, url: `https://many${index}.example.com/` });
    }
    await show();
    arrangement.set({ grouping: 'host' });
    const [first] = tree.children();
    const { collapsibleState } = tree.getTreeItem(first ?? assert.fail());
    assert.equal(collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
  });

  it('moves a row to another group when its health changes', async () => {
    const store = await show();
    arrangement.set({ grouping: 'health' });
    own.take();
    await store.update(idOf(world, 'CRM sync'), { enabled: false });
    assert.deepEqual(own.take(), [undefined]);
    const [failing, disabled] = tree.children();
    assert.deepEqual(own.labels(failing), ['Bounce handler']);
    assert.deepEqual(own.labels(disabled), ['CRM sync', 'Legacy warehouse']);
    assert.equal(tree.getParent(nodeOf('CRM sync')), disabled);
    await store.update(idOf(world, 'CRM sync'), { url: 'https://crm2.example.com/' });
    assert.deepEqual(own.take(), [[nodeOf('CRM sync')]], 'its group stays');
  });

  async function show(): Promise<WebhookStore> {
    const store = ownStore(world.simulator);
    await store.load();
    own.show(store);
    return store;
  }

  function nodeOf(name: string): TreeNode {
    return tree.nodeOf(idOf(world, name), 'acme') ?? assert.fail(name);
  }
});
