import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import { type Filter, NO_FILTER } from '../../../src/tree/arrangement.ts';
import { filterWords, passes } from '../../../src/tree/filter.ts';
import { healthOf } from '../../../src/webhooks/health.ts';
import { webhook } from '../api/harness.ts';
import { EVIL, MENDED } from './hostile.ts';

const NOW = Date.UTC(2030, 5, 15, 12);

const BILLING = webhook({
  id: 'Bd2f-77',
  name: 'Billing Ünit',
  url: 'https://pay.Example.com/Hooks?x=1',
  lastStatus: 'failure',
  events: ['message.bounce', 'message.delivery'],
});

function isIn(filter: Partial<Filter>, fields: Partial<Webhook> = {}): boolean {
  return passes({ ...BILLING, ...fields }, { ...NO_FILTER, ...filter }, (one) => healthOf(one, [], NOW));
}

describe('a filter', () => {
  it('lets everything pass when it is empty', () => {
    assert.ok(isIn({}));
    assert.ok(isIn({ text: ' ' }));
  });

  for (const [text, expected] of [
    ['bill', true],
    ['ÜNIT', true],
    ['  billing ', true],
    ['pay.example', true],
    ['hooks?x', true],
    ['https://pay', true],
    ['bd2f', true],
    ['BD2F-77', true],
    ['2f-7', false],
    ['crm', false],
    ['.*', false],
  ] as const) {
    it(`${expected ? 'finds' : 'does not find'} ${JSON.stringify(text)}`, () => {
      assert.equal(isIn({ text }), expected);
    });
  }

  it('finds a text at the start of the id also where lower case is longer', () => {
    assert.ok(isIn({ text: 'billing' }, { id: 'İİİİ' }));
    assert.ok(!isIn({ text: 'zzz' }, { id: 'İİİİ' }));
  });

  for (const [name, text] of [
    ['Cafe\u0301 orders', 'caf\u00e9'],
    ['Caf\u00e9 orders', 'cafe'],
    ['\u0130stanbul', 'istanbul'],
    ['Unit', 'ünit'],
    ['ＡＢＣ', 'abc'],
  ] as const) {
    it(`finds ${text} in ${name}, however both are composed`, () => {
      assert.ok(isIn({ text }, { name }));
    });
  }

  it('asks for any of several states', () => {
    assert.ok(isIn({ health: ['failing'] }));
    assert.ok(isIn({ health: ['waiting', 'failing'] }));
    assert.ok(!isIn({ health: ['waiting', 'healthy'] }));
    assert.ok(!isIn({ health: ['failing'] }, { enabled: false }));
  });

  it('asks for any of several event types, which a webhook of all events has', () => {
    assert.ok(isIn({ events: ['message.bounce'] }));
    assert.ok(isIn({ events: ['engagement.open', 'message.bounce'] }));
    assert.ok(!isIn({ events: ['engagement.open'] }));
    assert.ok(isIn({ events: ['engagement.open'] }, { events: 'all' }));
    assert.ok(!isIn({ events: ['engagement.open'] }, { events: [] }));
    assert.ok(!isIn({ events: ['engagement.open'] }, { events: undefined }), 'nobody knows');
  });

  it('asks for all of its parts at once', () => {
    const filter: Partial<Filter> = { text: 'billing', health: ['failing'], events: ['message.bounce'] };
    assert.ok(isIn(filter));
    assert.ok(!isIn({ ...filter, text: 'crm' }));
    assert.ok(!isIn({ ...filter, health: ['healthy'] }));
    assert.ok(!isIn({ ...filter, events: ['engagement.open'] }));
  });
});

describe('a filter in words', () => {
  for (const [filter, words] of [
    [{}, ''],
    [{ text: '  ' }, ''],
    [{ text: 'billing' }, '"billing"'],
    [{ health: ['failing'], text: 'billing' }, 'failing, "billing"'],
    [
      { health: ['failing', 'disabledAfterFailures', 'waiting'] },
      'failing, disabled after failures, no deliveries yet',
    ],
    [{ health: ['failing', 'recovered', 'waiting', 'unknown'] }, '4 states'],
    [{ events: ['message.bounce', 'engagement.open'] }, 'Bounce, Open'],
    [{ health: ['healthy'], events: ['a', 'b', 'c', 'd'] }, 'healthy, 4 event types'],
    [{ text: EVIL }, `"${MENDED}"`],
    [{ text: 'x'.repeat(100) }, `"${'x'.repeat(39)}…"`],
  ] as const satisfies readonly (readonly [Partial<Filter>, string])[]) {
    it(`is ${JSON.stringify(words)} for ${JSON.stringify(filter)}`, () => {
      assert.equal(filterWords({ ...NO_FILTER, ...filter }), words);
    });
  }
});
