import assert from 'node:assert/strict';

import type { RecordData } from '../../../src/monitoring/publication.ts';
import { parseRecord, recordText } from '../../../src/monitoring/recordText.ts';
import { webhook } from '../api/harness.ts';

const RECORD: RecordData = {
  list: {
    webhooks: new Map([
      ['one', webhook()],
      [
        'two',
        webhook({ id: 'two', events: ['a', 'b'], enabled: false, lastStatus: 'odd', lastSuccessAt: 5 }),
      ],
      ['three', webhook({ id: 'three', events: ['b'], name: '\u2028\ud800"' })],
      ['four', webhook({ id: 'four', events: undefined, lastFailureAt: 7 })],
      ['five', webhook({ id: 'five', events: [] })],
      ['__proto__', webhook({ id: '__proto__', events: ['a', 'b'] })],
    ]),
    askedAt: 10,
    loadedAt: 20,
    touched: new Map([['gone', 15]]),
  },
  incidents: [{ id: '5/one', webhookId: 'one', kind: 'failing', since: 5, isAnnounced: true }],
  histories: new Map([
    [
      '__proto__',
      [
        { at: 1, by: 'elsewhere', field: 'health', from: undefined, to: 'failing' },
        { at: 2, by: 'here', field: 'enabled', from: true, to: false },
        { at: 3, by: 'here', field: 'url', from: 'a', to: 'b' },
        { at: 4, by: 'elsewhere', field: 'events', from: 'all', to: ['a'] },
      ],
    ],
  ]),
};

describe('the text of a record', () => {
  it('reads as what was written', () => {
    assert.deepEqual(parseRecord(recordText(RECORD, 'key'), 'key'), RECORD);
    const empty: RecordData = { list: undefined, incidents: [], histories: new Map() };
    assert.deepEqual(parseRecord(recordText(empty, 'key'), 'key'), empty);
  });

  it('holds only the history for another key', () => {
    assert.deepEqual(parseRecord(recordText(RECORD, 'key'), 'other'), {
      list: undefined,
      incidents: [],
      histories: RECORD.histories,
    });
  });

  it('holds each selection of events once', () => {
    const events = ['message.bounce', 'message.delivery'];
    const many = Array.from({ length: 50 }, (_, id) => webhook({ id: String(id), events: [...events] }));
    const list = { ...RECORD.list, webhooks: new Map(many.map((one) => [one.id, one])) };
    const text = recordText(
      { ...RECORD, list: { askedAt: 1, loadedAt: 2, touched: new Map(), ...list } },
      'key',
    );
    assert.equal(text.split('message.bounce').length, 2);
    const read = parseRecord(text, 'key')?.list?.webhooks;
    assert.deepEqual(read?.get('49')?.events, events);
    assert.equal(read.get('49')?.events, read.get('0')?.events);
  });

  it('is nothing when it is cut off anywhere', () => {
    const text = recordText(RECORD, 'key');
    for (let length = 0; length < text.length; length += 1) {
      assert.equal(parseRecord(text.slice(0, length), 'key'), undefined);
    }
  });

  it('is nothing when it is of another version, or something else', () => {
    const text = recordText(RECORD, 'key');
    const broken = [
      ['"version":1', '"version":2'],
      ['"fingerprint":"key"', '"fingerprint":7'],
      ['"enabled":true', '"enabled":"yes"'],
      ['"kind":"failing"', '"kind":"odd"'],
      ['"field":"url"', '"field":"odd"'],
      ['"askedAt":10', '"askedAt":null'],
    ] as const;
    for (const [from, to] of broken) {
      assert.ok(text.includes(from), from);
      assert.equal(parseRecord(text.replace(from, to), 'key'), undefined, to);
    }
    for (const other of ['null', '7', '[]', '{}', '"x"', 'x', '\0\0\0']) {
      assert.equal(parseRecord(other, 'key'), undefined, other);
    }
  });
});
