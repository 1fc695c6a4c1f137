import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { idOf, ownStore, run, useWorld } from '../support.ts';
import { OwnTree } from './harness.ts';

const HOSTILE = [
  '[run](command:lettr.log.show)',
  '![pixel](https://evil.example/p.png)',
  '<img src="https://evil.example/p.png">',
  '<a href="command:lettr.log.show">x</a>',
  'https://evil.example/plain www.evil.example mail@evil.example',
  '[ref]: https://evil.example',
  '# heading',
  '`code` **bold** $(alert) &lt;b&gt;',
].join(' ');

/** What must not come out of text; bold and paragraphs are the hover's own. */
const SYNTAX = /<(a|img|code|h1|h2)[\s>]/;

describe('the hover of a webhook', () => {
  const world = useWorld();
  const own = new OwnTree();
  const { tree } = own;

  // The preview finds addresses even in escaped text, which hovers do not; raw ones are looked for below.
  before(() => setLinkify(false));
  after(async () => {
    tree.dispose();
    await setLinkify(undefined);
  });

  it('shows every field in words', async () => {
    const id = idOf(world, 'Order Notifications');
    const shown = textOf(await render(await hoverOf(id)));
    for (const words of [
      'Order Notifications',
      'Healthy: delivered 4 minutes ago',
      'Endpoint: https://shop.example.com/hooks/lettr',
      'Enabled: yes',
      'Events: 2 events',
      'Authentication: Basic, credentials stored',
      'Last Failure: never',
      `ID: ${id}`,
      'Updated ',
    ]) {
      assert.ok(shown.includes(words), `"${words}" is not in: ${shown}`);
    }
    assert.match(shown, /Last Success: \w+ \d+, \d{4}.*\(4 minutes ago\)/);
  });

  it('would show links and pictures if the text were Markdown', async () => {
    const html = await render(new vscode.MarkdownString(HOSTILE));
    for (const syntax of ['<a ', '<img', '<code']) {
      assert.ok(html.includes(syntax), html);
    }
  });

  it('shows hostile text as text, wherever it stands', async () => {
    for (const field of ['name', 'url', 'last_status', 'auth_type', 'id'] as const) {
      world.simulator.reset({ empty: true });
      const { id } = world.simulator.put({
        [field]: field === 'id' ? `x ${HOSTILE.slice(0, 120)}` : HOSTILE,
      });
      const hover = await hoverOf(id);
      assert.ok(!hover.isTrusted, field);
      assert.ok(!hover.supportHtml, field);
      assert.doesNotMatch(hover.value, /:\/\/|www\.|@/, field);
      const html = await render(hover);
      assert.doesNotMatch(html, SYNTAX, `${field}: ${html}`);
      assert.ok(textOf(html).includes('[run](command:lettr.log.show)'.replace('](', '] (')), html);
    }
  });

  it('shows hostile text as text in the rows below, too', async () => {
    world.simulator.reset({ empty: true });
    const { id } = world.simulator.put({ name: 'x', url: HOSTILE, event_types: [HOSTILE] });
    await show();
    const node = tree.nodeOf(id, 'acme') ?? assert.fail();
    for (const child of tree.children(node)) {
      const { tooltip } = tree.getTreeItem(child);
      assert.equal(typeof tooltip, 'string', 'VS Code shows a string as it is');
    }
  });

  it('stays without one for the rows below and for a webhook that is gone', async () => {
    await show();
    const node = tree.nodeOf(idOf(world, 'Audit log'), 'acme') ?? assert.fail();
    const gone = { kind: 'webhook', accountId: 'acme', id: 'gone' } as const;
    assert.equal(tree.resolveTreeItem(new vscode.TreeItem(''), gone).tooltip, undefined);
    const [child] = tree.children(node);
    const item = tree.getTreeItem(child ?? assert.fail());
    assert.equal(typeof tree.resolveTreeItem(item, child ?? assert.fail()).tooltip, 'string');
  });

  async function show(): Promise<void> {
    const store = ownStore(world.simulator);
    await store.load();
    own.show(store);
  }

  async function hoverOf(id: string): Promise<vscode.MarkdownString> {
    await show();
    const node = tree.nodeOf(id, 'acme') ?? assert.fail();
    const { tooltip } = tree.resolveTreeItem(tree.getTreeItem(node), node);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    return tooltip;
  }
});

function setLinkify(value: boolean | undefined): Thenable<void> {
  return vscode.workspace
    .getConfiguration('markdown')
    .update('preview.linkify', value, vscode.ConfigurationTarget.Global);
}

/** The HTML that VS Code's Markdown preview makes. */
async function render({ value }: vscode.MarkdownString): Promise<string> {
  const html = await run('markdown.api.render', value);
  assert.ok(typeof html === 'string');
  return html;
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]+>/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&nbsp;|\u00a0/g, ' ')
    .replace(/&amp;/g, '&');
}
