import assert from 'node:assert/strict';

import {
  EVENT_TYPE_NAMES,
  categoryOf,
  eventCatalogue,
  eventCategories,
  normaliseEventType,
} from '../../../src/api/events.ts';
import { eventTypes } from '../../../simulator/simulator.ts';

describe('the event catalogue', () => {
  it('holds the 22 types in the API’s order', () => {
    assert.equal(EVENT_TYPE_NAMES.length, 22);
    assert.deepEqual([...EVENT_TYPE_NAMES], [...eventTypes]);
    assert.deepEqual(
      eventCatalogue().map(({ name }) => name),
      EVENT_TYPE_NAMES,
    );
  });

  it('gives each type its category, and words of its own', () => {
    const types = eventCatalogue();
    for (const { name, category, label, description } of types) {
      assert.equal(categoryOf(name), category);
      assert.ok(label.length > 0 && description.endsWith('.'), name);
    }
    assert.equal(new Set(types.map(({ label }) => label)).size, 22);
    assert.equal(new Set(types.map(({ description }) => description)).size, 22);
    assert.deepEqual(
      [...new Set(types.map(({ category }) => category))],
      eventCategories().map(({ id }) => id),
    );
  });

  it('knows no category of other names', () => {
    for (const name of ['', 'message', 'messages', 'relayx', 'bounce', 'other.bounce', '.x', 'Message.x']) {
      assert.equal(categoryOf(name), undefined, name);
    }
    assert.equal(categoryOf('message.brand_new'), 'message');
  });
});

describe('normalising an event type', () => {
  it('leaves full names as they are', () => {
    assert.deepEqual(EVENT_TYPE_NAMES.map(normaliseEventType), EVENT_TYPE_NAMES);
  });

  it('completes short names', () => {
    assert.deepEqual(
      EVENT_TYPE_NAMES.map((name) => normaliseEventType(name.slice(name.indexOf('.') + 1))),
      EVENT_TYPE_NAMES,
    );
  });

  it('corrects the misspelt prefix', () => {
    assert.equal(normaliseEventType('engagament.amp_open'), 'engagement.amp_open');
    assert.equal(normaliseEventType('engagament.new'), 'engagement.new');
  });

  it('keeps what it does not know', () => {
    for (const name of ['', '.', 'toString', '__proto__', 'new.type', 'engagament', 'Delivery']) {
      assert.equal(normaliseEventType(name), name);
    }
  });
});
