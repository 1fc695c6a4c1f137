import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { addAccount, idOf, run, seen, until, useWorld } from '../support.ts';
import { Panels, closeEditors, pageDocument } from './panels.ts';

const EXPLAIN = 'lettr.webhook.explain';
const OPEN = 'lettr.webhook.open';

const HOSTILE = [
  '[run](command:lettr.log.show)',
  '![pixel](https://evil.example/p.png)',
  '<img src="https://evil.example/p.png">',
  '<a href="command:lettr.log.show">x</a>',
  '`code` ```` **bold** _x_ | cell | $(alert) &lt;b&gt;',
  '"></td></table><script>alert(1)</script>',
  '\n\n# heading\n\n- item\n\n---\n',
  '\u202Egnp.exe\u202C',
].join(' ');

describe("a webhook's page in trouble", () => {
  const world = useWorld();
  const panels = new Panels();
  const { withProgress } = vscode.window;

  before(() => panels.watch());
  beforeEach(async () => {
    await closeEditors();
    panels.clear();
  });
  afterEach(closeEditors);
  after(() => panels.unwatch());
  afterEach(() => void Object.assign(vscode.window, { withProgress }));

  const on = { path: '/emails/events' };

  for (const [what, fault, words] of [
    [
      'the key may not',
      { kind: 'status', status: 403, body: { message: 'x', error_code: 'insufficient_scope' } },
      'it lacks the emails:read scope',
    ],
    ['Lettr has a fault', { kind: 'status', status: 500 }, 'Lettr had an internal error'],
    ['the answer cannot be read', { kind: 'html' }, '(status 200)'],
    ['the network fails', { kind: 'reset', times: 3 }, "Couldn't reach Lettr"],
  ] as const) {
    it(`says why events are missing when ${what}, and pops up nothing`, async () => {
      const account = await addAccount(world);
      world.simulator.fault({ ...fault, on });
      await run(EXPLAIN, { id: idOf(world, 'Bounce handler'), account: account.id });
      const text = panels.text();
      assert.ok(text.includes(words), text);
      assert.match(text, /mail\.example\.com isn't accepting deliveries/);
      assert.match(text, /Show Log/);
      assert.equal(seen.messages.length, 0);
    });
  }

  it('explains without events when the wait is cancelled', async () => {
    const account = await addAccount(world);
    await run('lettr.webhooks.refresh');
    world.simulator.fault({ kind: 'hang', on });
    const cancelling = new vscode.CancellationTokenSource();
    const shown: string[] = [];
    Object.assign(vscode.window, {
      withProgress: ((options, task) => {
        shown.push(options.title ?? '');
        return withProgress(options, (progress) => task(progress, cancelling.token));
      }) satisfies typeof withProgress,
    });
    const running = run(EXPLAIN, { id: idOf(world, 'Bounce handler'), account: account.id });
    await until(() => shown.includes('Loading recent events'), 'the progress');
    cancelling.cancel();
    await running;
    cancelling.dispose();
    assert.match(panels.text(), /The check was canceled/);
    assert.equal(seen.messages.length, 0);
  });

  it('shows a hostile webhook as text', async () => {
    const account = await addAccount(world);
    world.simulator.reset({ empty: true });
    const { id } = world.simulator.put({
      id: `x ${HOSTILE}`,
      name: HOSTILE,
      url: `https://a.example.com/${HOSTILE}`,
      last_status: HOSTILE,
      auth_type: HOSTILE,
      event_types: [HOSTILE, 'message.bounce'],
    });
    world.simulator.put({ name: HOSTILE, url: 'https://a.example.com/2' });
    await run(EXPLAIN, { id, account: account.id });
    await run(OPEN, { id, account: account.id, as: 'text' });
    const { html } = panels.only.webview;
    assert.doesNotMatch(html, /<(?:script|img|a href="(?!command:lettr\.))/);
    assert.ok(panels.text().includes('<script>alert(1)</script>'), 'it is shown as it is');
    const text = pageDocument().getText();
    assert.equal(text.match(/^# /gm)?.length, 1);
    const rendered = await run('markdown.api.render', text);
    assert.ok(typeof rendered === 'string');
    assert.doesNotMatch(rendered, /<(?:script|img|hr|strong|em)[\s>]/);
    // Old versions make a link of every address in the text; it says where it leads.
    const unlinked = rendered.replaceAll(/<a [^>]*href="(https:[^"]*)" data-href="\1">\1<\/a>/g, '$1');
    assert.doesNotMatch(unlinked, /href="command:|evil\.example\/p\.png"/);
    assert.equal(rendered.match(/<h1/g)?.length, 1);
    assert.equal(rendered.match(/<table/g)?.length ?? 0, 0);
  });

  it('sends nothing for a document that a reload left open, and follows once the list is read', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Bounce handler');
    const query = new URLSearchParams({ kind: 'webhook', account: account.id, webhook: id }).toString();
    const uri = vscode.Uri.from({ scheme: 'lettr', path: '/Webhook: Bounce handler.md', query });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    assert.match(pageDocument().getText(), /Not loaded yet/);
    assert.deepEqual(world.simulator.requests, []);
    await run('lettr.webhooks.refresh');
    await until(() => pageDocument().getText().includes('mail.example.com'), 'the explanation');
    assert.match(pageDocument().getText(), /Not checked yet in this window/);
    assert.ok(!world.simulator.requests.some(({ path }) => path === '/emails/events'));
  });

  it('drops an answer that comes after the key was replaced', async () => {
    const account = await addAccount(world);
    await run('lettr.webhooks.refresh');
    world.simulator.fault({ kind: 'delay', ms: 300, on });
    const running = run(EXPLAIN, { id: idOf(world, 'Bounce handler'), account: account.id });
    await until(() => world.simulator.requests.some(({ path }) => path === on.path), 'the question');
    world.context.stores.forget(account.id);
    await running;
    await run('lettr.webhooks.refresh');
    await until(() => /Not checked yet/.test(panels.text()), 'the absence of events');
    assert.doesNotMatch(panels.text(), /Matching events occurred/);
  });

  it('forgets what another key was told', async () => {
    const account = await addAccount(world);
    const id = idOf(world, 'Bounce handler');
    await run(OPEN, { id, account: account.id, as: 'text' });
    await until(() => / in 10 days/.test(pageDocument().getText()), 'the events');
    world.context.stores.forget(account.id);
    await until(() => /Not loaded yet/.test(pageDocument().getText()), 'the absence');
    await run('lettr.webhooks.refresh');
    await until(() => /Not checked yet/.test(pageDocument().getText()), 'the explanation');
  });
});
