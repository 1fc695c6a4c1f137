import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES, eventCategories } from '../../../src/api/events.ts';
import { categoryRow, eventsIn, eventsNote, follow, ticksFor } from '../../../src/wizard/ticks.ts';

const RELAY = EVENT_TYPE_NAMES.filter((name) => name.startsWith('relay.'));
const ALL_RELAY = categoryRow('relay');
const ALL_MESSAGE = categoryRow('message');
const CATEGORY_ROWS = eventCategories().map(({ id }) => categoryRow(id));
const UNKNOWN = ['message.teleported', 'brand_new'];

/** The ticked rows after a person changed `rows` in a list that began with `events`. */
function toggle(events: readonly string[], ...rows: readonly string[]): ReadonlySet<string> {
  const before = ticksFor(events);
  const after = new Set(before);
  for (const row of rows) {
    if (!after.delete(row)) {
      after.add(row);
    }
  }
  return follow(before, after);
}

describe('the ticks of event types', () => {
  it('stand at the selected types', () => {
    assert.deepEqual(ticksFor(['message.bounce']), new Set(['message.bounce']));
    assert.deepEqual(ticksFor([]), new Set());
  });

  it('stand at a category whose types are all selected', () => {
    assert.ok(ticksFor(RELAY).has(ALL_RELAY));
    assert.ok(!ticksFor(RELAY.slice(1)).has(ALL_RELAY));
    assert.deepEqual(ticksFor(EVENT_TYPE_NAMES), new Set([...EVENT_TYPE_NAMES, ...CATEGORY_ROWS]));
  });

  for (const { id } of eventCategories()) {
    const types = EVENT_TYPE_NAMES.filter((name) => name.startsWith(`${id}.`));

    it(`follow the row of ${id}, both ways`, () => {
      assert.deepEqual(eventsIn(toggle([], categoryRow(id))), types);
      assert.deepEqual(toggle(types, categoryRow(id)), new Set());
    });

    it(`complete and break ${id} type by type`, () => {
      const [first = '', ...rest] = types;
      assert.ok(toggle(rest, first).has(categoryRow(id)));
      const broken = toggle(types, first);
      assert.ok(!broken.has(categoryRow(id)));
      assert.deepEqual(eventsIn(broken), rest);
    });
  }

  it('of a category that is half selected become all', () => {
    assert.deepEqual(eventsIn(toggle(RELAY.slice(2), ALL_RELAY)), RELAY);
  });

  it('of one category leave the others alone', () => {
    assert.deepEqual(eventsIn(toggle(['message.bounce', ...RELAY], ALL_RELAY)), ['message.bounce']);
  });

  it('can all be set and cleared at once', () => {
    const all = toggle([], ...EVENT_TYPE_NAMES, ...CATEGORY_ROWS);
    assert.deepEqual(eventsIn(all), EVENT_TYPE_NAMES);
    assert.deepEqual(follow(all, new Set()), new Set());
  });

  it('can be set and cleared among the rows that a filter leaves', () => {
    assert.deepEqual(eventsIn(toggle([], 'message.bounce', ALL_RELAY)), ['message.bounce', ...RELAY]);
    assert.deepEqual(eventsIn(toggle(RELAY, ALL_RELAY, RELAY[0] ?? '')), []);
  });

  it('keep types that nobody knows', () => {
    assert.deepEqual(eventsIn(toggle(UNKNOWN, 'message.bounce')), ['message.bounce', ...UNKNOWN]);
    const all = toggle(UNKNOWN, ALL_MESSAGE);
    assert.ok(UNKNOWN.every((name) => all.has(name)));
    const none = follow(all, new Set([...all].filter((row) => row !== ALL_MESSAGE)));
    assert.deepEqual(eventsIn(none), UNKNOWN);
  });

  it('let go of an unknown type that was cleared', () => {
    assert.deepEqual(eventsIn(toggle(UNKNOWN, 'brand_new')), ['message.teleported']);
  });

  it('come back in the order of the API', () => {
    assert.deepEqual(eventsIn(new Set(EVENT_TYPE_NAMES.toReversed())), EVENT_TYPE_NAMES);
  });

  it('give the same ticks again when nothing changed', () => {
    for (const events of [[], ['message.bounce'], RELAY, EVENT_TYPE_NAMES, UNKNOWN]) {
      assert.deepEqual(follow(ticksFor(events), ticksFor(events)), ticksFor(events));
    }
  });

  describe('in words', () => {
    it('count', () => {
      assert.equal(eventsNote([], false, false), '0 of 22 selected');
      assert.equal(eventsNote(RELAY, false, true), '5 of 22 selected');
      assert.equal(eventsNote(EVENT_TYPE_NAMES, false, false), '22 of 22 selected');
      assert.equal(eventsNote([...EVENT_TYPE_NAMES, ...UNKNOWN], false, false), '24 of 24 selected');
    });

    it('say that none is not enough, once that was tried', () => {
      for (const isEdit of [true, false]) {
        assert.equal(eventsNote([], true, isEdit), 'select at least one event type');
      }
    });

    it('say what every type does not include, in an edit', () => {
      assert.equal(eventsNote(EVENT_TYPE_NAMES, false, true), 'event types added later are not included');
      assert.equal(eventsNote([...EVENT_TYPE_NAMES.slice(1), 'x'], false, true), '22 of 23 selected');
    });
  });
});
