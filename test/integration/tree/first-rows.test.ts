import assert from 'node:assert/strict';

import type { LastList } from '../../../src/webhooks/state.ts';
import { idOf, ownStore, useWorld } from '../support.ts';
import { OwnTree } from './harness.ts';

describe('the first rows', () => {
  const world = useWorld();
  const own = new OwnTree();
  const { tree } = own;

  beforeEach(() => {
    tree.show([], undefined);
    own.take();
  });
  after(() => tree.dispose());

  it('are the answer to the question that VS Code asked before there were any, and no event', async () => {
    const store = ownStore(world.simulator);
    tree.show(own.shown(store), 'acme');
    const isPainted = tree.holdFirstAnswer(store.load());
    const rows = await tree.getChildren();
    assert.deepEqual(rows, tree.children());
    assert.equal(rows.length, 9);
    await isPainted;
    assert.deepEqual(own.take(), []);
    const node = tree.nodeOf(idOf(world, 'Billing 2'), 'acme') ?? assert.fail();
    tree.getTreeItem(node);
    await store.update(node.id, { url: 'https://moved.example.com/' });
    assert.deepEqual(own.take(), [[node]]);
  });

  it('are told by an event when they take longer than a person waits before an empty view', async () => {
    const store = ownStore(world.simulator);
    tree.show(own.shown(store), 'acme');
    world.simulator.fault({ kind: 'delay', ms: 1_500 });
    const loading = store.load();
    const isPainted = tree.holdFirstAnswer(loading);
    assert.deepEqual(await tree.getChildren(), []);
    await isPainted;
    await loading;
    assert.deepEqual(own.take(), [undefined]);
    assert.equal((await tree.getChildren()).length, 9);
  });

  it('are not waited for below a row', async () => {
    const store = ownStore(world.simulator);
    await store.load();
    tree.show(own.shown(store), 'acme');
    const node = tree.nodeOf(idOf(world, 'Billing 2'), 'acme') ?? assert.fail();
    const isPainted = tree.holdFirstAnswer(store.load());
    assert.ok(Array.isArray(tree.getChildren(node)));
    await isPainted;
  });

  it('are those of the last known list, with its times, and then only what differs is asked for', async () => {
    const last = await lastList();
    const store = ownStore(world.simulator);
    store.remember(last);
    own.show(store);
    assert.equal(store.state.kind, 'unread');
    assert.equal(own.labels().length, 9);
    const changed = tree.nodeOf(idOf(world, 'Audit log'), 'acme') ?? assert.fail();
    world.simulator.put({ id: changed.id, url: 'https://moved.example.com/' });
    await store.load();
    assert.deepEqual(own.take(), [[changed]]);
  });

  it('stay when Lettr cannot be reached', async () => {
    const store = ownStore(world.simulator);
    store.remember(await lastList());
    own.show(store);
    world.simulator.fault({ kind: 'reset', times: 3 });
    await store.load();
    assert.equal(store.state.kind, 'failed');
    assert.deepEqual(own.take(), []);
    assert.equal(own.labels().length, 9);
  });

  async function lastList(): Promise<LastList> {
    const known = ownStore(world.simulator);
    await known.load();
    assert.ok(known.state.kind === 'ready');
    const { webhooks, unreadable, askedAt, loadedAt } = known.state;
    return { webhooks, unreadable, askedAt, loadedAt };
  }
});
