import assert from 'node:assert/strict';

import { type Delivery, bodyOf, deliveryId } from '../../../src/deliveries/delivery.ts';
import { matches } from '../../../src/deliveries/filter.ts';
import { deliveryPage } from '../../../src/deliveries/page.ts';
import { deliveryRow, partsOf } from '../../../src/deliveries/rows.ts';
import { batchWords, sizeWords } from '../../../src/deliveries/words.ts';
import { renderMarkdown } from '../../../src/pages/markdown.ts';
import { summaryOf } from '../../../src/samples/batch.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const BODY = Buffer.from(
  '[{"msys":{"message_event":{"type":"bounce","event_id":"7","rcpt_to":"me@home.test"}}},{"msys":{"track_event":{"type":"open"}}}]',
);

function delivery(status: number, changes: Partial<Delivery> = {}): Delivery {
  return {
    id: deliveryId(NOW),
    at: NOW - 120_000,
    source: 'sample',
    authentication: 'none',
    batch: { count: 2, types: ['message.bounce', 'engagement.open'] },
    request: {
      method: 'POST',
      url: 'http://localhost:3000/webhooks/lettr',
      headers: [['Host', 'localhost:3000']],
      body: bodyOf(BODY),
    },
    outcome: {
      kind: 'response',
      response: {
        status,
        statusText: 'OK',
        headers: [['X-A', '[x](command:y)']],
        body: bodyOf(Buffer.from('fine')),
      },
    },
    timings: { connect: 1.5, firstByte: 30, total: 34 },
    ...changes,
  };
}

describe('a delivery', () => {
  it('has a row with verdict, event types and facts', () => {
    const row = deliveryRow(delivery(200), NOW, 'en');
    assert.equal(row.label, 'Delivered: Bounce, +1');
    assert.equal(row.description, '200 · 34 ms · localhost:3000 · sample · 2 minutes ago');
    assert.equal(row.contextValue, 'delivery+delivered');
    const failed = deliveryRow(
      delivery(0, { outcome: { kind: 'fault', fault: { kind: 'refused', message: '' } } }),
      NOW,
      'en',
    );
    assert.equal(failed.label, 'Would be retried: Bounce, +1');
    assert.match(failed.description, /^no response · /);
  });

  it('has its events, its request and its response below it', () => {
    const parts = partsOf(delivery(200), BODY);
    assert.deepEqual(
      parts.map((part) => part.kind === 'part' && `${part.label}: ${part.description}`),
      [
        'Bounce: me@home.test · 7',
        'Open: ',
        `Request: POST http://localhost:3000/webhooks/lettr · ${BODY.length} B`,
        'Response: 200 OK · 4 B · 34 ms',
      ],
    );
    assert.equal(new Set(parts.map(({ id }) => id)).size, parts.length);
  });

  it('tells on its page the verdict, both messages and where the time went', () => {
    const page = deliveryPage(delivery(410), { request: BODY, response: Buffer.from('fine') });
    const text = renderMarkdown(page, 'en');
    for (const part of [
      'Dropped',
      '410 (Gone)',
      'documents differ',
      'X-A: [x](command:y)',
      'fine',
      'First byte 30 ms',
      '34 ms in total',
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.equal(/(?<!: )\[x\]\(command:y\)/.test(text.replace(/```[\s\S]*?```/g, '')), false);
  });

  it('says so when a body is gone from the log', () => {
    assert.match(renderMarkdown(deliveryPage(delivery(200), {}), 'en'), /no longer in the log/);
  });

  it('is found by webhook, source and verdict', () => {
    const one = delivery(200, { webhook: { accountId: 'a', id: 'w', name: 'One' } });
    assert.equal(matches(one, {}), true);
    assert.equal(matches(one, { webhookId: 'w', source: 'sample', verdict: 'delivered' }), true);
    assert.equal(matches(one, { webhookId: 'x' }), false);
    assert.equal(matches(one, { source: 'check' }), false);
    assert.equal(matches(one, { verdict: 'retried' }), false);
  });

  it('is called by its events', () => {
    assert.equal(batchWords({ batch: { count: 0, types: [] } }), 'Empty batch');
    for (const [body, words] of [
      ['', 'Empty batch'],
      ['[]', 'Empty batch'],
      ['[{"msys":{}}]', 'Empty batch'],
      ['[{"msys": {', 'Unreadable batch'],
      ['{"a":1}', 'Unreadable batch'],
      ['[1]', 'Unreadable batch'],
      ['[{"msys":{"message_event":{"type":"bounce"}}},1]', 'Bounce'],
    ] as const) {
      assert.equal(batchWords({ batch: summaryOf(Buffer.from(body)) }), words, body);
    }
    assert.equal(batchWords({ batch: { count: 50, types: ['message.bounce'] } }), 'Bounce × 50');
    assert.equal(batchWords({ batch: { count: 1, types: ['x.$(y)'] } }), 'x.$ (y)');
    assert.deepEqual([512, 2048, 3 * 1024 * 1024].map(sizeWords), ['512 B', '2.0 KB', '3.0 MB']);
  });
});
