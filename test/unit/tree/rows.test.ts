import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { LettrError } from '../../../src/api/errors.ts';
import { type AccountFacts, type Row, accountRow } from '../../../src/tree/rows.ts';
import type { ReadyState } from '../../../src/webhooks/state.ts';
import { webhook } from '../api/harness.ts';
import { EVIL, HARMFUL, MENDED } from './hostile.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const CONTEXT = { hasProxy: false, now: NOW, language: 'en' };
const ACME: Account = {
  id: 'acme',
  name: 'Acme',
  origin: 'https://app.lettr.com',
  mode: 'live',
  teamId: undefined,
  source: 'stored',
};
const REJECTED = new LettrError({ kind: 'unauthorized' });

function ready(count: number, problem?: LettrError): ReadyState {
  const webhooks = new Map(
    Array.from({ length: count }, (_, index) => [String(index), webhook({ id: String(index) })]),
  );
  return { kind: 'ready', webhooks, unreadable: [], loadedAt: NOW, askedAt: NOW, problem };
}

const { kind: _, problem: __, ...LAST } = ready(3);

function row(facts: Partial<AccountFacts>): Row {
  return accountRow(
    { account: ACME, isCurrent: false, state: ready(3), shown: undefined, ...facts },
    CONTEXT,
  );
}

describe('the row of an account', () => {
  for (const [what, facts, description, icon] of [
    ['not read', { state: { kind: 'unread' } }, 'live · not loaded yet', 'account'],
    ['being read', { state: { kind: 'loading' } }, 'live · loading', 'loading~spin'],
    ['shown as last known', { state: { kind: 'loading', last: LAST } }, 'live', 'loading~spin'],
    ['read', {}, 'live', 'account'],
    ['current', { isCurrent: true }, 'live · default', 'account'],
    ['of a sandbox', { account: { ...ACME, mode: 'sandbox' } }, 'sandbox', 'account'],
    ['empty', { state: ready(0) }, 'live · no webhooks yet', 'account'],
    ['empty under a filter', { state: ready(0), shown: 0 }, 'live · no webhooks yet', 'account'],
    ['filtered', { shown: 2 }, 'live · 2 of 3', 'account'],
    ['filtered to nothing', { shown: 0 }, 'live · no match', 'account'],
    [
      'failed',
      { state: { kind: 'failed', error: REJECTED } },
      'live · Lettr rejected the API key of "Acme".',
      'error',
    ],
    [
      'read before and failed',
      { state: ready(3, REJECTED), shown: 2 },
      'live · Lettr rejected the API key of "Acme".',
      'warning',
    ],
  ] as const satisfies readonly (readonly [string, Partial<AccountFacts>, string, string])[]) {
    it(`that is ${what} says so in words and with its icon`, () => {
      const shown = row(facts);
      assert.deepEqual([shown.label, shown.description, shown.icon], ['Acme', description, icon]);
      assert.equal(shown.words, ['Acme', 'account', ...description.split(' · ')].join(', '));
    });
  }

  it('tells in its hover what there is to know', () => {
    assert.equal(row({}).hover, 'live · Acme\nhttps://app.lettr.com');
    assert.match(
      row({ isCurrent: true }).hover ?? '',
      /default\n.*\nDefault account for new webhooks and commands$/,
    );
    assert.match(
      row({ state: ready(3, REJECTED) }).hover ?? '',
      /rejected the API key.*\nShowing data from .*\.$/,
    );
  });

  it('says by its flag that its key is lost', () => {
    assert.equal(row({}).contextValue, 'account');
    const lost = { ...ACME, lostKey: 'unreadable' } as const;
    assert.equal(row({ account: lost }).contextValue, 'account+unreadable');
  });

  it('is harmless whatever its name', () => {
    const shown = row({ account: { ...ACME, name: EVIL }, state: { kind: 'failed', error: REJECTED } });
    assert.equal(shown.label, MENDED);
    for (const text of [shown.label, shown.description, shown.words, ...(shown.hover ?? '').split('\n')]) {
      assert.doesNotMatch(text, HARMFUL);
    }
  });
});
