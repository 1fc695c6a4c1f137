import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import type { Account } from '../../../src/accounts/account.ts';
import { Command } from '../../../src/platform/ids.ts';
import { addAccount, idOf, run, seen, until, useWorld } from '../support.ts';
import { addressOf, closeEditors, shownText, textTabs, untilShown } from './open.ts';

const OPEN = Command.webhookOpen;
const EVIL = [
  '# [run](command:lettr.log.show)',
  '![pixel](https://evil.example/p.png)',
  '<img src="https://evil.example/p.png"> <b>&lt;</b>',
  'https://evil.example/plain www.evil.example mail@evil.example',
  '`code` **bold** $(alert) ```',
].join(' ');

describe('the text of a webhook’s page', () => {
  const world = useWorld();

  afterEach(closeEditors);

  it('opens a read-only Markdown document under the name of the webhook', async () => {
    const { account, id } = await open('Order Notifications');
    const { document } = editor();
    assert.equal(document.languageId, 'markdown');
    assert.equal(document.uri.scheme, 'lettr');
    assert.deepEqual(
      textTabs().map(({ label, isPreview }) => [label, isPreview]),
      [['Webhook: Order Notifications.md', true]],
    );
    assert.match(shownText(), /^# Order Notifications\n/);
    assert.ok(shownText().includes(`- ID: \`${id}\`\n`));
    assert.match(shownText(), /- Account: .*Acme|- Account: live/);
    assert.ok(shownText().includes(`curl --request POST '${world.simulator.baseUrl}/webhooks'`));
    assert.ok(!shownText().includes(world.simulator.keys.live));
    assert.equal(world.context.stores.known(account.id)?.state.kind, 'ready');
  });

  it('lets nobody write to it', async () => {
    await open('Order Notifications');
    const before = shownText();
    await run('type', { text: 'x' });
    assert.equal(shownText(), before);
    const { uri } = editor().document;
    assert.equal(vscode.workspace.fs.isWritableFileSystem(uri.scheme), false);
    for (const change of [
      () => vscode.workspace.fs.writeFile(uri, new Uint8Array()),
      () => vscode.workspace.fs.delete(uri),
      () => vscode.workspace.fs.rename(uri, uri.with({ path: '/other.md' })),
    ]) {
      await assert.rejects(async () => change());
    }
  });

  it('follows every change of the webhook and of its history', async () => {
    const { account, id } = await open('Order Notifications');
    const store = world.context.stores.of(account);
    await store.update(id, { enabled: false });
    await untilShown('- Enabled: no');
    world.simulator.put({ id, last_status: 'failure' });
    await store.load();
    await untilShown('Disabled');
    const change = { field: 'enabled', from: true, to: false, at: Date.now(), by: 'here' } as const;
    world.context.histories.set(account.id, new Map([[id, [change]]]), [id]);
    await untilShown('Disabled in VS Code on');
  });

  it('says so when the webhook is gone, and shows it again when it comes back', async () => {
    const { account, id } = await open('Order Notifications');
    const store = world.context.stores.of(account);
    await store.delete(id);
    await untilShown('no longer has this webhook');
    world.simulator.put({ id, name: 'Back again' });
    await store.load();
    await untilShown('# Back again');
  });

  it('says so when the account is removed', async () => {
    const { account } = await open('Order Notifications');
    await world.context.accounts.remove(account);
    await untilShown('has been removed from VS Code');
  });

  it('sends nothing for a document that was left open, and fills it once the list is read', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Audit log');
    await show(addressOf('webhook', account.id, id));
    assert.match(shownText(), /Not loaded yet/);
    assert.equal(world.simulator.requests.length, 0);
    await world.context.stores.of(account).load();
    await untilShown('# Audit log');
  });

  it('shows a renamed webhook under its new name only', async () => {
    const { account, id } = await open('Order Notifications');
    await run('workbench.action.keepEditor');
    await world.context.stores.of(account).update(id, { name: 'New / name' });
    await untilShown('# New / name');
    await run(OPEN, { id, as: 'text' });
    assert.deepEqual(
      textTabs().map(({ label }) => label),
      ['Webhook: New - name.md'],
    );
  });

  it('keeps text from the API from becoming anything else', async () => {
    const { id } = world.simulator.put({ name: EVIL, url: `https://one.example.com/?${EVIL}` });
    const account = await addAccount(world);
    await run(OPEN, { id, account: account.id, as: 'text' });
    await untilShown('Configuration');
    // The preview of older versions finds addresses even in escaped text.
    await setLinkify(false);
    try {
      const html = String(await vscode.commands.executeCommand('markdown.api.render', shownText()));
      assert.doesNotMatch(html.replaceAll(/<code[\s\S]*?<\/code>/g, ''), /<(a|img|b|em|strong|del)[\s>]/);
      assert.equal(html.match(/<h1/g)?.length, 1);
      assert.ok(html.includes('[run](command:lettr.log.show)'));
      assert.equal(html.match(/<pre/g)?.length, 3);
    } finally {
      await setLinkify(undefined);
    }
  });

  it('can be compared line by line', async () => {
    const { account } = await open('Order Notifications');
    const first = editor().document;
    await run(OPEN, { id: idOf(world, 'Billing 2'), account: account.id, as: 'text' });
    const second = editor().document;
    await run('vscode.diff', first.uri, second.uri, 'Compared');
    await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff,
      'the comparison',
    );
    const [one, two] = [first, second].map((document) => document.getText().split('\n'));
    const facts = (lines: readonly string[] = []) => lines.flatMap((line) => /^- [\w ]+:/.exec(line) ?? []);
    assert.deepEqual(facts(one).slice(-5), facts(two).slice(-5));
    assert.ok(first.getText().length > 500 && second.getText().length > 500);
  });

  it('says that a webhook is not there', async () => {
    await addAccount(world);
    await run(OPEN, { id: 'nothing' });
    assert.equal((await seen.message()).severity, 'error');
    assert.equal(textTabs().length, 0);
  });

  async function open(name: string): Promise<{ account: Account; id: string }> {
    const account = await addAccount(world);
    const id = idOf(world, name);
    await run(OPEN, { id, as: 'text' });
    await untilShown('# ');
    return { account, id };
  }

  async function show(uri: vscode.Uri): Promise<void> {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  }

  function setLinkify(value: boolean | undefined): Thenable<void> {
    return vscode.workspace
      .getConfiguration('markdown')
      .update('preview.linkify', value, vscode.ConfigurationTarget.Global);
  }

  function editor(): vscode.TextEditor {
    const { activeTextEditor } = vscode.window;
    assert.ok(activeTextEditor);
    return activeTextEditor;
  }
});
