import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import { EMPTY_BATCH, bytesOf, eventsIn, summaryOf } from '../../../src/samples/batch.ts';
import {
  LARGEST_BATCH,
  sampleBatch,
  sampleEvent,
  sampleOf,
  variantBatch,
  withFreshIds,
} from '../../../src/samples/samples.ts';

const NOW = Date.UTC(2026, 10, 28, 12, 0, 0, 250);

describe('samples', () => {
  it('there is one of each event type, below the wrapper of its category', () => {
    const summary = summaryOf(bytesOf(sampleBatch(EVENT_TYPE_NAMES, { now: NOW })));
    assert.deepEqual(summary, { count: 22, types: EVENT_TYPE_NAMES });
  });

  it('an event has ids and times of its own and the fields of its sample in their order', () => {
    for (const type of EVENT_TYPE_NAMES) {
      const { wrapper, fields } = sampleOf(type);
      const [first, second] = [sampleEvent(type, { now: NOW }), sampleEvent(type, { now: NOW })].map(
        ({ msys }) => msys[wrapper] ?? {},
      );
      assert.deepEqual(Object.keys(first ?? {}), Object.keys(fields), type);
      assert.equal(first?.['timestamp'], '1795867200');
      assert.match(JSON.stringify(first?.['event_id']), /^"7\d{18}"$/);
      assert.notEqual(first?.['event_id'], second?.['event_id']);
    }
  });

  it('takes recipient, subject and metadata, and gives no type a field that it lacks', () => {
    const own = { now: NOW, recipient: 'me@home.test', subject: 'Mine', metadata: { order: '7' } };
    const bounce = sampleEvent('message.bounce', own).msys['message_event'];
    assert.equal(bounce?.['rcpt_to'], 'me@home.test');
    assert.equal(bounce?.['recipient_domain'], 'home.test');
    assert.equal(bounce?.['subject'], 'Mine');
    assert.deepEqual(bounce?.['rcpt_meta'], { order: '7' });
    const relay = sampleEvent('relay.relay_delivery', own).msys['relay_event'];
    assert.equal(relay?.['rcpt_to'], 'me@home.test');
    assert.equal(relay !== undefined && 'subject' in relay, false);
  });

  it('gives the same events new ids on request', () => {
    const before = sampleBatch(['message.bounce', 'engagement.click'], { now: NOW });
    const after = withFreshIds(before, NOW + 5000);
    const [bounce, click] = eventsIn(bytesOf(after));
    assert.notEqual(bounce?.id, eventsIn(bytesOf(before))[0]?.id);
    assert.equal(click?.type, 'engagement.click');
    assert.equal(after[0]?.msys['message_event']?.['timestamp'], '1795867205');
    assert.deepEqual(withFreshIds(EMPTY_BATCH, NOW), EMPTY_BATCH);
  });

  it('refuses a type that is not known', () => {
    assert.throws(() => sampleEvent('message.toString', { now: NOW }), RangeError);
  });
});

describe('variants of a batch', () => {
  const variant = (...args: Parameters<typeof variantBatch>): Uint8Array => bytesOf(variantBatch(...args));

  it('has as many events as asked for, and never more than the provider sends', () => {
    assert.equal(eventsIn(variant('batch', ['message.bounce'], { now: NOW }, 50)).length, 50);
    assert.equal(eventsIn(variant('batch', ['message.bounce'], { now: NOW }, 5000)).length, LARGEST_BATCH);
    const ids = eventsIn(variant('batch', ['message.bounce'], { now: NOW })).map(({ id }) => id);
    assert.equal(new Set(ids).size, LARGEST_BATCH);
  });

  it('mixes all types', () => {
    const { count, types } = summaryOf(variant('mixed', [], { now: NOW }, 100));
    assert.equal(count, 100);
    assert.deepEqual([...types].toSorted(), [...EVENT_TYPE_NAMES].toSorted());
  });

  it('tells one email backwards', () => {
    const batch = variantBatch('reordered', [], { now: NOW });
    const fields = batch.flatMap(({ msys }) => Object.values(msys));
    assert.deepEqual(
      fields.map(({ type }) => type),
      ['click', 'open', 'delivery', 'injection'],
    );
    assert.equal(new Set(fields.map(({ transmission_id: id }) => id)).size, 1);
    const times = fields.map(({ timestamp }) => Number(timestamp));
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
  });

  it('knows an unknown type, a sibling of msys and a body of a megabyte', () => {
    const unknown = variantBatch('unknownType', ['message.bounce'], { now: NOW });
    assert.equal(unknown[0]?.msys['message_event']?.['type'], 'not_known_yet');
    assert.deepEqual(variantBatch('cust', ['message.bounce'], { now: NOW })[0]?.cust, { id: '1' });
    const { length } = variant('large', ['message.bounce'], { now: NOW });
    assert.ok(length > 1024 * 1024 && length < 1.1 * 1024 * 1024, String(length));
  });
});

describe('the events of a body', () => {
  const events = (text: string) => eventsIn(Buffer.from(text));

  it('are none in the empty batch and in what is no batch', () => {
    for (const text of [
      '[{"msys":{}}]',
      '',
      '{',
      'null',
      '[]',
      '[null,1,"x",{"msys":[]},{"msys":{"message_event":1}}]',
    ]) {
      assert.deepEqual(events(text), [], text);
    }
  });

  it('keep what is not known as it is', () => {
    assert.deepEqual(
      events('[{"msys":{"relay_message":{"rcpt_to":"a@b.test"}}},{"msys":{"constructor":{"type":"x"}}}]'),
      [
        { type: 'relay_message', id: undefined, recipient: 'a@b.test' },
        { type: 'x', id: undefined, recipient: undefined },
      ],
    );
  });
});
