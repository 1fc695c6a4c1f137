import assert from 'node:assert/strict';

import { FirstRows } from '../../../src/tree/vscode/firstRows.ts';
import { idOf, ownStore, useWorld } from '../support.ts';
import { OwnTree } from './harness.ts';

describe('the first rows', () => {
  const world = useWorld();
  const own = new OwnTree();
  const { tree } = own;
  let first: FirstRows;
  let events: unknown[];

  beforeEach(() => {
    tree.show([], undefined);
    first = new FirstRows(tree);
    events = [];
    first.onDidChangeTreeData((nodes) => events.push(nodes));
  });
  afterEach(() => first.dispose());
  after(() => tree.dispose());

  it('are the answer to the question that VS Code asked before there were any, and no event', async () => {
    const store = ownStore(world.simulator);
    tree.show(own.shown(store), 'acme');
    const isOver = first.waitFor(store.load());
    const rows = await first.getChildren();
    assert.deepEqual(rows, tree.getChildren());
    assert.equal(rows.length, 9);
    assert.equal(await isOver, true);
    assert.deepEqual(events, []);
    const node = tree.nodeOf(idOf(world, 'Billing 2'), 'acme') ?? assert.fail();
    await store.update(node.id, { enabled: false });
    assert.deepEqual(events, [[node]]);
  });

  it('are told by an event when they take longer than a person waits before an empty view', async () => {
    const store = ownStore(world.simulator);
    tree.show(own.shown(store), 'acme');
    world.simulator.fault({ kind: 'delay', ms: 1_500 });
    const loading = store.load();
    const isOver = first.waitFor(loading);
    assert.deepEqual(await first.getChildren(), []);
    assert.equal(await isOver, false);
    await loading;
    assert.deepEqual(events, [undefined]);
    assert.equal((await first.getChildren()).length, 9);
  });

  it('are not waited for below a row', async () => {
    const store = ownStore(world.simulator);
    await store.load();
    tree.show(own.shown(store), 'acme');
    const node = tree.nodeOf(idOf(world, 'Billing 2'), 'acme') ?? assert.fail();
    const isOver = first.waitFor(store.load());
    assert.ok(Array.isArray(first.getChildren(node)));
    await isOver;
  });
});
