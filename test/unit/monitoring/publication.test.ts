import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import {
  type Publication,
  type RecordData,
  withAnnounced,
  withPublication,
} from '../../../src/monitoring/publication.ts';
import type { StoreWrite } from '../../../src/webhooks/state.ts';
import { webhook } from '../api/harness.ts';

const EMPTY: RecordData = { list: undefined, incidents: [], histories: new Map() };
const HEALTHY = webhook({ lastStatus: 'success' });
const FAILING = webhook({ lastStatus: 'failure' });
const DISABLED = webhook({ lastStatus: 'success', enabled: false });
const TWO = webhook({ id: 'two', lastStatus: 'success' });

/** A list that was asked for at `at` and came 10 ms later. */
function list(at: number, ...webhooks: readonly Webhook[]): Publication {
  const byId = new Map(webhooks.map((one) => [one.id, one]));
  return { kind: 'list', webhooks: byId, askedAt: at, loadedAt: at + 10 };
}

function single(askedAt: number, one: Webhook | undefined, id = 'one'): Publication {
  return { kind: 'single', id, webhook: one, askedAt };
}

function update(
  at: number,
  one: Webhook | undefined,
  patch: (StoreWrite & { kind: 'update' })['patch'],
): Publication {
  return { kind: 'write', write: { kind: 'update', id: 'one', patch }, webhook: one, at };
}

/** What comes of publications, each of which arrives 20 ms after its time, or later. */
function after(...publications: readonly Publication[]): RecordData {
  let now = 0;
  return publications.reduce((data, publication) => {
    const at = publication.kind === 'write' ? publication.at : publication.askedAt;
    now = Math.max(now, at + 20);
    return withPublication(data, publication, now);
  }, EMPTY);
}

function changesOf(data: RecordData, id = 'one'): readonly unknown[] {
  return (data.histories.get(id) ?? []).map(({ at, by, field, from, to }) => [at, by, field, from, to]);
}

function open(data: RecordData): readonly unknown[] {
  return data.incidents.map(({ webhookId, kind, since }) => [webhookId, kind, since]);
}

describe('a list in the record', () => {
  it('begins no incident as the first one, and tells only what is failing already', () => {
    const data = after(list(100, FAILING, { ...TWO, enabled: false }));
    assert.deepEqual(open(data), []);
    assert.deepEqual(changesOf(data), [[110, 'elsewhere', 'health', undefined, 'failing']]);
    assert.deepEqual(changesOf(data, 'two'), []);
    assert.equal(data.list?.loadedAt, 110);
  });

  it('is compared with the one before', () => {
    const data = after(list(100, HEALTHY, TWO), list(200, FAILING, { ...TWO, enabled: false }));
    assert.deepEqual(open(data), [
      ['one', 'failing', 210],
      ['two', 'disabled', 210],
    ]);
    assert.deepEqual(changesOf(data), [[210, 'elsewhere', 'health', 'healthy', 'failing']]);
    assert.deepEqual(changesOf(data, 'two'), [[210, 'elsewhere', 'enabled', true, false]]);
  });

  it('ends what is over, also for webhooks that are gone', () => {
    const before = [list(100, HEALTHY, TWO), list(200, FAILING, { ...TWO, enabled: false })];
    const data = after(...before, list(300, HEALTHY));
    assert.deepEqual(open(data), []);
    assert.equal(changesOf(data).length, 2);
    assert.equal(changesOf(data, 'two').length, 1);
  });

  it('is left out when it arrives late or twice', () => {
    const known = after(list(100, HEALTHY), list(200, FAILING));
    assert.equal(withPublication(known, list(150, HEALTHY), 1_000), known);
    assert.equal(withPublication(known, list(200, HEALTHY), 1_000), known);
  });

  it('counts when the one before is ahead of the clock, which was set back', () => {
    const known = after(list(100, HEALTHY), list(90_000, HEALTHY));
    const data = withPublication(known, list(500, FAILING), 600);
    assert.equal(data.list?.askedAt, 500);
    assert.deepEqual(open(data), [['one', 'failing', 510]]);
  });

  it('is the very map that the store has', () => {
    const read = list(200, HEALTHY, TWO);
    const data = after(list(100, HEALTHY), read);
    assert.ok(read.kind === 'list');
    assert.equal(data.list?.webhooks, read.webhooks);
  });

  it('leaves a record as it was given', () => {
    const known = after(list(100, HEALTHY));
    const copy = structuredClone(known);
    withPublication(known, list(200, FAILING, TWO), 300);
    assert.deepEqual(known, copy);
  });
});

describe('a webhook read by itself', () => {
  it('is compared with what was known', () => {
    const data = after(list(100, HEALTHY, TWO), single(200, FAILING));
    assert.deepEqual(open(data), [['one', 'failing', 220]]);
    assert.deepEqual(changesOf(data), [[220, 'elsewhere', 'health', 'healthy', 'failing']]);
    assert.equal(data.list?.loadedAt, 110);
    assert.deepEqual([...(data.list?.webhooks.values() ?? [])], [FAILING, TWO]);
  });

  it('is not undone by a list that was asked for before and comes after', () => {
    const data = after(list(100, HEALTHY, TWO), single(200, FAILING), list(150, HEALTHY));
    assert.deepEqual([...(data.list?.webhooks.values() ?? [])], [FAILING]);
    assert.equal(data.list?.loadedAt, 160);
    assert.equal(changesOf(data).length, 1);
    assert.deepEqual(open(data), [['one', 'failing', 220]]);
  });

  it('gives way to a list that was asked for after it', () => {
    const data = after(list(100, HEALTHY), single(200, FAILING), list(250, HEALTHY));
    assert.deepEqual(open(data), []);
    assert.equal(data.list?.touched.size, 0);
  });

  it('is left out when the list is newer, or when there is none', () => {
    const known = after(list(100, HEALTHY));
    assert.equal(withPublication(known, single(50, FAILING), 200), known);
    assert.equal(withPublication(EMPTY, single(50, FAILING), 200), EMPTY);
    const touched = after(list(100, HEALTHY), single(200, FAILING));
    assert.equal(withPublication(touched, single(150, HEALTHY), 300), touched);
  });

  it('may be gone', () => {
    const data = after(list(100, HEALTHY), list(200, FAILING), single(300, undefined));
    assert.equal(data.list?.webhooks.size, 0);
    assert.deepEqual(open(data), []);
    assert.equal(
      after(list(100, HEALTHY), single(300, undefined), list(250, HEALTHY)).list?.webhooks.size,
      0,
    );
  });
});

describe('a write of the person here', () => {
  it('is told as made here and begins no incident', () => {
    const data = after(list(100, HEALTHY), update(200, DISABLED, { enabled: false }), list(300, DISABLED));
    assert.deepEqual(changesOf(data), [[200, 'here', 'enabled', true, false]]);
    assert.deepEqual(open(data), []);
  });

  it('leaves to others what it did not write', () => {
    const answer = { ...DISABLED, name: 'Other', lastStatus: 'failure' };
    const data = after(list(100, HEALTHY), update(200, answer, { name: 'Other' }));
    assert.deepEqual(changesOf(data), [
      [200, 'elsewhere', 'health', 'healthy', 'failing'],
      [200, 'elsewhere', 'enabled', true, false],
    ]);
    assert.deepEqual(open(data), [['one', 'disabled', 200]]);
  });

  it('is not undone by a list that was asked for before it', () => {
    const data = after(
      list(100, HEALTHY),
      update(200, DISABLED, { enabled: false }),
      list(190, HEALTHY),
      list(300, DISABLED),
    );
    assert.deepEqual(changesOf(data), [[200, 'here', 'enabled', true, false]]);
    assert.deepEqual(open(data), []);
  });

  it('takes back what a faster reading took for somebody else', () => {
    const data = after(
      list(100, HEALTHY),
      list(190, DISABLED),
      // Its answer was on its way for longer than the reading.
      update(200, DISABLED, { enabled: false }),
    );
    assert.deepEqual(changesOf(data), [[200, 'here', 'enabled', true, false]]);
    assert.deepEqual(open(data), []);
  });

  it('takes it back also when the reading was asked for after it', () => {
    const known = after(list(100, HEALTHY), list(250, DISABLED));
    const data = withPublication(known, update(200, HEALTHY, { enabled: false }), 300);
    assert.deepEqual(changesOf(data), [[260, 'here', 'enabled', true, false]]);
    assert.deepEqual(open(data), []);
    assert.equal(data.list?.webhooks.get('one'), DISABLED);
  });

  it('may create and delete', () => {
    const made: Publication = { kind: 'write', write: { kind: 'create', id: 'two' }, webhook: TWO, at: 200 };
    const gone: Publication = {
      kind: 'write',
      write: { kind: 'delete', id: 'one' },
      webhook: undefined,
      at: 210,
    };
    const data = after(list(100, FAILING), made, gone, list(150, FAILING));
    assert.deepEqual([...(data.list?.webhooks.keys() ?? [])], ['two']);
    assert.deepEqual(open(data), []);
    assert.deepEqual(changesOf(data, 'two'), []);
  });

  it('changes nothing without a list, or without an answer', () => {
    assert.equal(withPublication(EMPTY, update(200, DISABLED, { enabled: false }), 300), EMPTY);
    const known = after(list(100, HEALTHY));
    assert.equal(withPublication(known, update(200, undefined, { name: 'Other' }), 300), known);
  });
});

describe('a record with announcements', () => {
  it('differs in nothing but those', () => {
    const data = after(list(100, HEALTHY, TWO), list(200, FAILING, { ...TWO, enabled: false }));
    const announced = withAnnounced(data, new Set(['210/one']));
    assert.deepEqual(
      announced.incidents.map(({ isAnnounced }) => isAnnounced),
      [true, false],
    );
    assert.deepEqual(open(announced), open(data));
    assert.deepEqual({ ...announced, incidents: data.incidents }, data);
  });
});
