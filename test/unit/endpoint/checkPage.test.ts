import assert from 'node:assert/strict';

import { type CheckedEndpoint, checkPage } from '../../../src/endpoint/checkPage.ts';
import type { Check } from '../../../src/endpoint/checks.ts';
import type { Action, Block } from '../../../src/pages/page.ts';
import { renderMarkdown } from '../../../src/pages/markdown.ts';

const AT = Date.parse('2026-11-28T12:00:00Z');
const TYPED: CheckedEndpoint = { url: 'https://example.com/hook', authentication: 'basic' };
const OF_WEBHOOK: CheckedEndpoint = { ...TYPED, webhook: { accountId: 'acme', id: 'w1', name: 'Orders' } };

const FINE: Check = { id: 'url', status: 'passed', label: 'URL', text: 'The URL is valid.' };
const PORT: Check = {
  id: 'tcp',
  status: 'failed',
  label: 'Connection',
  text: 'No connection.',
  fix: { text: 'Start the server.', shell: 'nc -vz example.com 443' },
};
const OTHER_URL: Check = {
  id: 'redirect',
  status: 'warning',
  label: 'Redirect',
  text: 'It redirects.',
  fix: { text: 'Use its new URL.', field: 'url' },
};

function actionsOf(blocks: readonly Block[]): readonly Action[] {
  return blocks.flatMap((block) =>
    block.kind === 'section' ? actionsOf(block.blocks) : 'actions' in block ? (block.actions ?? []) : [],
  );
}

function labelsAndArgs(checked: CheckedEndpoint, checks: readonly Check[]): unknown {
  return actionsOf(checkPage(checked, checks, AT).blocks).map(({ label, args }) => [label, args[0]]);
}

describe('the report of a check', () => {
  it('begins with what to do, and lists every check', () => {
    const text = renderMarkdown(checkPage(TYPED, [FINE, PORT, OTHER_URL], AT), 'en');
    assert.match(text, /Endpoint Check: example\.com/);
    assert.match(text, /The endpoint has a problem: No connection\./);
    assert.match(
      text,
      /No connection\. Start the server\.[\s\S]*nc -vz example\.com 443[\s\S]*It redirects\./,
    );
    for (const words of ['URL', 'Passed', 'Connection', 'Failed', 'Redirect', 'Warning']) {
      assert.ok(text.includes(words), words);
    }
  });

  it('can be repeated with what is known, which is never a credential', () => {
    assert.deepEqual(labelsAndArgs(TYPED, [FINE]), [
      ['Check Again', { url: TYPED.url, authentication: 'basic' }],
      ['Send Sample Event', { url: TYPED.url, authentication: 'basic' }],
    ]);
    assert.deepEqual(labelsAndArgs(OF_WEBHOOK, [FINE]), [
      ['Check Again', { id: 'w1', account: 'acme' }],
      ['Send Sample Event', { id: 'w1', account: 'acme' }],
    ]);
  });

  it('shows no password of a URL that is refused', () => {
    const url = 'https://me:secret@example.com/hook';
    const shown = JSON.stringify(checkPage({ url, authentication: 'none' }, [], 0));
    assert.ok(shown.includes('https://example.com/hook') && !shown.includes('secret'));
  });

  it('leads to the field of a webhook that is at fault', () => {
    assert.deepEqual(labelsAndArgs(OF_WEBHOOK, [OTHER_URL]), [
      ['Check Again', { id: 'w1', account: 'acme' }],
      ['Send Sample Event', { id: 'w1', account: 'acme' }],
      ['Edit Webhook', { id: 'w1', account: 'acme', field: 'url' }],
    ]);
  });

  it('says whose credentials were sent, when nobody typed them', () => {
    const text = (checked: CheckedEndpoint): string => renderMarkdown(checkPage(checked, [FINE], AT), 'en');
    assert.match(text({ ...TYPED, handler: 'shop <app>' }), /Credentials.*From handler shop/);
    assert.doesNotMatch(text(TYPED), /Credentials/);
  });
});
