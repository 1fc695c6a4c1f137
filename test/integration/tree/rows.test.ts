import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import type { TreeNode } from '../../../src/tree/nodes.ts';
import { idOf, ownStore, useWorld } from '../support.ts';
import { OwnTree } from './harness.ts';

describe('the tree', () => {
  const world = useWorld();
  const own = new OwnTree();
  const { tree } = own;

  after(() => tree.dispose());

  it('has no rows before anything is shown', () => {
    assert.deepEqual(new OwnTree().tree.getChildren(), []);
  });

  it('shows every webhook in order of its name, with host, events, flags and health', async () => {
    await show();
    assert.deepEqual(
      tree.getChildren().map((node) => own.rowOf(node)),
      [
        ['Audit log', 'audit.example.com · all events', 'webhook+enabled', 'pass-filled'],
        ['Billing 2', 'Recovered · billing.example.com', 'webhook+enabled', 'pass'],
        ['Billing 10', 'billing.example.com · 3 events', 'webhook+enabled', 'pass-filled'],
        ['Bounce handler', 'Failing · last success 2 days ago', 'webhook+enabled+failing', 'error'],
        ['CRM sync', 'Failing · never succeeded', 'webhook+enabled+failing', 'error'],
        [
          'Legacy warehouse',
          'Disabled after failures · warehouse.example.org',
          'webhook+disabled',
          'debug-disconnect',
        ],
        ['Newsletter stats', 'Disabled · stats.example.com', 'webhook+disabled', 'circle-slash'],
        ['Order Notifications', 'shop.example.com · 2 events', 'webhook+enabled', 'pass-filled'],
        [
          'Staging mirror',
          'No deliveries yet · staging.example.com',
          'webhook+enabled',
          'circle-large-outline',
        ],
      ],
    );
  });

  it('says in words what the icon says', async () => {
    await show();
    assert.equal(
      tree.getTreeItem(nodeOf('CRM sync')).accessibilityInformation?.label,
      'CRM sync, Failing: last failure 35 minutes ago, never succeeded, crm.example.net · 3 events',
    );
  });

  it('has rows that expand and do nothing else when clicked', async () => {
    await show();
    const item = tree.getTreeItem(nodeOf('Audit log'));
    assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
    assert.equal(item.command, undefined);
    assert.equal(item.id, `acme/${idOf(world, 'Audit log')}`);
    assert.equal(item.tooltip, undefined, 'the hover is built lazily');
  });

  it('shows the fields of a webhook below it', async () => {
    const id = idOf(world, 'Bounce handler');
    await show();
    const icon = 'symbol-event';
    assert.deepEqual(own.below(nodeOf('Bounce handler')), [
      ['Health', 'Failing: last failure 7 minutes ago, last success 2 days ago', 'detail', 'pulse', []],
      ['Endpoint', 'https://mail.example.com/lettr/bounces', 'detail', 'globe', []],
      [
        'Message',
        '3 of 7',
        'detail',
        'list-unordered',
        [
          ['Bounce', 'message.bounce', 'detail', icon, []],
          ['Out of Band', 'message.out_of_band', 'detail', icon, []],
          ['Spam Complaint', 'message.spam_complaint', 'detail', icon, []],
        ],
      ],
      ['Authentication', 'None', 'detail', 'lock', []],
      ['Last Success', '2 days ago', 'detail', 'check', []],
      ['Last Failure', '7 minutes ago', 'detail', 'warning', []],
      ['ID', id, 'detail', 'tag', []],
    ]);
  });

  it('shows all events as such, and what they are now', async () => {
    await show();
    const all = own.below(nodeOf('Audit log')).find(([label]) => label === 'All Events');
    assert.equal(all?.[1], 'also types added later');
    assert.deepEqual(
      all[4]?.map(([label, description]) => [label, description]),
      [
        ['Message', '7 of 7'],
        ['Engagement', '6 of 6'],
        ['Generation', '2 of 2'],
        ['Unsubscribe', '2 of 2'],
        ['Relay', '5 of 5'],
      ],
    );
  });

  it('shows event types and statuses that nobody knows yet, and stored credentials', async () => {
    world.simulator.put({
      id: 'odd',
      name: 'Odd',
      event_types: ['delivery', 'engagament.open', 'sms.sent', 'message.new_one'],
      auth_type: 'basic',
      last_status: 'paused',
    });
    await show();
    assert.deepEqual(own.rowOf(nodeOf('Odd')).slice(2), ['webhook+enabled', 'question']);
    const shown = own.below(nodeOf('Odd'));
    assert.deepEqual(
      shown.map(([label, description]) => [label, description]),
      [
        ['Health', 'Status "paused"'],
        ['Endpoint', 'https://example.com/webhook'],
        ['Message', '2 of 8'],
        ['Engagement', '1 of 6'],
        ['Other', '1'],
        ['Authentication', 'Basic, credentials stored'],
        ['Last Success', 'never'],
        ['Last Failure', 'never'],
        ['ID', 'odd'],
      ],
    );
  });

  it('gives every row an id of its own and knows its parent', async () => {
    await show();
    const ids = new Set<string>();
    const visit = (node: TreeNode, parent: TreeNode | undefined): void => {
      const { id = '' } = tree.getTreeItem(node);
      assert.ok(id !== '' && !ids.has(id), `the id ${id} is not unique`);
      ids.add(id);
      assert.equal(tree.getParent(node), parent);
      tree.getChildren(node).forEach((child) => visit(child, node));
    };
    tree.getChildren().forEach((node) => visit(node, undefined));
    assert.ok(ids.size > 100);
  });

  async function show(): Promise<void> {
    const store = ownStore(world.simulator);
    await store.load();
    own.show(store);
  }

  function nodeOf(name: string): TreeNode {
    return tree.nodeOf(idOf(world, name), 'acme') ?? assert.fail(name);
  }
});
