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
    assert.deepEqual(new OwnTree().tree.children(), []);
  });

  it('shows every webhook, failing ones first, then in order of their names, with host, events, flags and health', async () => {
    await show();
    assert.deepEqual(
      tree.children().map((node) => own.rowOf(node)),
      [
        ['Bounce handler', 'Failing · last success 2 days ago', 'webhook+enabled+failing', 'error'],
        ['CRM sync', 'Failing · never succeeded', 'webhook+enabled+failing', 'error'],
        [
          'Legacy warehouse',
          'Disabled after failures · warehouse.example.org',
          'webhook+disabled',
          'debug-disconnect',
        ],
        ['Billing 2', 'Recovered · billing.example.com', 'webhook+enabled', 'pass'],
        [
          'Staging mirror',
          'No deliveries yet · staging.example.com',
          'webhook+enabled',
          'circle-large-outline',
        ],
        ['Audit log', 'audit.example.com · all events', 'webhook+enabled', 'pass-filled'],
        ['Billing 10', 'billing.example.com · 3 events', 'webhook+enabled', 'pass-filled'],
        ['Order Notifications', 'shop.example.com · 2 events', 'webhook+enabled', 'pass-filled'],
        ['Newsletter stats', 'Disabled · stats.example.com', 'webhook+disabled', 'circle-slash'],
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
      ['Endpoint', 'https://mail.example.com/lettr/bounces', 'detail+url', 'globe', []],
      [
        'Message Events',
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
      ['ID', id, 'detail+id', 'tag', []],
    ]);
  });

  it('shows all events as such, and what they are now', async () => {
    await show();
    const all = own.below(nodeOf('Audit log')).find(([label]) => label === 'All Events');
    assert.equal(all?.[1], 'Includes future event types');
    assert.deepEqual(
      all[4]?.map(([label, description]) => [label, description]),
      [
        ['Message Events', '7 of 7'],
        ['Engagement Events', '6 of 6'],
        ['Generation Events', '2 of 2'],
        ['Unsubscribe Events', '2 of 2'],
        ['Relay Events', '5 of 5'],
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
        ['Message Events', '2 of 8'],
        ['Engagement Events', '1 of 6'],
        ['Other Events', '1'],
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
      tree.children(node).forEach((child) => visit(child, node));
    };
    tree.children().forEach((node) => visit(node, undefined));
    assert.ok(ids.size > 100);
  });

  it('offers no changes for the rows of a sandbox key, and says why', async () => {
    const store = ownStore(world.simulator);
    await store.load();
    const [live] = own.shown(store);
    assert.ok(live);
    tree.show([{ ...live, account: { ...live.account, mode: 'sandbox' } }], 'acme');
    const node = nodeOf('CRM sync');
    const item = tree.getTreeItem(node);
    assert.equal(item.contextValue, 'webhook+enabled+failing+sandbox');
    const { tooltip } = tree.resolveTreeItem(item, node);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    // Which characters VS Code escapes differs between its versions.
    assert.match(
      tooltip.value.replaceAll('&nbsp;', ' ').replaceAll('\\', ''),
      /Read-only: sandbox API keys can't change webhooks/,
    );
  });

  it('has rows for entries that could not be read, and hides them under a filter', async () => {
    const store = ownStore(world.simulator);
    const entries = [
      { id: 'w9', field: 'enabled' },
      { id: '', field: 'id' },
    ];
    store.remember({ webhooks: new Map(), unreadable: entries, askedAt: 1, loadedAt: 2 });
    own.show(store);
    assert.deepEqual(
      tree.children().map((node) => own.rowOf(node)),
      [
        ['w9', "Couldn't be read", 'unreadable', 'warning'],
        ['Unknown ID', "Couldn't be read", 'unreadable', 'warning'],
      ],
    );
    const [first, second] = tree.children().map((node) => tree.getTreeItem(node));
    assert.match(JSON.stringify(first?.tooltip), /enabled/);
    assert.notEqual(first?.id, second?.id);
    assert.deepEqual(tree.counts, { total: 2, shown: 2, failing: 0 });
    own.arrangement.set({ filter: { text: 'w', health: [], events: [] } });
    assert.deepEqual(own.take(), [undefined]);
    assert.deepEqual(tree.counts, { total: 2, shown: 0, failing: 0 });
    own.arrangement.set({ filter: { text: '', health: [], events: [] } });
  });

  it('marks selected rows for the menus while they are several', async () => {
    await show();
    const [one, two] = [nodeOf('Audit log'), nodeOf('CRM sync')];
    const contexts = (): readonly unknown[] => [one, two].map((node) => tree.getTreeItem(node).contextValue);
    tree.select([one, two]);
    assert.deepEqual(own.take(), [[one, two]]);
    assert.deepEqual(contexts(), ['webhook+enabled+several', 'webhook+enabled+failing+several']);
    tree.select([two]);
    assert.deepEqual(own.take(), [[one, two]]);
    assert.deepEqual(contexts(), ['webhook+enabled', 'webhook+enabled+failing']);
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
