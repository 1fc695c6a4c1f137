import assert from 'node:assert/strict';

import { changesAtFirstSight, changesBetween } from '../../../src/monitoring/changes.ts';
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
    const changes = changesBetween(webhook(), after, AT, { enabled: false });
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
