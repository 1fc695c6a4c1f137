import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { addAccount, idOf, run, seen, until, useWorld, writesOf } from '../support.ts';
import { Panels, closeEditors, pageDocument, panelTabs } from './panels.ts';

const EXPLAIN = 'lettr.webhook.explain';
const OPEN = 'lettr.webhook.open';
const MINUTE = 60_000;

describe('Explain Webhook Health', () => {
  const world = useWorld();
  const panels = new Panels();

  before(() => panels.watch());
  beforeEach(async () => {
    await closeEditors();
    panels.clear();
  });
  afterEach(closeEditors);
  after(() => panels.unwatch());

  /** The questions for events, as the simulator got them. */
  const asked = (): readonly string[] =>
    world.simulator.requests.filter(({ path }) => path === '/emails/events').map(({ query }) => query);

  const shows = (text: string): Promise<void> => until(() => panels.text().includes(text), `"${text}"`);
  const reads = (text: string): Promise<void> =>
    until(() => pageDocument().getText().includes(text), `"${text}"`);

  it('opens one panel, with one request for events', async () => {
    const account = await addAccount(world);
    await run(EXPLAIN, { id: idOf(world, 'Bounce handler'), account: account.id });
    await until(() => panelTabs().length === 1, 'the panel');
    assert.deepEqual(panelTabs(), ['Webhook: Bounce handler']);
    assert.deepEqual(asked(), ['events=bounce,out_of_band,spam_complaint&per_page=100']);
    assert.deepEqual(writesOf(world), []);
    assert.equal(seen.messages.length, 0);
    const text = panels.text();
    for (const words of [
      'Last failure 7 minutes ago',
      "Why It's Failing",
      "mail.example.com isn't accepting deliveries",
      'Matching events occurred',
      "can't verify that requests come from Lettr",
      'https://mail.example.com/lettr/bounces',
      'Bounce',
    ]) {
      assert.ok(text.includes(words), `"${words}" is not in ${text}`);
    }
    assert.match(panels.only.webview.html, /<section [^>]*class="opened-at"/);
  });

  it('runs no scripts, and only commands of its own', async () => {
    const account = await addAccount(world);
    await run(EXPLAIN, { id: idOf(world, 'CRM sync'), account: account.id });
    const [options] = panels.options;
    assert.equal(options?.enableScripts, false);
    assert.deepEqual(options.localResourceRoots, []);
    assert.ok(Array.isArray(options.enableCommandUris));
    const known = await vscode.commands.getCommands(true);
    for (const command of options.enableCommandUris) {
      assert.match(String(command), /^lettr\./);
      assert.ok(known.includes(String(command)), String(command));
    }
    assert.ok(!panels.only.webview.html.includes('<script'));
    assert.match(panels.only.webview.html, /default-src &#39;none&#39;; style-src &#39;nonce-[\w+/=]+&#39;/);
  });

  it('shows one webhook after another in the same tab, unless that is pinned', async () => {
    const account = await addAccount(world);
    const subject = { id: idOf(world, 'CRM sync'), account: account.id };
    await run(EXPLAIN, subject);
    await run(OPEN, { id: idOf(world, 'Audit log'), account: account.id });
    assert.equal(panels.made.length, 1);
    await until(() => panelTabs().join() === 'Webhook: Audit log', 'the other page');
    await run('workbench.action.pinEditor');
    await run(EXPLAIN, subject);
    await until(() => panelTabs().length === 2, 'the second panel');
    assert.deepEqual([...panelTabs()].toSorted(), ['Webhook: Audit log', 'Webhook: CRM sync']);
    await run(OPEN, { id: idOf(world, 'Audit log'), account: account.id });
    assert.equal(panels.made.length, 2);
    assert.equal(asked().length, 2, 'events are asked for once');
  });

  it('opens a new panel after the first was closed', async () => {
    const account = await addAccount(world);
    const subject = { id: idOf(world, 'CRM sync'), account: account.id };
    await run(EXPLAIN, subject);
    panels.only.dispose();
    await until(() => panelTabs().length === 0, 'the panel to go');
    await run(EXPLAIN, subject);
    await until(() => panelTabs().length === 1, 'the panel');
    assert.equal(panels.made.length, 2);
  });

  it('opens the same as a text document, without another request', async () => {
    const account = await addAccount(world);
    const subject = { id: idOf(world, 'Bounce handler'), account: account.id };
    await run(EXPLAIN, subject);
    await run(OPEN, { ...subject, as: 'text' });
    assert.equal(asked().length, 1);
    const document = pageDocument();
    assert.equal(document.languageId, 'markdown');
    assert.match(document.uri.path, /^\/Webhook: Bounce handler\.md$/);
    const text = document.getText();
    for (const words of [
      '# Bounce handler',
      "## Why It's Failing",
      "1. mail.example.com isn't accepting deliveries",
      '→ Edit URL',
      '`https://mail.example.com/lettr/bounces`',
    ]) {
      assert.ok(text.includes(words), `"${words}" is not in ${text}`);
    }
  });

  it('opens a text document on its own, with one request', async () => {
    const account = await addAccount(world);
    const subject = { id: idOf(world, 'Staging mirror'), account: account.id, as: 'text' };
    await run(OPEN, subject);
    await run(OPEN, subject);
    assert.equal(panels.made.length, 0);
    assert.deepEqual(asked(), ['events=delivery&per_page=100']);
    assert.match(pageDocument().getText(), /No deliveries yet/);
  });

  it('follows what is read and done elsewhere, in place', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Bounce handler');
    const subject = { id, account: account.id };
    await run(EXPLAIN, subject);
    await run(OPEN, { ...subject, as: 'text' });
    world.simulator.put({
      id,
      name: 'Renamed',
      last_status: 'success',
      last_successful_at: new Date().toISOString(),
    });
    await run('lettr.webhooks.refresh');
    await shows('Recovered');
    await reads('Recovered');
    assert.equal(panels.only.title, 'Webhook: Renamed');
    world.answer('Disable');
    await run('lettr.webhook.disable', subject);
    await shows('Disabled in VS Code on');
    await reads('nothing is delivered to mail.example.com');
    assert.equal(asked().length, 1);
  });

  it('follows the local history', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Bounce handler');
    await run(EXPLAIN, { id, account: account.id });
    const at = Date.now() - 3 * 60 * MINUTE;
    const change = { field: 'health', from: 'healthy', to: 'failing', at, by: 'elsewhere' } as const;
    const before = world.context.histories.of(account.id, id);
    world.context.histories.set(account.id, new Map([[id, [change]]]), [id]);
    await shows('3 hours ago: ');
    world.context.histories.set(account.id, new Map([[id, before]]), [id]);
  });

  it('leaves the panel as it is when nothing but the time went on', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Bounce handler');
    await run('lettr.webhooks.refresh');
    await until(() => world.context.histories.of(account.id, id).length > 0, 'the history');
    await run(EXPLAIN, { id, account: account.id });
    const { html } = panels.only.webview;
    await run('lettr.webhooks.refresh');
    world.simulator.put({ id: idOf(world, 'Audit log'), name: 'Other' });
    await run('lettr.webhooks.refresh');
    assert.equal(panels.only.webview.html, html);
  });

  it('reads the webhook and the events anew on Check Again', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Bounce handler');
    await run(EXPLAIN, { id, account: account.id });
    world.simulator.put({ id, last_status: 'success', last_successful_at: new Date().toISOString() });
    world.simulator.clearRequests();
    await run(EXPLAIN, { id, account: account.id, refresh: true });
    assert.deepEqual(
      world.simulator.requests.map(({ method, path }) => `${method} ${path}`),
      [`GET /webhooks/${id}`, 'GET /emails/events'],
    );
    await shows('Recovered');
    assert.equal(panels.made.length, 1);
  });

  it('says that the webhook is gone', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Audit log');
    await run(EXPLAIN, { id, account: account.id });
    await run(OPEN, { id, account: account.id, as: 'text' });
    world.simulator.remove(id);
    await run(EXPLAIN, { id, account: account.id, refresh: true });
    assert.match((await seen.message()).text, /no longer exists/);
    await shows('no longer has this webhook');
    await reads('no longer has this webhook');
    assert.equal(panels.only.title, 'Webhook: Audit log');
  });

  it('closes the panel of an account that is removed, and says so in the document', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Audit log');
    await run(EXPLAIN, { id, account: account.id });
    await run(OPEN, { id, account: account.id, as: 'text' });
    await world.context.accounts.remove(account);
    await until(() => panelTabs().length === 0, 'the panel to close');
    await reads('has been removed from VS Code');
  });

  it('asks which webhook when it is called without one', async () => {
    await addAccount(world);
    const running = run(EXPLAIN);
    await (await seen.input()).choose('Staging mirror');
    await running;
    await until(() => panelTabs().length === 1, 'the panel');
    assert.deepEqual(panelTabs(), ['Webhook: Staging mirror']);
  });

  it('opens nothing when the picker is left', async () => {
    await addAccount(world);
    const running = run(EXPLAIN);
    await (await seen.input()).escape();
    await running;
    assert.equal(panels.made.length, 0);
    assert.deepEqual(asked(), []);
  });

  it('says that there is no account', async () => {
    await run(EXPLAIN);
    assert.deepEqual((await seen.message()).buttons, ['Add Account']);
  });

  it('takes the first of several rows', async () => {
    const account = await addAccount(world);
    const rows = ['CRM sync', 'Audit log'].map((name) => ({ id: idOf(world, name), account: account.id }));
    await run(EXPLAIN, rows[0], rows);
    await until(() => panelTabs().length === 1, 'the panel');
    assert.deepEqual(panelTabs(), ['Webhook: CRM sync']);
  });

  it('explains the webhook of another account with that account’s key', async () => {
    const other = await addAccount(world, { key: 'otherTeam', name: 'Other' });
    await addAccount(world);
    const id = world.simulator.webhooks(977)[0]?.id;
    await run(EXPLAIN, { id, account: other.id });
    await shows('Support Ticket Notifications');
    const question = world.simulator.requests.find(({ path }) => path === '/emails/events');
    assert.equal(question?.key, 'otherTeam');
  });

  it('does not ask for events that Lettr does not list', async () => {
    const account = await addAccount(world);
    const { id } = world.simulator.put({ name: 'Inbound', event_types: ['relay.relay_delivery'] });
    await run(EXPLAIN, { id, account: account.id });
    await shows("Lettr doesn't list events of inbound email");
    assert.deepEqual(asked(), []);
  });
});
