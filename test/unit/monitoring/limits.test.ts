import assert from 'node:assert/strict';

import { cappedHistories } from '../../../src/monitoring/limits.ts';
import type { HistoryChange, WebhookHistory } from '../../../src/webhooks/history.ts';

const DAY = 86_400_000;
const NOW = 1_000 * DAY;

function renamed(at: number, to = 'b'): HistoryChange {
  return { at, by: 'elsewhere', field: 'url', from: 'a', to };
}

function turned(at: number, to: 'failing' | 'healthy'): HistoryChange {
  return { at, by: 'elsewhere', field: 'health', from: 'waiting', to };
}

function capped(histories: Readonly<Record<string, WebhookHistory>>, ...present: string[]) {
  const there = new Map(present.map((id) => [id, true]));
  return Object.fromEntries(cappedHistories(new Map(Object.entries(histories)), there, NOW));
}

describe('the history', () => {
  it('stays the same object while it is young and small', () => {
    const histories = new Map([['one', [renamed(NOW - 89 * DAY), turned(NOW, 'failing')]]]);
    assert.equal(cappedHistories(histories, new Map(), NOW), histories);
  });

  it('keeps the newest 50 changes of a webhook', () => {
    const many = Array.from({ length: 60 }, (_, index) => renamed(NOW - 60 + index));
    assert.deepEqual(capped({ one: many }, 'one'), { one: many.slice(10) });
  });

  it('loses what is older than 90 days, and webhooks with it', () => {
    const old = renamed(NOW - 91 * DAY);
    const young = renamed(NOW - 1);
    assert.deepEqual(capped({ one: [old, young], two: [old] }, 'one', 'two'), { one: [young] });
  });

  it('keeps at any age how long a webhook has been failing', () => {
    const failing = turned(NOW - 300 * DAY, 'failing');
    const young = renamed(NOW - 1);
    const before = turned(NOW - 301 * DAY, 'healthy');
    assert.deepEqual(capped({ one: [before, failing, young] }, 'one'), { one: [failing, young] });
  });

  it('keeps it also behind 50 other changes', () => {
    const failing = turned(NOW - 100, 'failing');
    const many = Array.from({ length: 60 }, (_, index) => renamed(NOW - 60 + index));
    assert.deepEqual(capped({ one: [failing, ...many] }, 'one'), { one: [failing, ...many.slice(11)] });
  });

  it('loses everything of a webhook that was deleted, by and by', () => {
    const failing = turned(NOW - 300 * DAY, 'failing');
    assert.deepEqual(capped({ gone: [failing] }), {});
    const young = turned(NOW - DAY, 'failing');
    assert.deepEqual(capped({ gone: [young] }), { gone: [young] });
  });

  it('has a size in all; the oldest changes go first, whosever they are', () => {
    const long = 'x'.repeat(2_000);
    const histories: Record<string, WebhookHistory> = {};
    for (let id = 0; id < 100; id += 1) {
      histories[id] = Array.from({ length: 20 }, (_, index) => renamed(NOW - 1_000 + index * 100 + id, long));
    }
    const kept = Object.values(capped(histories, ...Object.keys(histories))).flat();
    assert.ok(JSON.stringify(kept).length < 2_300_000, `${JSON.stringify(kept).length}`);
    assert.ok(kept.length > 500);
    const oldest = Math.min(...kept.map(({ at }) => at));
    const younger = Object.values(histories)
      .flat()
      .filter(({ at }) => at > oldest);
    assert.ok(younger.length <= kept.length);
  });
});
