import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import type { AccountsState } from '../../../src/accounts/accounts.ts';
import { LettrError, type Problem, type ProblemKind } from '../../../src/api/errors.ts';
import { NO_FILTER } from '../../../src/tree/arrangement.ts';
import {
  type ViewFacts,
  type ViewMode,
  type ViewTexts,
  viewMode,
  viewTexts,
} from '../../../src/tree/viewTexts.ts';
import type { ReadyState, StoreState } from '../../../src/webhooks/state.ts';
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

function only(problem?: LettrError): NonNullable<ViewFacts['only']> {
  const webhooks = new Map([['one', webhook({ id: 'one' })]]);
  const state: StoreState = { kind: 'ready', webhooks, loadedAt: NOW, askedAt: NOW, unreadable: [], problem };
  return { account: ACME, state };
}

function texts(facts: Partial<ViewFacts>): ViewTexts {
  return viewTexts(
    {
      only: undefined,
      filter: NO_FILTER,
      counts: { total: 9, shown: 9, failing: 0 },
      environmentFault: undefined,
      ...facts,
    },
    { hasProxy: false, now: NOW, language: 'en' },
  );
}

describe('the texts around the rows', () => {
  const filter = { text: 'billing', health: ['failing'], events: [] } as const;
  const counts = { total: 9, shown: 2, failing: 0 };

  it('name the only account, its mode first', () => {
    const { title, description, message, badge } = texts({ only: only() });
    assert.deepEqual(
      [title, description, message, badge],
      ['Webhooks (live · Acme)', 'live · Acme', '', undefined],
    );
  });

  it('name no account when there are none or several', () => {
    const { title, description } = texts({});
    assert.deepEqual([title, description], ['Webhooks', '']);
  });

  it('name the filter and what it lets pass beside rows', () => {
    assert.equal(texts({ only: only(), filter, counts }).message, 'Showing 2 of 9: failing, "billing"');
    const none = { ...counts, shown: 0 };
    assert.equal(texts({ only: only(), filter, counts: none }).message, '', 'the welcome text speaks');
    assert.equal(texts({ filter, counts: none }).message, 'Showing 0 of 9: failing, "billing"');
  });

  it('tell a fault beside rows, and leave it to the welcome text where there are none', () => {
    const failed = only(new LettrError({ kind: 'unauthorized' }));
    assert.match(
      texts({ only: failed }).message,
      /^Lettr rejected the API key of "Acme"\. Showing data from .+\.$/,
    );
    assert.match(texts({ only: failed, filter, counts }).message, /data from .+\.\nShowing 2 of 9/);
    assert.equal(texts({ only: failed, filter, counts: { ...counts, shown: 0 } }).message, '');
  });

  it('tell from when the last known list is, once it could not be read anew, and nothing before', () => {
    const { account, state } = only();
    assert.ok(state.kind === 'ready');
    const last = { ...state, loadedAt: NOW - 30 * 3_600_000 };
    const message = (other: StoreState): string => texts({ only: { account, state: other } }).message;
    assert.equal(message({ kind: 'loading', last }), '');
    const error = new LettrError({ kind: 'unreachable', cause: 'dns', code: 'ENOTFOUND' });
    assert.match(message({ kind: 'failed', error, last }), /Showing data from Jun 14, 2030, .+\.$/);
  });

  it('tell beside rows of any account why the key of the environment is not used', () => {
    const words =
      "The API key in LETTR_API_KEY isn't used: it looks incomplete. Correct it and restart VS Code, or use Add Account.";
    const environmentFault = 'short';
    assert.equal(texts({ environmentFault }).message, words, 'several accounts');
    assert.equal(texts({ only: only(), environmentFault }).message, words);
    assert.match(
      texts({ only: only(), filter, counts, environmentFault }).message,
      /or use Add Account\.\nShowing 2 of 9/,
    );
    const none = { ...counts, shown: 0 };
    assert.equal(
      texts({ only: only(), counts: none, environmentFault }).message,
      '',
      'the welcome text speaks',
    );
    const reasons = (['prefix', 'whitespace', 'character', 'short'] as const).map(
      (fault) => texts({ environmentFault: fault }).message,
    );
    assert.equal(new Set(reasons).size, 4);
  });

  it('count what fails', () => {
    const failing = (count: number): ViewTexts['badge'] =>
      texts({ counts: { total: 9, shown: 9, failing: count } }).badge;
    assert.equal(failing(0), undefined);
    assert.deepEqual(failing(1), { value: 1, tooltip: '1 webhook is failing' });
    assert.deepEqual(failing(2), { value: 2, tooltip: '2 webhooks are failing' });
  });
});

const SIGNED_IN: AccountsState = { kind: 'read', all: [ACME], current: ACME };
const SIGNED_OUT: AccountsState = { kind: 'read', all: [], current: undefined };

function ready(ids: readonly string[], problem?: LettrError): ReadyState {
  return {
    kind: 'ready',
    webhooks: new Map(ids.map((id) => [id, webhook({ id })])),
    unreadable: [],
    loadedAt: 0,
    askedAt: 0,
    problem,
  };
}

const PROBLEMS: Readonly<Record<ProblemKind, readonly [Problem, ViewMode]>> = {
  unauthorized: [{ kind: 'unauthorized' }, 'failed.unauthorized'],
  insufficientScope: [{ kind: 'insufficientScope' }, 'failed.insufficientScope'],
  addressRefused: [{ kind: 'addressRefused' }, 'failed.addressRefused'],
  rateLimited: [{ kind: 'rateLimited', retryAt: 0 }, 'failed.rateLimited'],
  server: [{ kind: 'server', status: 500 }, 'failed.server'],
  blocked: [{ kind: 'blocked', by: 'proxy', status: 407 }, 'failed.blocked'],
  unreachable: [{ kind: 'unreachable', cause: 'dns', code: undefined }, 'failed.unreachable'],
  unreadable: [{ kind: 'unreadable', status: 200 }, 'failed.unreadable'],
  redirected: [{ kind: 'redirected', host: 'x' }, 'failed.redirected'],
  unexpected: [{ kind: 'unexpected', status: 404 }, 'failed.unexpected'],
  noKey: [{ kind: 'noKey', host: 'x' }, 'failed.noKey'],
  keyUnreadable: [{ kind: 'keyUnreadable' }, 'failed.keyUnreadable'],
  keyGone: [{ kind: 'keyGone' }, 'failed.keyGone'],
  badAddress: [{ kind: 'badAddress' }, 'failed.badAddress'],
  // No list should fail like this; an odd server still gets a text instead of an empty view.
  sandboxRestricted: [{ kind: 'sandboxRestricted' }, 'failed.unexpected'],
  notFound: [{ kind: 'notFound' }, 'failed.unexpected'],
  conflict: [{ kind: 'conflict' }, 'failed.unexpected'],
  invalid: [{ kind: 'invalid', fields: [], text: '' }, 'failed.unexpected'],
  badEndpoint: [{ kind: 'badEndpoint' }, 'failed.unexpected'],
  accepted: [{ kind: 'accepted' }, 'failed.unexpected'],
};

describe("the view's mode", () => {
  it('is "starting" until the accounts were read, so that no sign-in flashes', () => {
    assert.equal(viewMode({ kind: 'unread' }, undefined, 1), 'starting');
    assert.equal(viewMode({ kind: 'unread' }, ready(['one']), 1), 'starting');
  });

  it('is "signedOut" without an account', () => {
    assert.equal(viewMode(SIGNED_OUT, undefined, 1), 'signedOut');
    assert.equal(viewMode(SIGNED_OUT, ready(['one']), 1), 'signedOut');
    assert.equal(viewMode({ kind: 'read', all: [ACME], current: undefined }, undefined, 1), 'signedOut');
  });

  it('follows the list', () => {
    assert.equal(viewMode(SIGNED_IN, { kind: 'unread' }, 1), 'unread');
    assert.equal(viewMode(SIGNED_IN, { kind: 'loading' }, 1), 'loading');
    assert.equal(viewMode(SIGNED_IN, ready([]), 1), 'empty');
    assert.equal(viewMode(SIGNED_IN, ready(['one', 'two']), 1), 'rows');
  });

  it('is "filtered" when the filter lets none of the webhooks pass', () => {
    assert.equal(viewMode(SIGNED_IN, ready(['one', 'two']), 0), 'filtered');
    assert.equal(viewMode(SIGNED_IN, ready([]), 0), 'empty', 'there is nothing to filter');
  });

  it('is "rows" for several accounts, whatever state each is in', () => {
    const several: AccountsState = { kind: 'read', all: [ACME, { ...ACME, id: 'beta' }], current: ACME };
    for (const state of [
      undefined,
      { kind: 'unread' },
      { kind: 'loading' },
      ready([]),
      ready(['one']),
    ] as const) {
      assert.equal(viewMode(several, state, 0), 'rows');
    }
  });

  it('is "rows" for a list that was known before, whatever Lettr answers', () => {
    const last = ready(['one']);
    const error = new LettrError({ kind: 'unauthorized' });
    for (const state of [
      { kind: 'unread', last },
      { kind: 'loading', last },
      { kind: 'failed', error, last },
    ] as const) {
      assert.equal(viewMode(SIGNED_IN, state, 1), 'rows');
      assert.equal(viewMode(SIGNED_IN, state, 0), 'filtered');
    }
  });

  it('is "rows" when no entry of the list could be read', () => {
    const odd = { ...ready([]), unreadable: [{ id: 'w9', field: 'enabled' }] };
    assert.equal(viewMode(SIGNED_IN, odd, 1), 'rows');
  });

  it('keeps the rows when a refresh failed', () => {
    const problem = new LettrError({ kind: 'unauthorized' });
    assert.equal(viewMode(SIGNED_IN, ready(['one'], problem), 1), 'rows');
  });

  it('tells of a failed refresh where there are no rows to keep', () => {
    const problem = new LettrError({ kind: 'unauthorized' });
    assert.equal(viewMode(SIGNED_IN, ready([], problem), 1), 'failed.unauthorized');
    assert.equal(
      viewMode(SIGNED_IN, ready([], new LettrError({ kind: 'notFound' })), 1),
      'failed.unexpected',
    );
  });

  for (const [kind, [problem, mode]] of Object.entries(PROBLEMS)) {
    it(`is "${mode}" when the first list failed with ${kind}`, () => {
      assert.equal(viewMode(SIGNED_IN, { kind: 'failed', error: new LettrError(problem) }, 1), mode);
    });
  }
});
