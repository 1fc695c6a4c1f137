import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import { type ArrangementState, NO_FILTER } from '../../../src/tree/arrangement.ts';
import { RowOrder, type Structure, idsOf, isSameStructure } from '../../../src/tree/order.ts';
import { TextCache } from '../../../src/tree/textCache.ts';
import { type Health, healthOf } from '../../../src/webhooks/health.ts';
import { webhook } from '../api/harness.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const HOUR = 3_600_000;
const TEXTS = new TextCache('en');
const health = (one: Webhook): Health => healthOf(one, [], NOW);

const failing = { lastStatus: 'failure', lastFailureAt: NOW - HOUR };

const LIST = [
  webhook({
    id: '1',
    name: 'hook 10',
    url: 'https://b.example.com/1',
    lastStatus: 'success',
    lastSuccessAt: NOW,
  }),
  webhook({ id: '2', name: 'Hook 2', url: 'https://a10.example.com/', ...failing }),
  webhook({ id: '4', name: 'alpha', url: 'https://a2.example.com/', enabled: false }),
  webhook({
    id: '3',
    name: 'alpha',
    url: 'https://b.example.com/2',
    ...failing,
    lastFailureAt: NOW - 2 * HOUR,
  }),
];

function mapOf(list: readonly Webhook[]): ReadonlyMap<string, Webhook> {
  return new Map(list.map((one) => [one.id, one]));
}

function arranged(
  state: Partial<ArrangementState>,
  list: readonly Webhook[] = LIST,
  order = new RowOrder(TEXTS),
): Structure {
  const webhooks = mapOf(list);
  order.replace(webhooks);
  const whole = { filter: NO_FILTER, sort: 'name', grouping: 'none', ...state } as const;
  return order.arrange(webhooks, whole, health);
}

describe('the order of rows', () => {
  it('is by name as people read it, then by id', () => {
    assert.deepEqual(arranged({}).ids, ['3', '4', '2', '1']);
  });

  it('is the same whatever was known before', () => {
    const order = new RowOrder(TEXTS);
    arranged({}, LIST.slice(1, 3), order);
    const renamed = LIST.map((one) => (one.id === '2' ? { ...one, name: 'zebra' } : one));
    assert.deepEqual(arranged({}, renamed, order).ids, ['3', '4', '1', '2']);
    assert.deepEqual(arranged({}, LIST.slice(0, 1), order).ids, ['1']);
    assert.deepEqual(arranged({}, [], order).ids, []);
  });

  it('is by health, what fails first, and by name within', () => {
    assert.deepEqual(arranged({ sort: 'health' }).ids, ['3', '2', '1', '4']);
  });

  it('is by the last activity, the newest first', () => {
    assert.deepEqual(arranged({ sort: 'activity' }).ids, ['1', '2', '3', '4']);
  });

  it('follows contents that changed without a name', () => {
    const order = new RowOrder(TEXTS);
    const state = { filter: { ...NO_FILTER, text: 'b.example' }, sort: 'name', grouping: 'none' } as const;
    arranged(state, LIST, order);
    const moved = mapOf(LIST.map((one) => ({ ...one, url: 'https://moved.example.com/' })));
    order.renew();
    assert.deepEqual(order.arrange(moved, state, health).ids, []);
    const { ids } = order.arrange(moved, { ...state, filter: { ...NO_FILTER, text: 'moved' } }, health);
    assert.deepEqual(ids, ['3', '4', '2', '1']);
  });

  it('is another one at once when another sort is chosen, also under a filter', () => {
    const order = new RowOrder(TEXTS);
    const filter = { ...NO_FILTER, text: 'example' };
    assert.deepEqual(arranged({ filter }, LIST, order).ids, ['3', '4', '2', '1']);
    const whole = { filter, sort: 'health', grouping: 'none' } as const;
    order.prepareFilter(mapOf(LIST), 'health', health);
    assert.deepEqual(order.arrange(mapOf(LIST), whole, health).ids, ['3', '2', '1', '4']);
  });

  it('goes through groups from the first to the last', () => {
    assert.deepEqual(idsOf(arranged({ grouping: 'health' })), ['3', '2', '1', '4']);
    assert.deepEqual(idsOf(arranged({})), ['3', '4', '2', '1']);
  });
});

describe('the choice of rows', () => {
  it('is what the filter lets pass', () => {
    assert.deepEqual(arranged({ filter: { ...NO_FILTER, text: 'hook' } }).ids, ['2', '1']);
    const both = arranged({ filter: { ...NO_FILTER, text: 'hook', health: ['failing'] } });
    assert.deepEqual([both.shown, both.ids], [1, ['2']]);
  });

  it('is nothing when nothing passes', () => {
    const none = { filter: { ...NO_FILTER, text: 'nothing' } };
    assert.deepEqual(arranged(none), { shown: 0, ids: [], groups: undefined });
    assert.deepEqual(arranged({ ...none, grouping: 'health' }), { shown: 0, ids: [], groups: new Map() });
  });
});

describe('the groups of rows', () => {
  it('are the states, what fails first', () => {
    const { shown, ids, groups } = arranged({ grouping: 'health' });
    assert.deepEqual([shown, ids], [4, []]);
    assert.deepEqual(
      [...(groups ?? [])],
      [
        ['failing', ['3', '2']],
        ['healthy', ['1']],
        ['disabled', ['4']],
      ],
    );
  });

  it('are the hosts as people read them, sorted within like everything else', () => {
    const { groups } = arranged({ grouping: 'host', sort: 'activity' });
    assert.deepEqual(
      [...(groups ?? [])],
      [
        ['a2.example.com', ['4']],
        ['a10.example.com', ['2']],
        ['b.example.com', ['1', '3']],
      ],
    );
  });
});

describe('two structures', () => {
  const grouped = arranged({ grouping: 'host' });

  it('are the same when the same rows stand in the same places', () => {
    assert.ok(isSameStructure(arranged({}), arranged({})));
    assert.ok(isSameStructure(grouped, arranged({ grouping: 'host' })));
  });

  it('differ when a row came, went or moved, or the groups are others', () => {
    const moved = LIST.map((one) => (one.id === '1' ? { ...one, url: 'https://c.example.com/' } : one));
    for (const other of [
      arranged({}),
      arranged({ grouping: 'host' }, LIST.slice(1)),
      arranged({ grouping: 'host' }, moved),
      arranged({ grouping: 'health' }),
      arranged({ grouping: 'host', sort: 'activity' }),
    ]) {
      assert.ok(!isSameStructure(grouped, other));
      assert.ok(!isSameStructure(other, grouped));
    }
    assert.ok(!isSameStructure(arranged({}), arranged({ sort: 'health' })));
  });
});
