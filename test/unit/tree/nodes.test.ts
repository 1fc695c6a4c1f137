import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES, eventCatalogue } from '../../../src/api/events.ts';
import type { Webhook } from '../../../src/api/types.ts';
import {
  type DetailDraft,
  type DetailNode,
  type TreeNode,
  type WebhookNode,
  nodeId,
  webhookDetails,
  webhookRow,
} from '../../../src/tree/nodes.ts';
import type { Health } from '../../../src/webhooks/health.ts';
import { absoluteTime } from '../../../src/webhooks/times.ts';
import { webhook } from '../api/harness.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const READING = { now: NOW, language: 'en' };

interface Look {
  readonly fields: Partial<Webhook>;
  readonly icon: string;
  readonly color: string | undefined;
  readonly words: string;
  readonly contextValue: string;
}

/** The table of ux.md. */
const LOOKS: Readonly<Record<Health, Look>> = {
  failing: {
    fields: { lastStatus: 'failure', lastSuccessAt: NOW - 3 * HOUR },
    icon: 'error',
    color: 'testing.iconFailed',
    words: 'Failing, last success 3 hours ago',
    contextValue: 'webhook+enabled+failing',
  },
  disabledAfterFailures: {
    fields: { enabled: false, lastStatus: 'failure' },
    icon: 'debug-disconnect',
    color: 'list.warningForeground',
    words: 'Disabled after failures (likely automatic)',
    contextValue: 'webhook+disabled',
  },
  disabled: {
    fields: { enabled: false, lastStatus: 'success' },
    icon: 'circle-slash',
    color: 'disabledForeground',
    words: 'Disabled',
    contextValue: 'webhook+disabled',
  },
  recovered: {
    fields: { lastStatus: 'success', lastFailureAt: NOW - 2 * HOUR },
    icon: 'pass',
    color: 'list.warningForeground',
    words: 'Healthy, failed 2 hours ago',
    contextValue: 'webhook+enabled',
  },
  healthy: {
    fields: { lastStatus: 'success', lastSuccessAt: NOW - 5 * MINUTE },
    icon: 'pass-filled',
    color: 'testing.iconPassed',
    words: 'Healthy, delivered 5 minutes ago',
    contextValue: 'webhook+enabled',
  },
  waiting: {
    fields: {},
    icon: 'circle-large-outline',
    color: undefined,
    words: 'No delivery yet',
    contextValue: 'webhook+enabled',
  },
  unknown: {
    fields: { lastStatus: 'paused' },
    icon: 'question',
    color: undefined,
    words: 'Status "paused"',
    contextValue: 'webhook+enabled',
  },
};

const EVIL = '[x](command:y) $(bug)\u202e\u0007\n';
const MENDED = '[x] (command:y) $ (bug)';
const HARMFUL = /\]\(|\$\(|[\p{Cc}\u202a-\u202e]/u;

/** A row below a webhook, and those below it, as nested arrays. */
type Outline = readonly [label: string, description: string, ...below: Outline[]];

function outline(details: readonly DetailDraft[]): readonly Outline[] {
  return details.map(({ label, description, details: below }) => [label, description, ...outline(below)]);
}

function detailsOf(fields: Partial<Webhook>): readonly DetailDraft[] {
  return webhookDetails(webhook(fields), READING);
}

function part(details: readonly DetailDraft[], name: string): DetailDraft {
  const found = details.find((detail) => detail.part === name);
  assert.ok(found, `no ${name} among ${details.map((detail) => detail.part).join(', ')}`);
  return found;
}

/** All nodes of a webhook's rows, itself first. */
function nodesOf(accountId: string, one: Webhook): readonly TreeNode[] {
  const below = (drafts: readonly DetailDraft[], parent: TreeNode): readonly TreeNode[] =>
    drafts.flatMap((draft) => {
      const node: DetailNode = { ...draft, kind: 'detail', parent };
      return [node, ...below(draft.details, node)];
    });
  const node: WebhookNode = { kind: 'webhook', accountId, id: one.id };
  return [node, ...below(webhookDetails(one, READING), node)];
}

function allOf(details: readonly DetailDraft[]): readonly DetailDraft[] {
  return details.flatMap((detail) => [detail, ...allOf(detail.details)]);
}

describe('the row of a webhook', () => {
  for (const [health, look] of Object.entries(LOOKS)) {
    it(`that is ${health} has its own icon, colour and words`, () => {
      const row = webhookRow(webhook({ ...look.fields, name: 'Orders' }), READING);
      assert.deepEqual(row, {
        label: 'Orders',
        description: 'one.example.com · all events',
        icon: look.icon,
        color: look.color,
        contextValue: look.contextValue,
        words: `Orders, ${look.words}, one.example.com · all events`,
      });
    });
  }

  it('has a shape of its own in every state, for those who see no colours', () => {
    const icons = Object.values(LOOKS).map(({ icon }) => icon);
    assert.equal(new Set(icons).size, icons.length);
  });

  it('counts its events', () => {
    const description = (events: Webhook['events']): string =>
      webhookRow(webhook({ events }), READING).description;
    assert.equal(description(['message.bounce']), 'one.example.com · 1 event');
    assert.equal(description(['a', 'b', 'c', 'd']), 'one.example.com · 4 events');
    assert.equal(description(undefined), 'one.example.com · events not given');
  });

  it('is called by its id when it has no name', () => {
    for (const name of ['', '  ', '\u202e\u200b\n']) {
      assert.equal(webhookRow(webhook({ name }), READING).label, 'one');
    }
  });

  it('is harmless whatever Lettr sends', () => {
    const evil = { name: EVIL, url: EVIL, lastStatus: EVIL, authentication: EVIL, events: [EVIL] };
    const row = webhookRow(webhook(evil), READING);
    assert.equal(row.label, MENDED);
    assert.equal(row.words, `${MENDED}, Status "${MENDED} ", ${MENDED} · 1 event`);
    for (const text of [row.label, row.description, row.words]) {
      assert.doesNotMatch(text, HARMFUL);
    }
  });

  it('stays short', () => {
    const long = 'x'.repeat(100_000);
    const row = webhookRow(webhook({ name: long, url: long, lastStatus: long }), READING);
    assert.equal(row.label.length, 200);
    assert.ok(row.words.length < 700);
  });
});

describe('the rows below a webhook', () => {
  it('show its fields', () => {
    const details = detailsOf({
      lastStatus: 'success',
      lastSuccessAt: NOW - 5 * MINUTE,
      events: ['message.bounce', 'relay.relay_delivery', 'message.open'],
      authentication: 'basic',
      hasCredentials: true,
    });
    assert.deepEqual(outline(details), [
      ['Health', 'Healthy, delivered 5 minutes ago'],
      ['Endpoint', 'https://one.example.com/'],
      ['Message', '2 of 8', ['Bounce', 'message.bounce'], ['message.open', 'message.open']],
      ['Relay', '1 of 5', ['Relay Delivery', 'relay.relay_delivery']],
      ['Authentication', 'Basic, credentials stored'],
      ['Last Success', '5 minutes ago'],
      ['Last Failure', 'never'],
      ['ID', 'one'],
    ]);
  });

  it('say the absolute time to who asks', () => {
    const details = detailsOf({ lastSuccessAt: NOW - HOUR, lastFailureAt: NOW - MINUTE });
    assert.equal(part(details, 'lastSuccess').words, absoluteTime(NOW - HOUR, 'en'));
    assert.equal(part(details, 'lastFailure').words, absoluteTime(NOW - MINUTE, 'en'));
    assert.equal(part(detailsOf({}), 'lastFailure').words, undefined);
  });

  it('show the whole of a long address to who asks', () => {
    const url = `https://example.com/${'x'.repeat(1000)}`;
    const detail = part(detailsOf({ url }), 'url');
    assert.equal(detail.description.length, 200);
    assert.equal(detail.words, url);
  });

  it('list every type where all events are followed', () => {
    const events = part(detailsOf({ events: 'all' }), 'events');
    assert.equal(events.label, 'All Events');
    assert.equal(events.description, 'also types added later');
    assert.deepEqual(
      outline(events.details).map(([label, description]) => [label, description]),
      [
        ['Message', '7 of 7'],
        ['Engagement', '6 of 6'],
        ['Generation', '2 of 2'],
        ['Unsubscribe', '2 of 2'],
        ['Relay', '5 of 5'],
      ],
    );
    const types = events.details.flatMap(({ details }) => details);
    assert.deepEqual(
      types.map(({ label, description, words }) => [label, description, words]),
      eventCatalogue().map(({ label, name, description }) => [label, name, description]),
    );
  });

  it('say so when the events were not given, or there are none', () => {
    assert.deepEqual(outline([part(detailsOf({ events: undefined }), 'events')]), [['Events', 'not given']]);
    assert.deepEqual(outline([part(detailsOf({ events: [] }), 'events')]), [['Events', 'none']]);
  });

  it('show types that nobody knows', () => {
    const details = detailsOf({ events: ['brand_new', 'sms.sent', 'message.teleported'] });
    assert.deepEqual(outline(details.slice(2, 4)), [
      ['Message', '1 of 8', ['message.teleported', 'message.teleported']],
      ['Other', '2', ['brand_new', 'brand_new'], ['sms.sent', 'sms.sent']],
    ]);
    const all = detailsOf({ events: [...EVENT_TYPE_NAMES, 'message.teleported'] });
    assert.equal(part(all, 'events.message').description, '8 of 8');
  });

  it('are harmless whatever Lettr sends', () => {
    const long = 'x'.repeat(100_000);
    for (const text of [EVIL, long]) {
      const details = detailsOf({
        id: text,
        url: text,
        lastStatus: text,
        authentication: text,
        events: [text, `message.${text}`],
      });
      for (const { label, description, words } of allOf(details)) {
        assert.doesNotMatch([label, description, words].join(), HARMFUL);
        assert.ok(label.length <= 200 && description.length <= 250, label.slice(0, 20));
      }
    }
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
      'acme/w1/lastSuccess',
      'acme/w1/lastFailure',
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
});
