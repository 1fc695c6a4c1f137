import assert from 'node:assert/strict';

import type { TreeNode } from '../../../src/tree/nodes.ts';
import type { WebhookStore } from '../../../src/webhooks/store.ts';
import { idOf, ownStore, useWorld } from '../support.ts';
import { OwnTree } from './harness.ts';

type Repaint = readonly TreeNode[] | undefined;

describe('changes in the tree', () => {
  const world = useWorld();
  const own = new OwnTree();
  const { tree } = own;
  const clock = { ms: 0 };

  // What a change of health moves is tested with the sort by health.
  before(() => own.arrangement.set({ sort: 'name' }));
  after(() => tree.dispose());

  it('ask for no rows while there are none, since VS Code would hold back those that come next', async () => {
    const store = ownStore(world.simulator);
    tree.show([], undefined);
    own.take();
    tree.show(own.shown(store), 'acme');
    assert.deepEqual(own.take(), []);
    const done = store.load();
    assert.equal(store.state.kind, 'loading');
    assert.deepEqual(own.take(), []);
    await done;
    assert.deepEqual(own.take(), [undefined]);
    assert.equal(tree.children().length, 9);
  });

  it('repaint one row when one webhook changed', async () => {
    const store = await show();
    const node = nodeOf('Billing 2');
    await store.update(node.id, { enabled: false });
    assertSame(only(), [node]);
    assert.equal(tree.getTreeItem(node).contextValue, 'webhook+disabled');
  });

  it('repaint the changed rows of a refresh together', async () => {
    const store = await show();
    for (const name of ['Billing 2', 'Audit log']) {
      world.simulator.put({ id: idOf(world, name), url: 'https://moved.example.com/hook' });
    }
    await store.load();
    assertSame(sorted(only()), sorted([nodeOf('Billing 2'), nodeOf('Audit log')]));
  });

  it('repaint nothing when a refresh brought nothing new', async () => {
    const store = await show();
    await store.load();
    assert.deepEqual(own.take(), []);
  });

  it('repaint the rows whose words only changed with time', async () => {
    const store = await show();
    clock.ms += 3_600_000;
    await store.load();
    assertSame(
      sorted(only()),
      sorted(
        ['Audit log', 'Billing 2', 'Billing 10', 'Order Notifications', 'Bounce handler', 'CRM sync'].map(
          nodeOf,
        ),
      ),
    );
    const { label = '' } = tree.getTreeItem(nodeOf('Audit log')).accessibilityInformation ?? {};
    assert.match(label, /delivered 1 hour ago/);
  });

  it('repaint the rows whose words got old, and later only those that got old again', async () => {
    const store = await show();
    clock.ms += 60_000;
    await store.load();
    const first = only();
    assert.ok(first.includes(nodeOf('Order Notifications')), 'it was delivered to minutes ago');
    assert.ok(!first.includes(nodeOf('Newsletter stats')), 'it is disabled, whatever the time');
    first.forEach((node) => tree.getTreeItem(node));
    clock.ms += 1_000;
    await store.load();
    assert.deepEqual(own.take(), []);
  });

  it('repaint the rows whose history changed', async () => {
    await show();
    const node = nodeOf('Legacy warehouse');
    const at = clock.ms - 3 * 3_600_000;
    const disabled = { at, by: 'here', field: 'enabled', from: true, to: false } as const;
    assert.match(String(tree.getTreeItem(node).description), /^Disabled after failures · /);
    own.histories.set('acme', new Map([[node.id, [disabled]]]), [node.id, 'gone']);
    assertSame(only(), [node]);
    assert.match(String(tree.getTreeItem(node).description), /^Disabled · /);
    const history = tree.children(node).find((child) => tree.getTreeItem(child).label === 'History');
    assert.deepEqual(own.labels(history ?? assert.fail()), ['Disabled in VS Code']);
    own.histories.set('beta', new Map([[node.id, [disabled]]]), [node.id]);
    assert.deepEqual(own.take(), [], 'that account is not shown');
    own.histories.set('acme', new Map(), []);
  });

  it('leave a row alone whose history is only told below it, until it was opened', async () => {
    await show();
    const node = nodeOf('Billing 2');
    const disabled = { at: clock.ms, by: 'here', field: 'enabled', from: true, to: false } as const;
    own.histories.set('acme', new Map([[node.id, [disabled]]]), [node.id]);
    assert.deepEqual(own.take(), []);
    assert.ok(tree.children(node).some((child) => tree.getTreeItem(child).label === 'History'));
    own.histories.set('acme', new Map(), [node.id]);
    assertSame(only(), [node]);
  });

  it('repaint a row whose history is only told in its hover, once that was shown', async () => {
    await show();
    const node = nodeOf('Billing 10');
    tree.resolveTreeItem(tree.getTreeItem(node), node);
    const disabled = { at: clock.ms, by: 'here', field: 'enabled', from: true, to: false } as const;
    own.histories.set('acme', new Map([[node.id, [disabled]]]), [node.id]);
    assertSame(only(), [node]);
    own.histories.set('acme', new Map(), []);
  });

  it('repaint the list when a webhook came', async () => {
    const store = await show();
    const events = ['message.bounce'];
    const draft = {
      name: 'Aa',
      url: 'https://aa.example.com/',
      events,
      authentication: { type: 'none' } as const,
    };
    const { value } = await store.create(draft);
    assert.deepEqual(own.take(), [undefined]);
    assert.equal(tree.children()[0], tree.nodeOf(value.id, 'acme'));
  });

  it('repaint the list when a webhook went, here or elsewhere', async () => {
    const store = await show();
    await store.delete(idOf(world, 'Billing 2'));
    assert.deepEqual(own.take(), [undefined]);
    world.simulator.remove(idOf(world, 'Billing 10'));
    await store.load();
    assert.deepEqual(own.take(), [undefined]);
    assert.equal(tree.children().length, 7);
  });

  it('repaint the list when a new name moves a row', async () => {
    const store = await show();
    const node = nodeOf('Staging mirror');
    await store.update(node.id, { name: 'A first one' });
    assert.deepEqual(own.take(), [undefined]);
    assert.equal(tree.children()[0], node);
  });

  it('keep the nodes the same objects', async () => {
    const store = await show();
    const before = tree.children();
    world.simulator.put({ id: idOf(world, 'Billing 2'), enabled: false });
    await store.load();
    assertSame(tree.children(), before);
    assertSame(tree.children(), before);
  });

  it('keep the rows when a refresh fails', async () => {
    const store = await show();
    const before = tree.children();
    world.simulator.fault({ kind: 'status', status: 500 });
    await store.load();
    assertSame(tree.children(), before);
    assert.deepEqual(own.take(), []);
  });

  it('no longer come from an account that is not shown', async () => {
    const first = await show();
    await show();
    await first.update(idOf(world, 'Billing 2'), { enabled: false });
    assert.deepEqual(own.take(), []);
    tree.show([], undefined);
    assert.deepEqual(tree.children(), []);
  });

  async function show(): Promise<WebhookStore> {
    clock.ms = Date.now();
    const store = ownStore(world.simulator, () => clock.ms);
    await store.load();
    own.show(store);
    return store;
  }

  /** What was repainted, all of it at once. */
  function only(): readonly TreeNode[] {
    const [first, ...more] = own.take();
    assert.ok(first && more.length === 0);
    return first;
  }

  function nodeOf(name: string): TreeNode & { readonly id: string } {
    return tree.nodeOf(idOf(world, name), 'acme') ?? assert.fail(name);
  }
});

/** The same objects in the same order. */
function assertSame(actual: Repaint, expected: readonly TreeNode[]): void {
  assert.deepEqual(actual, expected);
  assert.ok(actual?.every((node, index) => node === expected[index]));
}

function sorted(nodes: Repaint): readonly TreeNode[] {
  assert.ok(nodes);
  return nodes.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}
