import assert from 'node:assert/strict';

import { attributedHere, changesAtFirstSight, changesBetween } from '../../../src/monitoring/changes.ts';
import type { HistoryChange } from '../../../src/webhooks/history.ts';
import { webhook } from '../api/harness.ts';

const AT = 5_000_000;
const elsewhere = { at: AT, by: 'elsewhere' } as const;

describe('the changes between two looks at a webhook', () => {
  it('are none for what the history does not tell', () => {
    const before = webhook({ lastStatus: 'success', lastSuccessAt: 1 });
    const after = {
      ...before,
      name: 'Other',
      lastSuccessAt: 2,
      hasCredentials: true,
      authentication: 'basic',
    };
    assert.deepEqual(changesBetween(before, after, AT), []);
  });

  it('tell health, enabled, URL and events', () => {
    const after = webhook({ lastStatus: 'failure', enabled: false, url: 'https://two/', events: ['a.b'] });
    assert.deepEqual(changesBetween(webhook(), after, AT), [
      { ...elsewhere, field: 'health', from: 'waiting', to: 'failing' },
      { ...elsewhere, field: 'enabled', from: true, to: false },
      { ...elsewhere, field: 'url', from: 'https://one.example.com/', to: 'https://two/' },
      { ...elsewhere, field: 'events', from: 'all', to: ['a.b'] },
    ]);
  });

  it('tell which of them were written here; health never is', () => {
    const after = webhook({ lastStatus: 'failure', enabled: false, url: 'https://two/' });
    const changes = changesBetween(webhook(), after, AT, (field) => field === 'enabled');
    assert.deepEqual(
      changes.map(({ field, by }) => [field, by]),
      [
        ['health', 'elsewhere'],
        ['enabled', 'here'],
        ['url', 'elsewhere'],
      ],
    );
  });

  it('are none for events in another order', () => {
    const before = webhook({ events: ['a', 'b', 'c'] });
    assert.deepEqual(changesBetween(before, webhook({ events: ['c', 'a', 'b'] }), AT), []);
    assert.deepEqual(changesBetween(before, webhook({ events: ['c', 'a', 'b', 'a'] }), AT), []);
    assert.equal(changesBetween(before, webhook({ events: ['a', 'b', 'd'] }), AT).length, 1);
    assert.equal(changesBetween(before, webhook({ events: ['a', 'b', 'b'] }), AT).length, 1);
  });

  it('are none for events that an answer does not say', () => {
    assert.deepEqual(changesBetween(webhook(), webhook({ events: undefined }), AT), []);
    assert.deepEqual(changesBetween(webhook({ events: undefined }), webhook(), AT), []);
  });

  it('keep untrusted text short', () => {
    const names = Array.from({ length: 400 }, (_, index) => `${index}.${'x'.repeat(5000)}`);
    const after = webhook({ url: `https://two/${'x'.repeat(100_000)}`, events: names });
    const [url, events] = changesBetween(webhook(), after, AT);
    assert.equal(url?.field === 'url' && url.to.length, 2048);
    assert.ok(JSON.stringify(events).length < 10_000);
  });
});

describe('the changes at the first sight of a webhook', () => {
  const failing = webhook({ lastStatus: 'failure' });

  it('tell only that it is failing already', () => {
    assert.deepEqual(changesAtFirstSight(failing, [], AT), [
      { ...elsewhere, field: 'health', from: undefined, to: 'failing' },
    ]);
    assert.deepEqual(changesAtFirstSight(webhook({ lastStatus: 'success' }), [], AT), []);
    assert.deepEqual(changesAtFirstSight(webhook({ enabled: false }), [], AT), []);
  });

  it('go on from a history that was kept', () => {
    const before: HistoryChange = { at: 1, by: 'elsewhere', field: 'health', from: 'healthy', to: 'failing' };
    assert.deepEqual(changesAtFirstSight(failing, [before], AT), []);
    assert.deepEqual(changesAtFirstSight(webhook({ lastStatus: 'success' }), [before], AT), [
      { ...elsewhere, field: 'health', from: 'failing', to: 'healthy' },
    ]);
  });
});

describe('a change that a reading saw before the answer to the write came', () => {
  const seen: HistoryChange = { ...elsewhere, field: 'enabled', from: true, to: false };
  const url: HistoryChange = { ...elsewhere, field: 'url', from: 'a', to: 'b' };
  const events: HistoryChange = { ...elsewhere, field: 'events', from: 'all', to: ['a', 'b'] };
  const health: HistoryChange = { ...elsewhere, field: 'health', from: 'healthy', to: 'failing' };

  it('becomes one made here', () => {
    const history = [seen, url, events, health];
    assert.deepEqual(attributedHere(history, { enabled: false }, AT + 30_000), [{ ...seen, by: 'here' }]);
    assert.deepEqual(attributedHere(history, { url: 'b', events: ['b', 'a'] }, AT + 1), [
      { ...url, by: 'here' },
      { ...events, by: 'here' },
    ]);
  });

  it('is only the last one of its field', () => {
    const enabled = { ...seen, from: false, to: true };
    const again = [{ ...seen, at: 1 }, enabled, { ...seen }];
    assert.deepEqual(attributedHere(again, { enabled: false }, AT), [{ ...seen, by: 'here' }]);
    assert.deepEqual(attributedHere([seen, enabled], { enabled: false }, AT), []);
  });

  it('is not one of long ago, of another value or of another field', () => {
    const history = [seen, url, events];
    for (const patch of [{ enabled: true }, { url: 'c' }, { events: ['a'] }, { name: 'b' }, {}]) {
      assert.deepEqual(attributedHere(history, patch, AT), []);
    }
    assert.deepEqual(attributedHere(history, { enabled: false }, AT + 200_000), []);
  });
});
