import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { NO_FILTER } from '../../../src/tree/arrangement.ts';
import type { TreeNode } from '../../../src/tree/nodes.ts';
import type { ShownAccount } from '../../../src/tree/accountRows.ts';
import type { WebhookStore } from '../../../src/webhooks/store.ts';
import { idOf, ownStore, useWorld } from '../support.ts';
import { OwnTree } from './harness.ts';

describe('the tree of several accounts', () => {
  const world = useWorld();
  const own = new OwnTree();
  const { tree, arrangement } = own;
  let stores: { readonly acme: WebhookStore; readonly beta: WebhookStore };

  afterEach(() => arrangement.set({ filter: NO_FILTER, sort: 'health', grouping: 'none' }));
  after(() => tree.dispose());

  it('has a row for each, open, with the current one named so', async () => {
    const [acme] = await show();
    assert.deepEqual(
      tree.children().map((node) => own.rowOf(node)),
      [
        ['Acme', 'live · default', 'account', 'account'],
        ['Beta', 'live', 'account', 'account'],
      ],
    );
    const item = tree.getTreeItem(acme);
    assert.equal(item.id, 'acme');
    assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
    assert.equal(item.accessibilityInformation?.label, 'Acme, account, live, default');
    assert.match(hoverOf(acme), /^live · Acme · default\nhttps:\/\/app\.lettr\.com\nDefault account /);
  });

  it('keeps the webhooks of each apart, though both list the same', async () => {
    const [acme, beta] = await show();
    const id = idOf(world, 'Billing 2');
    assert.equal(own.labels(acme).length, 9);
    assert.deepEqual(own.labels(acme), own.labels(beta));
    const [one, two] = [nodeOf(id, 'acme'), nodeOf(id, 'beta')];
    assert.notEqual(one, two);
    assert.deepEqual([tree.getTreeItem(one).id, tree.getTreeItem(two).id], [`acme/${id}`, `beta/${id}`]);
    assert.deepEqual([tree.getParent(one), tree.getParent(two)], [acme, beta]);
    assert.equal(tree.getParent(acme), undefined);
  });

  it('repaints the row of one account when its webhook changed', async () => {
    await show();
    const id = idOf(world, 'Billing 2');
    await stores.acme.update(id, { url: 'https://moved.example.com/' });
    assert.deepEqual(own.take(), [[nodeOf(id, 'acme')]]);
  });

  it('asks for the rows of one account when one of its webhooks went', async () => {
    const [acme] = await show();
    await stores.acme.delete(idOf(world, 'Billing 2'));
    assert.deepEqual(own.take(), [[acme]]);
    assert.equal(own.labels(acme).length, 8);
  });

  it('tells by its row that an account is read, and that it failed, and leaves the others alone', async () => {
    const [store, other] = [ownStore(world.simulator), ownStore(world.simulator)];
    await other.load();
    own.show(store, other);
    const [acme, beta] = topNodes();
    const before = tree.children(beta);
    assert.deepEqual(own.rowOf(acme), ['Acme', 'live · default · not loaded yet', 'account', 'account']);
    world.simulator.fault({ kind: 'status', status: 500 });
    const done = store.load();
    assert.deepEqual(own.rowOf(acme), ['Acme', 'live · default · loading', 'account', 'loading~spin']);
    await done;
    const words = 'Lettr had an internal error (status 500).';
    assert.deepEqual(own.rowOf(acme), ['Acme', `live · default · ${words}`, 'account', 'error']);
    assert.deepEqual(own.labels(acme), []);
    const item = tree.getTreeItem(acme);
    assert.equal(item.accessibilityInformation?.label, `Acme, account, live, default, ${words}`);
    assert.ok(hoverOf(acme).includes(words));
    assert.ok(own.take().every((nodes) => nodes?.length === 1 && nodes[0] === acme));
    assert.deepEqual(tree.children(beta), before);
  });

  it('keeps the last good list of an account that could not be read again', async () => {
    const [acme] = await show();
    world.simulator.fault({ kind: 'status', status: 500 });
    await stores.acme.load();
    assert.deepEqual(own.take(), [[acme]]);
    assert.equal(own.labels(acme).length, 9);
    const [, description, , icon] = own.rowOf(acme);
    assert.match(description, /internal error/);
    assert.equal(icon, 'warning');
    assert.match(hoverOf(acme), /Showing data from /);
    await stores.acme.load();
    assert.deepEqual(own.take(), [[acme]]);
    assert.equal(own.rowOf(acme)[1], 'live · default');
  });

  it('says in words that an account has no webhooks, and none that match', async () => {
    const [acme, beta] = await show();
    for (const { id } of world.simulator.webhooks()) {
      if (id !== idOf(world, 'Billing 2')) {
        world.simulator.remove(id);
      }
    }
    await stores.beta.load();
    arrangement.set({ filter: { ...NO_FILTER, text: 'crm' } });
    assert.equal(own.rowOf(acme)[1], 'live · default · 1 of 9');
    assert.equal(own.rowOf(beta)[1], 'live · no match');
    assert.deepEqual(own.labels(beta), []);
    world.simulator.remove(idOf(world, 'Billing 2'));
    await stores.beta.load();
    assert.equal(own.rowOf(beta)[1], 'live · no webhooks yet');
  });

  it('asks for the rows of those accounts that a filter changes', async () => {
    const [acme, beta] = await show();
    arrangement.set({ filter: { ...NO_FILTER, text: 'crm' } });
    assert.deepEqual(own.take(), [[acme, beta]]);
    assert.deepEqual(own.labels(acme), ['CRM sync']);
  });

  it('has groups below each account', async () => {
    const [acme, beta] = await show();
    arrangement.set({ grouping: 'health' });
    const [group] = tree.children(beta);
    assert.equal(tree.getTreeItem(group ?? assert.fail()).id, 'beta/group:health:failing');
    assert.equal(tree.getParent(group ?? assert.fail()), beta);
    assert.equal(tree.getParent(nodeOf(idOf(world, 'CRM sync'), 'beta')), group);
    assert.notEqual(tree.children(acme)[0], group);
  });

  it('repaints the rows of two accounts when another one becomes current', async () => {
    const [acme, beta] = await show();
    tree.show(shown(), 'beta');
    assert.deepEqual(own.take(), [[acme, beta]]);
    assert.equal(own.rowOf(acme)[1], 'live');
    assert.equal(own.rowOf(beta)[1], 'live · default');
  });

  it('goes back to the webhooks at the top when one account is left, and keeps their nodes', async () => {
    await show();
    const before = nodeOf(idOf(world, 'Billing 2'), 'beta');
    tree.show(shown().slice(1), 'beta');
    assert.deepEqual(own.take(), [undefined]);
    assert.equal(tree.children().length, 9);
    assert.ok(tree.children().includes(before));
    assert.equal(tree.getParent(before), undefined);
  });

  it('counts over all accounts', async () => {
    await show();
    assert.deepEqual(tree.counts, { total: 18, shown: 18, failing: 4 });
  });

  it('counts what fails once when two keys are of one team', async () => {
    await show();
    const ofTeam = (teamId: number): readonly ShownAccount[] =>
      shown().map(({ account, store }, index) => ({
        account: { ...account, teamId: teamId * index + 1 },
        store,
      }));
    tree.show(ofTeam(0), 'acme');
    assert.equal(tree.counts.failing, 2);
    tree.show(ofTeam(1), 'acme');
    assert.equal(tree.counts.failing, 4);
  });

  async function show(): Promise<readonly [TreeNode, TreeNode]> {
    stores = { acme: ownStore(world.simulator), beta: ownStore(world.simulator) };
    await Promise.all([stores.acme.load(), stores.beta.load()]);
    own.show(stores.acme, stores.beta);
    return topNodes();
  }

  function shown(): readonly ShownAccount[] {
    return own.shown(stores.acme, stores.beta);
  }

  function hoverOf(node: TreeNode): string {
    const { tooltip } = tree.getTreeItem(node);
    assert.ok(typeof tooltip === 'string', 'VS Code shows a string as it is');
    return tooltip;
  }

  function topNodes(): readonly [TreeNode, TreeNode] {
    const [first, second] = tree.children();
    return [first ?? assert.fail(), second ?? assert.fail()];
  }

  function nodeOf(id: string, accountId: string): TreeNode {
    return tree.nodeOf(id, accountId) ?? assert.fail(id);
  }
});
