import assert from 'node:assert/strict';

import {
  type RowArgument,
  accountIdIn,
  rowArgument,
  rowArguments,
  textIn,
  textsIn,
} from '../../../src/commands/shared/rowArgument.ts';
import type { TreeNode } from '../../../src/tree/nodes.ts';

const WEBHOOK = { kind: 'webhook', accountId: 'a', id: 'w' } as const;
const ACCOUNT = { kind: 'account', id: 'a' } as const;
const GROUP = { kind: 'group', accountId: 'a', by: 'health', value: 'failing' } as const;
const DETAIL = {
  kind: 'detail',
  parent: WEBHOOK,
  part: 'events',
  label: 'Events',
  description: '',
  icon: '',
  details: [],
} as const;
const NOTHING: RowArgument = { webhookId: undefined, accountId: undefined };

describe('the argument of a command', () => {
  for (const [what, value, webhookId, accountId] of [
    ["a webhook's row", WEBHOOK, 'w', 'a'],
    ['a row below it', DETAIL, 'w', 'a'],
    ['a row below that', { ...DETAIL, parent: DETAIL }, 'w', 'a'],
    ["an account's row", ACCOUNT, undefined, 'a'],
    ['an account', { id: 'a', name: 'Acme', mode: 'live' }, undefined, 'a'],
    ['the row of a group', GROUP, undefined, 'a'],
    ['an id', { id: 'w' }, 'w', undefined],
    ['an id and an account', { id: 'w', account: 'a' }, 'w', 'a'],
    ['an account only', { account: 'a' }, undefined, 'a'],
  ] as const) {
    it(`may be ${what}`, () => assert.deepEqual(rowArgument(value), { webhookId, accountId }));
  }

  for (const value of [
    undefined,
    null,
    'w',
    7,
    [],
    {},
    { id: 7 },
    { id: {}, account: [] },
    { kind: 'detail' },
  ]) {
    it(`names nothing when it is ${JSON.stringify(value)}`, () =>
      assert.deepEqual(rowArgument(value), NOTHING));
  }

  it('is the clicked row, or all that are selected', () => {
    const other = { kind: 'webhook', accountId: 'b', id: 'v' } as const;
    const ids = (...args: readonly unknown[]): unknown[] =>
      rowArguments(args, [other, ACCOUNT] satisfies TreeNode[]).map(({ webhookId }) => webhookId);
    assert.deepEqual(ids(WEBHOOK), ['w']);
    assert.deepEqual(ids(WEBHOOK, undefined), ['w']);
    assert.deepEqual(ids(WEBHOOK, []), ['w']);
    assert.deepEqual(ids(WEBHOOK, [WEBHOOK, other]), ['w', 'v']);
    assert.deepEqual(ids({ selection: true }), ['v', undefined]);
    assert.deepEqual(ids(), [undefined]);
  });

  it('of a command for accounts may be the id of one', () => {
    assert.equal(accountIdIn([{ id: 'a' }]), 'a');
    assert.equal(accountIdIn([ACCOUNT]), 'a');
    assert.equal(accountIdIn([WEBHOOK]), 'a');
    assert.equal(accountIdIn([DETAIL]), 'a');
    assert.equal(accountIdIn([]), undefined);
  });

  it('may bring along wishes, which are taken for what they are', () => {
    assert.equal(textIn({ field: 'url' }, 'field'), 'url');
    assert.equal(textIn({ field: 7 }, 'field'), undefined);
    assert.equal(textIn(undefined, 'field'), undefined);
    assert.deepEqual(textsIn({ events: ['a', 7, 'b'] }, 'events'), ['a', 'b']);
    assert.deepEqual(textsIn({ events: 'a' }, 'events'), []);
  });
});
