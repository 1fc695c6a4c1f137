import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { webhookDetails } from '../../../src/tree/details.ts';
import {
  type DetailDraft,
  type DetailNode,
  type GroupNode,
  type TreeNode,
  type WebhookNode,
  nodeId,
} from '../../../src/tree/nodes.ts';
import {
  type Row,
  type WebhookRowFacts,
  groupRow,
  unreadableRow,
  webhookRow,
} from '../../../src/tree/rows.ts';
import { TextCache } from '../../../src/tree/textCache.ts';
import { HEALTHS, type Health, healthReport } from '../../../src/webhooks/health.ts';
import type { WebhookHistory } from '../../../src/webhooks/history.ts';
import { webhook } from '../api/harness.ts';
import { EVIL, HARMFUL, MENDED } from './hostile.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CONTEXT = { now: NOW, texts: new TextCache('en') };

function rowOf(
  one: Webhook,
  { history = [], ...facts }: Partial<WebhookRowFacts> & { readonly history?: WebhookHistory } = {},
): Row {
  const report = healthReport(one, history, NOW);
  return webhookRow(one, { report, mode: 'live', isOneOfSeveral: false, ...facts }, CONTEXT);
}

interface Look {
  readonly fields: Partial<Webhook>;
  readonly icon: string;
  readonly color: string | undefined;
  readonly row: string;
  readonly words: string;
  readonly contextValue: string;
}

/** How each state of health looks in its row. */
const LOOKS: Readonly<Record<Health, Look>> = {
  failing: {
    fields: { lastStatus: 'failure', lastSuccessAt: NOW - 3 * HOUR },
    icon: 'error',
    color: 'problemsErrorIcon.foreground',
    row: 'Failing · last success 3 hours ago',
    words: 'Failing: last success 3 hours ago',
    contextValue: 'webhook+enabled+failing',
  },
  disabledAfterFailures: {
    fields: { enabled: false, lastStatus: 'failure' },
    icon: 'debug-disconnect',
    color: 'problemsWarningIcon.foreground',
    row: 'Disabled after failures · one.example.com',
    words: 'Probably disabled by Lettr after failures',
    contextValue: 'webhook+disabled',
  },
  disabled: {
    fields: { enabled: false, lastStatus: 'success' },
    icon: 'circle-slash',
    color: 'disabledForeground',
    row: 'Disabled · one.example.com',
    words: 'Disabled',
    contextValue: 'webhook+disabled',
  },
  recovered: {
    fields: { lastStatus: 'success', lastFailureAt: NOW - 2 * HOUR },
    icon: 'pass',
    color: 'problemsWarningIcon.foreground',
    row: 'Recovered · one.example.com',
    words: 'Recovered: last failure 2 hours ago',
    contextValue: 'webhook+enabled',
  },
  healthy: {
    fields: { lastStatus: 'success', lastSuccessAt: NOW - 5 * MINUTE },
    icon: 'pass-filled',
    color: 'testing.iconPassed',
    row: 'one.example.com · all events',
    words: 'Healthy: delivered 5 minutes ago',
    contextValue: 'webhook+enabled',
  },
  waiting: {
    fields: {},
    icon: 'circle-large-outline',
    color: undefined,
    row: 'No deliveries yet · one.example.com',
    words: 'No deliveries yet',
    contextValue: 'webhook+enabled',
  },
  unknown: {
    fields: { lastStatus: 'paused' },
    icon: 'question',
    color: undefined,
    row: 'Status "paused" · one.example.com',
    words: 'Status "paused"',
    contextValue: 'webhook+enabled',
  },
};

/** All nodes of a webhook's rows, itself first. */
function nodesOf(accountId: string, one: Webhook): readonly TreeNode[] {
  const below = (drafts: readonly DetailDraft[], parent: WebhookNode | DetailNode): readonly TreeNode[] =>
    drafts.flatMap((draft) => {
      const node: DetailNode = { ...draft, kind: 'detail', parent };
      return [node, ...below(draft.details, node)];
    });
  const node: WebhookNode = { kind: 'webhook', accountId, id: one.id };
  return [node, ...below(webhookDetails(one, [], CONTEXT), node)];
}

describe('the row of a webhook', () => {
  for (const [health, look] of Object.entries(LOOKS)) {
    it(`that is ${health} has its own icon, colour and words`, () => {
      const row = rowOf(webhook({ ...look.fields, name: 'Orders' }));
      assert.deepEqual(row, {
        label: 'Orders',
        description: look.row,
        icon: look.icon,
        color: look.color,
        contextValue: look.contextValue,
        words: `Orders, ${look.words}, one.example.com · all events`,
      });
    });
  }

  it('does not blame Lettr for what a person disabled here', () => {
    const disabled = webhook({ enabled: false, lastStatus: 'failure' });
    const row = rowOf(disabled, {
      history: [{ at: NOW, by: 'here', field: 'enabled', from: true, to: false }],
    });
    assert.equal(row.icon, 'circle-slash');
    assert.equal(row.description, 'Disabled · one.example.com');
    assert.match(row.words, /Disabled in VS Code on Jun 15, 2030/);
  });

  it('has a shape of its own in every state, for those who see no colours', () => {
    const icons = Object.values(LOOKS).map(({ icon }) => icon);
    assert.equal(new Set(icons).size, icons.length);
  });

  it('counts its events', () => {
    const description = (events: Webhook['events']): string =>
      rowOf(webhook({ events, lastStatus: 'success' })).description;
    assert.equal(description(['message.bounce']), 'one.example.com · 1 event');
    assert.equal(description(['a', 'b', 'c', 'd']), 'one.example.com · 4 events');
    assert.equal(description(undefined), 'one.example.com · events not given');
  });

  it('is called by its id when it has no name', () => {
    for (const name of ['', '  ', '\u202e\u200b\n']) {
      assert.equal(rowOf(webhook({ name })).label, 'one');
    }
  });

  it('says by its flags what menus may offer', () => {
    const failing = webhook({ lastStatus: 'failure' });
    assert.equal(rowOf(failing, { mode: 'sandbox' }).contextValue, 'webhook+enabled+failing+sandbox');
    assert.equal(rowOf(failing, { isOneOfSeveral: true }).contextValue, 'webhook+enabled+failing+several');
    const both = { mode: 'sandbox', isOneOfSeveral: true } as const;
    assert.equal(rowOf(webhook({ enabled: false }), both).contextValue, 'webhook+disabled+sandbox+several');
  });

  it('is harmless whatever Lettr sends', () => {
    const evil = { name: EVIL, url: EVIL, lastStatus: EVIL, authentication: EVIL, events: [EVIL] };
    const row = rowOf(webhook(evil));
    assert.equal(row.label, MENDED);
    assert.equal(row.words, `${MENDED}, Status "${MENDED}", ${MENDED} · 1 event`);
    for (const text of [row.label, row.description, row.words]) {
      assert.doesNotMatch(text, HARMFUL);
    }
  });

  it('stays short', () => {
    const long = 'x'.repeat(100_000);
    const row = rowOf(webhook({ name: long, url: long, lastStatus: long }));
    assert.equal(row.label.length, 200);
    assert.ok(row.words.length < 700);
  });
});

describe('the id of a row', () => {
  const one = webhook({ id: 'w1', events: 'all' });

  it('names the account, the webhook and the part', () => {
    const ids = nodesOf('acme', webhook({ id: 'w1', events: ['message.bounce'] })).map(nodeId);
    assert.deepEqual(ids, [
      'acme/w1',
      'acme/w1/health',
      'acme/w1/url',
      'acme/w1/events.message',
      'acme/w1/events.message/event.message.bounce',
      'acme/w1/authentication',
      'acme/w1/lastSuccessAt',
      'acme/w1/lastFailureAt',
      'acme/w1/id',
    ]);
  });

  it('is there once, in a webhook and across webhooks and accounts', () => {
    const webhooks = [
      one,
      webhook({ id: 'w2', events: [...EVENT_TYPE_NAMES, 'other', 'message.other', 'events.other'] }),
      webhook({ id: 'w3', events: undefined }),
      webhook({ id: 'w4', events: [] }),
    ];
    const ids = ['acme', 'environment'].flatMap((account) =>
      webhooks.flatMap((each) => nodesOf(account, each).map(nodeId)),
    );
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length > 100);
  });

  it('stays when the webhook changes', () => {
    const changed = { ...one, name: 'New', enabled: false, lastStatus: 'failure', lastFailureAt: NOW };
    assert.deepEqual(nodesOf('acme', changed).map(nodeId), nodesOf('acme', one).map(nodeId));
  });

  it('of a webhook cannot look like the one of a group or a part, whatever Lettr calls it', () => {
    const group: GroupNode = { kind: 'group', accountId: 'acme', by: 'health', value: 'failing' };
    const real = [nodeId(group), ...nodesOf('acme', one).map(nodeId)];
    for (const id of ['group:health:failing', 'w1/health', 'w1%2Fhealth', 'w1/events/events.message']) {
      const webhookId = nodeId({ kind: 'webhook', accountId: 'acme', id });
      assert.ok(!real.includes(webhookId), webhookId);
      assert.equal(webhookId.split('/').length, 2);
    }
    const alike = ['a/b', 'a%2Fb', 'a%252Fb', 'a:b', 'a%3Ab'].map((id) =>
      nodeId({ kind: 'webhook', accountId: 'acme', id }),
    );
    assert.equal(new Set(alike).size, alike.length);
  });
});

describe('the row of a group', () => {
  const by = (value: string): GroupNode => ({ kind: 'group', accountId: 'acme', by: 'health', value });

  it('names a state and counts its webhooks', () => {
    assert.deepEqual(groupRow(by('failing'), 2), {
      label: 'Failing',
      description: '2 webhooks',
      icon: 'error',
      color: 'problemsErrorIcon.foreground',
      contextValue: 'group',
      words: 'Failing, 2 webhooks',
      hover: 'Failing: 2 webhooks',
    });
    assert.equal(groupRow(by('waiting'), 1).description, '1 webhook');
    const labels = HEALTHS.map((health) => groupRow(by(health), 1).label);
    assert.equal(new Set(labels).size, HEALTHS.length);
  });

  it('names a host', () => {
    const host: GroupNode = { kind: 'group', accountId: 'acme', by: 'host', value: 'failing' };
    assert.equal(groupRow(host, 3).label, 'failing');
    assert.equal(groupRow(host, 3).icon, 'globe');
    assert.equal(groupRow({ ...host, value: '' }, 3).label, 'No host');
  });
});

describe('the row of an entry that could not be read', () => {
  const node = { kind: 'unreadable', accountId: 'acme', id: 'w9', field: 'enabled', index: 0 } as const;

  it('names its ID, and the field to who asks', () => {
    const row = unreadableRow(node);
    assert.deepEqual([row.label, row.description], ['w9', "Couldn't be read"]);
    assert.match(row.hover ?? '', /"enabled"/);
    assert.equal(unreadableRow({ ...node, id: '' }).label, 'Unknown ID');
  });

  it('is harmless, and has an ID like no other', () => {
    const { label, hover = '' } = unreadableRow({ ...node, id: EVIL, field: EVIL });
    assert.equal(label, MENDED);
    assert.doesNotMatch(hover, HARMFUL);
    const hostile = nodeId({ kind: 'webhook', accountId: 'acme', id: 'unreadable:0' });
    assert.notEqual(nodeId(node), hostile);
    assert.notEqual(nodeId(node), nodeId({ ...node, index: 1 }));
  });
});
