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

describe('Open Webhook Details', () => {
  const world = useWorld();

  afterEach(closeEditors);

  it('opens a read-only Markdown document under the name of the webhook', async () => {
    const { account, id } = await open('Order Notifications');
    const { document } = editor();
    assert.equal(document.languageId, 'markdown');
    assert.equal(document.uri.scheme, 'lettr');
    assert.deepEqual(
      textTabs().map(({ label, isPreview }) => [label, isPreview]),
      [['Order Notifications.md', true]],
    );
    assert.match(shownText(), /^# Order Notifications\n/);
    assert.ok(shownText().includes(`- ID: \`${id}\`\n`));
    assert.ok(shownText().includes('- Account: Acme · live\n'));
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

  it('asks which one without an argument', async () => {
    await addAccount(world);
    const done = run(OPEN);
    const picker = await seen.input();
    assert.ok(picker.labels.includes('Audit log'));
    await picker.choose('Audit log');
    await done;
    assert.match(shownText(), /^# Audit log\n/);
  });

  it('opens the first of several rows', async () => {
    const { id: accountId } = await addAccount(world);
    const rows = ['Billing 2', 'Audit log'].map((name) => ({ accountId, id: idOf(world, name) }));
    await run(OPEN, rows[0], rows);
    assert.match(shownText(), /^# Billing 2\n/);
    assert.equal(textTabs().length, 1);
  });

  it('follows every change of the webhook and of its history', async () => {
    const { account, id } = await open('Order Notifications');
    const store = world.context.stores.of(account);
    await store.update(id, { enabled: false });
    await untilShown('- Enabled: no');
    world.simulator.put({ id, last_status: 'failure' });
    await store.load();
    await untilShown('- State: Disabled after failures');
    const change = { field: 'enabled', from: true, to: false, at: Date.now(), by: 'here' } as const;
    world.context.histories.set(account.id, new Map([[id, [change]]]), [id]);
    await untilShown(': Disabled here');
  });

  it('says so when the webhook is gone, and shows it again when it comes back', async () => {
    const { account, id } = await open('Order Notifications');
    const store = world.context.stores.of(account);
    await store.delete(id);
    const gone = `# Webhook Details\n\nAcme · live has no webhook \`${id}\` any more.\n`;
    await until(() => shownText() === gone, 'the sentence');
    world.simulator.put({ id, name: 'Back again' });
    await store.load();
    await untilShown('# Back again');
  });

  it('says so when the account is removed', async () => {
    const { account } = await open('Order Notifications');
    await world.context.accounts.remove(account);
    await untilShown('The account of this webhook is not stored here any more.');
  });

  it('sends nothing for a document that was left open, and fills it once the list is read', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Audit log');
    await show(addressOf('details', account.id, id));
    assert.match(shownText(), /was not read in this window yet/);
    assert.equal(world.simulator.requests.length, 0);
    await world.context.stores.of(account).load();
    await untilShown('# Audit log');
  });

  it('shows a renamed webhook under its new name only', async () => {
    const { account, id } = await open('Order Notifications');
    await run('workbench.action.keepEditor');
    await world.context.stores.of(account).update(id, { name: 'New / name' });
    await untilShown('# New / name');
    await run(OPEN, { id });
    assert.deepEqual(
      textTabs().map(({ label }) => label),
      ['New - name.md'],
    );
  });

  it('keeps text from the API from becoming anything else', async () => {
    const { id } = world.simulator.put({ name: EVIL, url: `https://one.example.com/?${EVIL}` });
    const account = await addAccount(world);
    await run(OPEN, { id, account: account.id });
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
    await run(OPEN, { id: idOf(world, 'Billing 2'), account: account.id });
    const second = editor().document;
    await run('vscode.diff', first.uri, second.uri, 'Compared');
    await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff,
      'the comparison',
    );
    const [one, two] = [first, second].map((document) => document.getText().split('\n'));
    const headings = (lines: readonly string[] = []) => lines.filter((line) => line.startsWith('#'));
    assert.deepEqual(headings(one).slice(1), headings(two).slice(1));
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
    await run(OPEN, { id });
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
