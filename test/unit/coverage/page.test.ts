import assert from 'node:assert/strict';

import { LettrError } from '../../../src/api/errors.ts';
import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { COVERAGE_COMMANDS, type CoverageFacts, coveragePage } from '../../../src/coverage/page.ts';
import { renderHtml } from '../../../src/pages/html.ts';
import { renderMarkdown } from '../../../src/pages/markdown.ts';
import type { Block, Cell } from '../../../src/pages/page.ts';
import { Command } from '../../../src/platform/ids.ts';
import type { StoreState } from '../../../src/webhooks/state.ts';
import { webhook } from '../api/harness.ts';
import { HOSTILE, assertHarmless, skeleton, tagsOf } from '../pages/tags.ts';
import { ACME, FAILING, NOW, SANDBOX } from '../webhookPage/harness.ts';

function facts(webhooks: readonly Partial<Webhook>[], more: Partial<CoverageFacts> = {}): CoverageFacts {
  const all = webhooks.map((fields, index) =>
    webhook({ id: `id${index}`, name: `W${index}`, url: `https://h${index}.example.com/`, ...fields }),
  );
  const state: StoreState = {
    kind: 'ready',
    webhooks: new Map(all.map((one) => [one.id, one])),
    unreadable: [],
    loadedAt: NOW,
    askedAt: NOW,
    problem: undefined,
  };
  return { account: ACME, state, language: 'en', ...more };
}

function textOf(...args: Parameters<typeof facts>): string {
  return renderMarkdown(coveragePage(facts(...args)), 'en');
}

function htmlOf(...args: Parameters<typeof facts>): string {
  return renderHtml(coveragePage(facts(...args)), { style: '', nonce: 'n', language: 'en', now: NOW });
}

/** The cells of the table, by event type. */
function cells(...args: Parameters<typeof facts>): ReadonlyMap<unknown, readonly Cell[]> {
  const table = coveragePage(facts(...args))
    .blocks.flatMap((block): readonly Block[] => (block.kind === 'section' ? block.blocks : []))
    .find((block) => block.kind === 'table');
  assert.ok(table?.kind === 'table');
  return new Map(table.groups.flatMap(({ rows }) => rows).map(([first, ...rest]) => [first?.text, rest]));
}

/** The `events` of every action that creates a webhook, in the order of the page. */
function createdFor(page: CoverageFacts): readonly unknown[] {
  const found: unknown[] = [];
  JSON.stringify(coveragePage(page), (_, value: unknown) => {
    const action = Object(value);
    if (action.command === Command.webhookCreate) {
      found.push(action.args[0].events);
    }
    return value;
  });
  return found;
}

describe('the page of event coverage', () => {
  it('begins with the verdict, and what mends each gap', () => {
    const text = textOf([
      { name: 'Bounces', events: ['message.bounce', 'message.spam_complaint'], ...FAILING },
      { name: 'Spare', events: ['message.out_of_band'], enabled: false },
      { events: ['message.spam_complaint', 'unsubscribe.link_unsubscribe'] },
    ]);
    assert.ok(
      text.startsWith(`# Event Coverage

3 critical events not received

live · Acme

## Critical Events Not Received

- Bounce: its only enabled webhook, "Bounces", is failing
  - → Edit URL · Explain
- Out of Band: its only webhook, "Spare", is disabled
  - → Enable "Spare"
- List Unsubscribe: no webhook
  - → Create Webhook
`),
      text,
    );
  });

  it('says that all critical events are received', () => {
    assert.match(textOf([{ events: 'all' }]), /^# Event Coverage\n\nAll critical events are received\n/);
    assert.doesNotMatch(textOf([{ events: 'all' }]), /Not Received/);
    assert.match(textOf([]), /5 critical events not received/);
  });

  it('marks cells by shape, colour and words, and each leads to the edit that mends it', () => {
    const found = cells([
      { events: ['message.bounce'], ...FAILING },
      { events: ['message.bounce'], url: 'https://same.example.com' },
      { events: ['message.bounce'], url: 'https://same.example.com/' },
      { events: ['message.bounce'], enabled: false },
      { events: undefined },
    ]);
    assert.deepEqual(
      found.get('Bounce')?.map(({ text, tone, action }) => {
        const [args] = action?.args ?? [];
        return [text, tone, action?.command, typeof args === 'object' && args && Reflect.get(args, 'field')];
      }),
      [
        ['Failing', 'error', Command.webhookEdit, 'url'],
        ['Twice', 'warning', Command.webhookEdit, 'events'],
        ['Twice', 'warning', Command.webhookEdit, 'events'],
        ['Not known', 'neutral', Command.webhookEdit, 'events'],
        ['Disabled', 'off', Command.webhookEnable, undefined],
      ],
    );
    assert.deepEqual(found.get('Delay: not received')?.[0]?.text, '–');
    assert.deepEqual(
      found.get('Delay: not received')?.[0]?.action?.label,
      'Edit the events of "W0" to add Delay',
    );
  });

  it('has webhooks by name as columns that open them, and event types by category as rows', () => {
    const html = htmlOf([{ name: 'Orders', events: 'all' }]);
    const heads = tagsOf(html).filter(({ attributes }) => attributes.get('scope') === 'col');
    assert.equal(heads.length, 2);
    assert.match(html, /command:lettr\.webhook\.open\?[^"]*id0[^"]*" title="Open &#34;Orders&#34;">Orders</);
    const groups = tagsOf(html).filter(({ attributes }) => attributes.get('scope') === 'rowgroup');
    assert.equal(groups.length, 5);
    assert.match(textOf([{ events: ['later.kind'] }]), /\*\*Unknown Event Types\*\*/);
  });

  it('names who delivers more than once to the same URL', () => {
    const text = textOf([{ url: 'https://a.example.com' }, { url: 'https://a.example.com/' }]);
    assert.match(
      text,
      /## Delivered More Than Once\n\nFine if each webhook handles the event differently\.\n\n- "W0", "W1" · `https:\/\/a\.example\.com`/,
    );
    assert.match(
      textOf([{ url: 'https://a.example.com/1' }, { url: 'https://a.example.com/2' }]),
      /## Delivered to Several URLs of One Host \(1\)\n\n- a\.example\.com: .* from "W0", "W1"/,
    );
  });

  it('offers a sandbox key nothing that it may not do', () => {
    assert.doesNotMatch(htmlOf([{ events: [] }], { account: SANDBOX }), /webhook\.(?:edit|enable|create)/);
  });

  it('creates a webhook for what is not received: all of the critical ones, or the one of the line', () => {
    const everything = EVENT_TYPE_NAMES.filter((name) => !name.startsWith('message.bounce'));
    const missing = ['message.bounce'];
    assert.deepEqual(createdFor(facts([{ events: everything }])), [missing, missing]);
    assert.deepEqual(createdFor(facts([{ events: 'all' }])), [undefined]);
    const [critical, ...lines] = createdFor(facts([]));
    assert.ok(Array.isArray(critical) && critical.length > 1);
    assert.deepEqual(new Set(lines.flat()), new Set(EVENT_TYPE_NAMES));
  });

  it('runs only its own commands', () => {
    for (const { attributes } of tagsOf(htmlOf([{ ...FAILING }, { enabled: false }, { events: [] }]))) {
      const command = /^command:([\w.]+)/.exec(attributes.get('href') ?? '')?.[1];
      assert.ok(command === undefined || COVERAGE_COMMANDS.some((id) => id === command), command);
    }
  });

  it('says why there is nothing to show, or that it is not fresh', () => {
    assert.match(textOf([], { state: { kind: 'unread' } }), /Not loaded yet/);
    assert.match(textOf([], { account: 'removed' }), /has been removed/);
    const error = new LettrError({ kind: 'server', status: 500 });
    assert.match(textOf([], { state: { kind: 'failed', error } }), /Couldn't load the webhooks/);
    const { state } = facts([{}]);
    assert.ok(state.kind === 'ready');
    assert.match(
      textOf([], { state: { ...state, problem: error } }),
      /Couldn't refresh\. Showing data from Jun 15/,
    );
  });

  describe('with hostile text', () => {
    const withText = (text: string): Parameters<typeof facts>[0] => [
      { name: text, url: `https://a.example.com/${text}`, events: [text, 'message.bounce'], ...FAILING },
      { name: text, url: text, events: ['message.bounce'] },
    ];
    const harmless = skeleton(htmlOf(withText('harmless')));

    for (const text of HOSTILE) {
      it(`${JSON.stringify(text.slice(0, 40))} stays text`, () => {
        const page = htmlOf(withText(text));
        assertHarmless(page, 'n');
        assert.deepEqual(skeleton(page), harmless);
      });
    }
  });
});
