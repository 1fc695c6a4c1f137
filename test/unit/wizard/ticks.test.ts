import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES, eventCategories } from '../../../src/api/events.ts';
import { categoryNote, categoryRow, eventsIn, eventsNote, follow } from '../../../src/wizard/ticks.ts';

const RELAY = EVENT_TYPE_NAMES.filter((name) => name.startsWith('relay.'));
const ALL_RELAY = categoryRow('relay');
const ALL_MESSAGE = categoryRow('message');
const CATEGORY_ROWS = eventCategories().map(({ id }) => categoryRow(id));
const UNKNOWN = ['message.teleported', 'brand_new'];

/** The ticked rows after a person changed `rows` in a list in which `events` were ticked. */
function toggle(events: readonly string[], ...rows: readonly string[]): ReadonlySet<string> {
  const before = new Set(events);
  const after = new Set(before);
  for (const row of rows) {
    if (!after.delete(row)) {
      after.add(row);
    }
  }
  return follow(before, after);
}

describe('the ticks of event types', () => {
  for (const { id } of eventCategories()) {
    const types = EVENT_TYPE_NAMES.filter((name) => name.startsWith(`${id}.`));

    it(`follow the row of ${id}, both ways`, () => {
      assert.deepEqual(eventsIn(toggle([], categoryRow(id))), types);
      assert.deepEqual(toggle(types, categoryRow(id)), new Set());
    });
  }

  it('never stand at a category, so that VS Code counts event types only', () => {
    for (const rows of [[ALL_RELAY], [...RELAY], CATEGORY_ROWS, [...EVENT_TYPE_NAMES, ...CATEGORY_ROWS]]) {
      const ticked = toggle([], ...rows);
      assert.equal(ticked.size, eventsIn(ticked).length);
    }
  });

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
    // Categories are never ticked, so VS Code's box for all rows goes on ticking.
    assert.deepEqual(follow(all, new Set([...all, ...CATEGORY_ROWS])), new Set());
    const some = new Set(['message.bounce', ...RELAY]);
    assert.deepEqual(
      eventsIn(follow(some, new Set([...EVENT_TYPE_NAMES, ...CATEGORY_ROWS]))),
      EVENT_TYPE_NAMES,
    );
  });

  it('can be set among the rows that a filter leaves', () => {
    assert.deepEqual(eventsIn(toggle([], 'message.bounce', ALL_RELAY)), ['message.bounce', ...RELAY]);
  });

  it('keep types that nobody knows', () => {
    assert.deepEqual(eventsIn(toggle(UNKNOWN, 'message.bounce')), ['message.bounce', ...UNKNOWN]);
    const all = toggle(UNKNOWN, ALL_MESSAGE);
    assert.ok(UNKNOWN.every((name) => all.has(name)));
    assert.deepEqual(eventsIn(toggle([...all], ALL_MESSAGE)), UNKNOWN);
  });

  it('let go of an unknown type that was cleared', () => {
    assert.deepEqual(eventsIn(toggle(UNKNOWN, 'brand_new')), ['message.teleported']);
  });

  it('come back in the order of the API', () => {
    assert.deepEqual(eventsIn(new Set(EVENT_TYPE_NAMES.toReversed())), EVENT_TYPE_NAMES);
  });

  it('give the same ticks again when nothing changed', () => {
    for (const events of [[], ['message.bounce'], RELAY, EVENT_TYPE_NAMES, UNKNOWN]) {
      assert.deepEqual(follow(new Set(events), new Set(events)), new Set(events));
    }
  });

  describe('in words', () => {
    it('count', () => {
      assert.equal(eventsNote([], false, false), '0 of 22 selected');
      assert.equal(eventsNote(RELAY, false, true), '5 of 22 selected');
      assert.equal(eventsNote(EVENT_TYPE_NAMES, false, false), '22 of 22 selected');
      assert.equal(eventsNote([...EVENT_TYPE_NAMES, ...UNKNOWN], false, false), '24 of 24 selected');
    });

    it('count those of each category', () => {
      assert.equal(categoryNote('relay', new Set()), '0 of 5');
      assert.equal(categoryNote('relay', new Set(['message.bounce', ...RELAY.slice(2)])), '3 of 5');
      assert.equal(categoryNote('nobody', new Set(['nobody'])), '0 of 0');
    });

    it('say that none is not enough, once that was tried', () => {
      for (const isEdit of [true, false]) {
        assert.equal(eventsNote([], true, isEdit), 'select at least one event type');
      }
    });

    it('say what every type does not include, in an edit', () => {
      assert.equal(eventsNote(EVENT_TYPE_NAMES, false, true), "won't include event types added later");
      assert.equal(eventsNote([...EVENT_TYPE_NAMES.slice(1), 'x'], false, true), '22 of 23 selected');
    });
  });
});
