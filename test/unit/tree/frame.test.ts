import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { LettrError } from '../../../src/api/errors.ts';
import { NO_FILTER } from '../../../src/tree/arrangement.ts';
import { type Frame, type Framed, frameOf } from '../../../src/tree/frame.ts';
import type { StoreState } from '../../../src/webhooks/state.ts';
import { webhook } from '../api/harness.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const ACME: Account = {
  id: 'acme',
  name: 'Acme',
  origin: 'https://app.lettr.com',
  mode: 'live',
  teamId: undefined,
  source: 'stored',
};

function only(problem?: LettrError): NonNullable<Framed['only']> {
  const webhooks = new Map([['one', webhook({ id: 'one' })]]);
  const state: StoreState = { kind: 'ready', webhooks, unreadable: [], loadedAt: NOW, askedAt: NOW, problem };
  return { account: ACME, store: { state } };
}

function frame(framed: Partial<Framed>): Frame {
  return frameOf(
    { only: undefined, filter: NO_FILTER, counts: { total: 9, shown: 9, failing: 0 }, ...framed },
    { hasProxy: false, now: NOW, language: 'en' },
  );
}

describe('the texts around the rows', () => {
  const filter = { text: 'billing', health: ['failing'], events: [] } as const;
  const counts = { total: 9, shown: 2, failing: 0 };

  it('name the only account', () => {
    const { title, description, message, badge } = frame({ only: only() });
    assert.deepEqual(
      [title, description, message, badge],
      ['Webhooks (Acme · live)', 'Acme · live', '', undefined],
    );
  });

  it('name no account when there are none or several', () => {
    const { title, description } = frame({});
    assert.deepEqual([title, description], ['Webhooks', '']);
  });

  it('name the filter and what it lets pass', () => {
    const one = frame({ only: only(), filter, counts });
    assert.equal(one.title, 'Webhooks (Acme · live) · failing, "billing" · 2 of 9');
    assert.equal(one.description, 'Acme · live · failing, "billing" · 2 of 9');
    const several = frame({ filter, counts });
    assert.equal(several.title, 'Webhooks · failing, "billing" · 2 of 9');
    assert.equal(several.description, 'failing, "billing" · 2 of 9');
  });

  it('count nothing before a list is there', () => {
    const { description } = frame({ filter, counts: { total: 0, shown: 0, failing: 0 } });
    assert.equal(description, 'failing, "billing"');
  });

  it('tell a fault beside rows, and leave it to the welcome text where there are none', () => {
    const failed = only(new LettrError({ kind: 'unauthorized' }));
    assert.match(
      frame({ only: failed }).message,
      /^Lettr rejected the API key of "Acme"\. The list is as of .+\.$/,
    );
    assert.equal(frame({ only: failed, filter, counts: { ...counts, shown: 0 } }).message, '');
  });

  it('count what fails', () => {
    const failing = (count: number): Frame['badge'] =>
      frame({ counts: { total: 9, shown: 9, failing: count } }).badge;
    assert.equal(failing(0), undefined);
    assert.deepEqual(failing(1), { value: 1, tooltip: '1 webhook is failing' });
    assert.deepEqual(failing(2), { value: 2, tooltip: '2 webhooks are failing' });
  });
});
