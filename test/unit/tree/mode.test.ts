import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import type { AccountsState } from '../../../src/accounts/accounts.ts';
import { LettrError, type Problem, type ProblemKind } from '../../../src/api/errors.ts';
import { type ViewMode, viewMode } from '../../../src/tree/mode.ts';
import type { StoreState } from '../../../src/webhooks/state.ts';
import { webhook } from '../api/harness.ts';

const ACME: Account = {
  id: 'acme',
  name: 'Acme',
  origin: 'https://app.lettr.com',
  mode: 'live',
  teamId: undefined,
  source: 'stored',
};
const SIGNED_IN: AccountsState = { kind: 'read', all: [ACME], current: ACME };
const SIGNED_OUT: AccountsState = { kind: 'read', all: [], current: undefined };

function ready(ids: readonly string[], problem?: LettrError): StoreState {
  return {
    kind: 'ready',
    unreadable: [],
    webhooks: new Map(ids.map((id) => [id, webhook({ id })])),
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
