import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import {
  Arrangement,
  type ArrangementState,
  NO_FILTER,
  filterChoices,
  isEmptyFilter,
} from '../../../src/tree/arrangement.ts';
import { HEALTHS } from '../../../src/webhooks/health.ts';

const DEFAULT: ArrangementState = { filter: NO_FILTER, sort: 'health', grouping: 'none' };

/** What is remembered, and how often it was written. */
class Memory {
  value: unknown;
  writes = 0;

  constructor(value?: unknown) {
    this.value = value;
  }

  get(): unknown {
    return this.value;
  }

  update(_key: string, value: unknown): Promise<void> {
    // As VS Code keeps it.
    this.value = JSON.parse(JSON.stringify(value));
    this.writes += 1;
    return Promise.resolve();
  }
}

describe('the arrangement', () => {
  it('shows everything at first, failing webhooks first', () => {
    assert.deepEqual(new Arrangement(new Memory()).state, DEFAULT);
  });

  it('is the same in the next window', () => {
    const memory = new Memory();
    const change: Partial<ArrangementState> = {
      filter: { text: 'billing', health: ['failing', 'disabled'], events: ['message.bounce'] },
      sort: 'name',
      grouping: 'host',
    };
    new Arrangement(memory).set(change);
    assert.deepEqual(new Arrangement(memory).state, change);
  });

  it('changes only what is named', () => {
    const arrangement = new Arrangement(new Memory());
    arrangement.set({ sort: 'activity' });
    arrangement.set({ grouping: 'health' });
    assert.deepEqual(arrangement.state, { ...DEFAULT, sort: 'activity', grouping: 'health' });
  });

  it('remembers nothing of what is only tried', () => {
    const memory = new Memory();
    const arrangement = new Arrangement(memory);
    arrangement.set({ filter: { ...NO_FILTER, text: 'b' } }, false);
    assert.equal(arrangement.state.filter.text, 'b');
    assert.equal(memory.writes, 0);
  });

  it('tells a change once, and nothing when there is none', () => {
    const memory = new Memory();
    const arrangement = new Arrangement(memory);
    let told = 0;
    const listening = arrangement.onDidChange(() => (told += 1));
    arrangement.set({ filter: { ...NO_FILTER, text: 'b' } }, false);
    assert.equal(told, 1);
    arrangement.set({ filter: { ...NO_FILTER, text: 'b' } });
    assert.equal(told, 1);
    assert.equal(memory.writes, 1, 'it is kept all the same');
    listening.dispose();
    arrangement.set({ sort: 'name' });
    assert.equal(told, 1);
  });

  for (const [what, value] of [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'name'],
    ['a list', [1, 2]],
    ['other words', { filter: 'x', sort: 'size', grouping: 7 }],
    ['other filters', { filter: { text: 5, health: 'failing', events: { 0: 'message.bounce' } } }],
    ['values that are not known', { filter: { health: ['ill', 3, null], events: ['sms.sent', {}] } }],
  ] as const) {
    it(`reads ${what} as what it is at first`, () => {
      assert.deepEqual(new Arrangement(new Memory(value)).state, DEFAULT);
    });
  }

  it('keeps the parts that it can read, each value once and in order', () => {
    const filter = {
      text: 'x'.repeat(1000),
      health: ['disabled', 'ill', 'failing', 'failing'],
      events: ['message.open', 'message.bounce', 'message.delivery'],
    };
    const { state } = new Arrangement(new Memory({ filter, grouping: 'host' }));
    assert.deepEqual(state, {
      filter: {
        text: 'x'.repeat(200),
        health: ['failing', 'disabled'],
        events: ['message.delivery', 'message.bounce'],
      },
      sort: 'health',
      grouping: 'host',
    });
  });

  it('knows a filter that lets everything pass', () => {
    assert.ok(isEmptyFilter(NO_FILTER));
    assert.ok(isEmptyFilter({ ...NO_FILTER, text: '  ' }));
    assert.ok(!isEmptyFilter({ ...NO_FILTER, text: ' x ' }));
    assert.ok(!isEmptyFilter({ ...NO_FILTER, health: ['waiting'] }));
    assert.ok(!isEmptyFilter({ ...NO_FILTER, events: ['message.bounce'] }));
  });
});

describe('the choices of a filter', () => {
  const choices = filterChoices();

  it('are all states and all event types', () => {
    const values = (part: string): readonly string[] =>
      choices.flatMap((choice) => (choice.part === part ? [choice.value] : []));
    assert.deepEqual(values('health'), HEALTHS);
    assert.deepEqual(values('events'), EVENT_TYPE_NAMES);
  });

  it('stand under headings of their own', () => {
    const headings = choices.map(({ category }) => category);
    assert.deepEqual(
      [...new Set(headings)],
      [
        'Health',
        'Event types: Message',
        'Event types: Engagement',
        'Event types: Generation',
        'Event types: Unsubscribe',
        'Event types: Relay',
      ],
    );
    const changes = headings.filter((heading, index) => heading !== headings[index - 1]);
    assert.equal(changes.length, new Set(headings).size, 'each heading stands once');
  });
});
