import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { extension, run, seen, useWorld } from '../support.ts';
import { closeEditors, useEndpoint } from './endpoint.ts';

interface MenuEntry {
  readonly command: string;
  readonly when: string;
}

describe('The view Deliveries', () => {
  const world = useWorld();
  const endpoint = useEndpoint();

  async function sample(types: readonly string[] = ['message.bounce']): Promise<void> {
    await run('lettr.endpoint.sendSample', { url: endpoint.url, authentication: 'none', types });
    await closeEditors();
  }

  async function items(node?: unknown): Promise<readonly vscode.TreeItem[]> {
    return Promise.all((await nodes(node)).map(async (one) => seen.deliveries.getTreeItem(one)));
  }

  async function nodes(parent?: unknown): Promise<readonly unknown[]> {
    return (await seen.deliveries.getChildren(parent)) ?? [];
  }

  it('has a row for each delivery, the newest first, with its parts below', async () => {
    await sample();
    endpoint.status = 500;
    await sample(['engagement.click', 'engagement.open']);
    const rows = await items();
    assert.deepEqual(
      rows.map(({ label, contextValue }) => [label, contextValue]),
      [
        ['Would be retried: Click, +1', 'delivery+retried'],
        ['Delivered: Bounce', 'delivery+delivered'],
      ],
    );
    const [failed] = rows;
    assert.match(String(failed?.description), /^500 · [\d.,]+ ms · 127\.0\.0\.1:\d+ · sample · /);
    assert.match(
      failed?.accessibilityInformation?.label ?? '',
      /^Would be retried: Click, \+1, 500 · .*\. \S/,
    );
    const [first] = await nodes();
    assert.deepEqual(
      (await items(first)).map(({ label }) => label),
      ['Click', 'Open', 'Request', 'Response'],
    );
  });

  it('offers every command of a delivery in the menu of its row, and none on the rows below', async () => {
    await sample();
    const [row] = await items();
    const [node] = await nodes();
    const parts = await items(node);
    const menu: readonly MenuEntry[] = extension().packageJSON.contributes.menus['view/item/context'];
    const offered = (contextValue = ''): readonly string[] => [
      ...new Set(
        menu.flatMap(({ command, when }) => {
          const pattern = /view == lettr\.deliveries .*viewItem =~ \/(.+)\/$/.exec(when)?.[1];
          return pattern !== undefined && new RegExp(pattern).test(contextValue) ? [command] : [];
        }),
      ),
    ];
    assert.deepEqual(offered(row?.contextValue).toSorted(), [
      'lettr.delivery.compare',
      'lettr.delivery.copyBody',
      'lettr.delivery.copyCurl',
      'lettr.delivery.delete',
      'lettr.delivery.edit',
      'lettr.delivery.open',
      'lettr.delivery.resend',
      'lettr.delivery.saveBody',
    ]);
    assert.deepEqual(
      parts.flatMap(({ contextValue }) => offered(contextValue)),
      [],
    );
  });

  it('shows what a filter lets through', async () => {
    await sample();
    endpoint.status = 500;
    await sample();
    const done = run('lettr.deliveries.filter');
    await (await seen.input()).choose('Would be retried');
    await done;
    assert.deepEqual(
      (await items()).map(({ contextValue }) => contextValue),
      ['delivery+retried'],
    );
    assert.equal(seen.contextKeys.get('lettr.deliveriesFiltered'), true);
    await run('lettr.deliveries.clearFilter');
    assert.equal((await items()).length, 2);
    assert.equal(seen.contextKeys.get('lettr.deliveriesFiltered'), false);
  });

  it('compares the bodies of two rows, the older one on the left', async () => {
    await sample(['message.bounce']);
    await sample(['engagement.click']);
    const [newer, older] = await nodes();
    await run('lettr.delivery.compare', newer, [newer, older]);
    const { input, label } = vscode.window.tabGroups.activeTabGroup.activeTab ?? assert.fail();
    assert.equal(label, 'Bounce ↔ Click');
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const [left, right] = await Promise.all(
      [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    assert.match(left?.getText() ?? '', /"type": "bounce"/);
    assert.match(right?.getText() ?? '', /"type": "click"/);
  });

  it('asks for the other delivery where one row is compared', async () => {
    await sample(['message.bounce']);
    await sample(['engagement.click']);
    const [newer] = await nodes();
    const done = run('lettr.delivery.compare', newer);
    const other = await seen.input();
    assert.deepEqual(other.labels, ['Delivered: Bounce']);
    await other.choose('Delivered: Bounce');
    await done;
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'Bounce ↔ Click');
  });

  it('copies a delivery as cURL without what authenticates it', async () => {
    await sample();
    await run('lettr.delivery.copyCurl', (await nodes())[0]);
    const curl = await vscode.env.clipboard.readText();
    assert.match(curl, /^curl /);
    assert.ok(curl.includes(endpoint.url));
    assert.equal((await world.access.deliveries.all()).length, 1);
  });
});
