import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES, eventCatalogue } from '../../../src/api/events.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { webhookDetails } from '../../../src/tree/details.ts';
import type { DetailDraft } from '../../../src/tree/nodes.ts';
import { TextCache } from '../../../src/tree/textCache.ts';
import type { HistoryChange, WebhookHistory } from '../../../src/webhooks/history.ts';
import { absoluteTime } from '../../../src/webhooks/times.ts';
import { webhook } from '../api/harness.ts';
import { EVIL, HARMFUL } from './hostile.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CONTEXT = { now: NOW, texts: new TextCache('en') };

/** A row below a webhook, and those below it, as nested arrays. */
type Outline = readonly [label: string, description: string, ...below: Outline[]];

function outline(details: readonly DetailDraft[]): readonly Outline[] {
  return details.map(({ label, description, details: below }) => [label, description, ...outline(below)]);
}

function detailsOf(fields: Partial<Webhook>, history: WebhookHistory = []): readonly DetailDraft[] {
  return webhookDetails(webhook(fields), history, CONTEXT);
}

function part(details: readonly DetailDraft[], name: string): DetailDraft {
  const found = details.find((detail) => detail.part === name);
  assert.ok(found, `no ${name} among ${details.map((detail) => detail.part).join(', ')}`);
  return found;
}

function allOf(details: readonly DetailDraft[]): readonly DetailDraft[] {
  return details.flatMap((detail) => [detail, ...allOf(detail.details)]);
}

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
      ['Health', 'Healthy: delivered 5 minutes ago'],
      ['Endpoint', 'https://one.example.com/'],
      ['Message Events', '2 of 8', ['Bounce', 'message.bounce'], ['message.open', 'message.open']],
      ['Relay Events', '1 of 5', ['Relay Delivery', 'relay.relay_delivery']],
      ['Authentication', 'Basic, credentials stored'],
      ['Last Success', '5 minutes ago'],
      ['Last Failure', 'never'],
      ['ID', 'one'],
    ]);
  });

  it('say the absolute time to who asks', () => {
    const details = detailsOf({ lastSuccessAt: NOW - HOUR, lastFailureAt: NOW - MINUTE });
    assert.equal(part(details, 'lastSuccessAt').words, absoluteTime(NOW - HOUR, 'en'));
    assert.equal(part(details, 'lastFailureAt').words, absoluteTime(NOW - MINUTE, 'en'));
    assert.equal(part(detailsOf({}), 'lastFailureAt').words, 'never');
  });

  it('warn of no failure where there was none', () => {
    const icons = (fields: Partial<Webhook>): readonly string[] =>
      ['lastSuccessAt', 'lastFailureAt'].map((name) => part(detailsOf(fields), name).icon);
    assert.deepEqual(icons({}), ['dash', 'dash']);
    assert.deepEqual(icons({ lastSuccessAt: NOW, lastFailureAt: NOW }), ['check', 'warning']);
  });

  it('can be copied where they are the endpoint or the ID', () => {
    const copied = allOf(detailsOf({})).flatMap(({ part: name, copies }) => (copies ? [[name, copies]] : []));
    assert.deepEqual(copied, [
      ['url', 'url'],
      ['id', 'id'],
    ]);
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
    assert.equal(events.description, 'Includes future event types');
    assert.deepEqual(
      outline(events.details).map(([label, description]) => [label, description]),
      [
        ['Message Events', '7 of 7'],
        ['Engagement Events', '6 of 6'],
        ['Generation Events', '2 of 2'],
        ['Unsubscribe Events', '2 of 2'],
        ['Relay Events', '5 of 5'],
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
      ['Message Events', '1 of 8', ['message.teleported', 'message.teleported']],
      ['Other Events', '2', ['brand_new', 'brand_new'], ['sms.sent', 'sms.sent']],
    ]);
    const all = detailsOf({ events: [...EVENT_TYPE_NAMES, 'message.teleported'] });
    assert.equal(part(all, 'events.message').description, '8 of 8');
  });

  it('are harmless whatever Lettr sends', () => {
    const long = 'x'.repeat(100_000);
    for (const text of [EVIL, long]) {
      const details = detailsOf(
        {
          id: text,
          url: text,
          lastStatus: text,
          authentication: text,
          events: [text, `message.${text}`],
        },
        [
          { at: 0, by: 'here', field: 'url', from: text, to: text },
          { at: 0, by: 'here', field: 'events', from: [text], to: [] },
        ],
      );
      for (const { label, description, words } of allOf(details)) {
        assert.doesNotMatch([label, description, words].join(), HARMFUL);
        assert.ok(label.length <= 500 && description.length <= 250, label.slice(0, 20));
      }
    }
  });

  it('have the last changes, the newest first', () => {
    const history = [
      { at: NOW - 5 * HOUR, by: 'elsewhere', field: 'health', from: undefined, to: 'healthy' },
      { at: NOW - 4 * HOUR, by: 'here', field: 'url', from: 'https://a.example', to: 'https://b.example' },
      { at: NOW - 3 * HOUR, by: 'elsewhere', field: 'health', from: 'healthy', to: 'failing' },
    ] as const;
    const shown = part(detailsOf({}, history), 'history');
    assert.deepEqual(outline([shown]), [
      [
        'History',
        'Recorded by VS Code',
        ['Started failing', '3 hours ago'],
        ['Endpoint changed in VS Code from https://a.example to https://b.example', '4 hours ago'],
        ['Healthy when first checked', '5 hours ago'],
      ],
    ]);
    assert.equal(shown.details[0]?.words, absoluteTime(NOW - 3 * HOUR, 'en'));
  });

  it('have no more than ten changes, say so, and keep their rows when another one comes', () => {
    const history = Array.from({ length: 13 }, (_, index): HistoryChange => ({
      at: NOW - HOUR + index,
      by: 'here',
      field: 'enabled',
      from: index % 2 === 0,
      to: index % 2 === 1,
    }));
    const before = part(detailsOf({}, history.slice(0, 12)), 'history');
    const after = part(detailsOf({}, history), 'history');
    assert.equal(after.description, 'Last 10 of 13 changes recorded by VS Code');
    assert.equal(after.details.length, 10);
    assert.deepEqual(
      after.details.slice(1).map((detail) => detail.part),
      before.details.slice(0, 9).map((detail) => detail.part),
    );
  });

  it('have no history before anything changed', () => {
    assert.ok(!detailsOf({}).some((detail) => detail.part === 'history'));
  });
});
