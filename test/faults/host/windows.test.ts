import assert from 'node:assert/strict';

import type * as vscode from 'vscode';

import { liveTeam } from '../../../simulator/seed.ts';
import type { Account } from '../../../src/accounts/account.ts';
import { Accounts } from '../../../src/accounts/accounts.ts';
import type { WebhookStore } from '../../../src/webhooks/store.ts';
import { run, seen, until } from '../../integration/support.ts';
import { openStore } from '../node/window.ts';
import { BILLING_10, BILLING_2, ORDERS } from '../subjects.ts';
import { assertShown } from '../truth.ts';
import { MISSING } from '../words.ts';
import { type Cell, itSurvives } from './cells.ts';
import { type } from './typing.ts';
import { type World, addAccount, useWorld, writesOf } from './world.ts';

const IDS = [ORDERS, BILLING_2, BILLING_10] as const;
const GONE = MISSING.text.replace(/\.$/, '');

describe('another window', () => {
  const world = useWorld();
  const bulk = (title: string, work: (world: World) => Promise<void>): Cell => ({
    operation: 'bulk',
    fault: 'window',
    title,
    run: () => work(world),
  });
  const account = (title: string, work: (world: World) => Promise<void>): Cell => ({
    ...bulk(title, work),
    operation: 'account add',
  });

  itSurvives('windows', [
    account('which has stored the key before', storedBefore),
    account('at once', storedMeanwhile),
    bulk('at once', disableAtOnce),
    bulk('deleting at once', deleteAtOnce),
    bulk('with a list that is older', deleteLater),
  ]);
});

async function disableAtOnce(world: World): Promise<void> {
  const { account, other } = await openBoth(world);
  world.answer('Disable');
  const here = run('lettr.webhook.disable', ...rowsOf(account));
  for (const id of IDS) {
    assert.equal((await other.update(id, { enabled: false })).answerLost, false);
  }
  await here;
  assert.equal((await seen.message()).text, 'Disabled 3 webhooks.');
  assert.ok(world.simulator.webhooks().every(({ id, enabled }) => !enabled || !isOurs(id)));
  await assertBothShow(world, account, other, 6);
}

async function deleteAtOnce(world: World): Promise<void> {
  const { account, other } = await openBoth(world);
  world.answer('Delete');
  const here = run('lettr.webhook.delete', ...rowsOf(account));
  const there = await Promise.allSettled(IDS.map((id) => other.delete(id)));
  await here;
  const { text } = await seen.message();
  const failed = Number(/(\d) failed/.exec(text)?.[1] ?? 0);
  assert.ok(text.startsWith(deletedWords(IDS.length - failed)), text);
  assert.equal(text.split(GONE).length - 1, failed, text);
  const deletedThere = there.filter(({ status }) => status === 'fulfilled').length;
  assert.equal(deletedThere, failed, 'Each webhook was deleted by one of the windows.');
  assert.ok(world.simulator.webhooks().every(({ id }) => !isOurs(id)));
  await assertBothShow(world, account, other, 6);
}

function deletedWords(count: number): string {
  return count === 0 ? '' : count === 1 ? 'Deleted 1 webhook.' : `Deleted ${count} webhooks.`;
}

async function deleteLater(world: World): Promise<void> {
  const { account, other } = await openBoth(world);
  await other.delete(BILLING_2);
  world.answer('Delete');
  await run('lettr.webhook.delete', ...rowsOf(account));
  assert.equal((await seen.message()).text, `${deletedWords(2)} 1 failed: Billing 2: ${GONE}.`);
  await assertBothShow(world, account, other, 4);
}

/** This window, and the store of another one. */
async function openBoth(world: World): Promise<{ account: Account; other: WebhookStore }> {
  const { store } = openStore(() => `${world.origin}/api`, world.simulator.keys.live);
  await store.load();
  return { account: await addAccount(world), other: store };
}

function isOurs(id: string): boolean {
  return IDS.some((one) => one === id);
}

function rowsOf(account: Account): readonly [unknown, unknown] {
  const rows = IDS.map((id) => ({ kind: 'webhook', accountId: account.id, id }));
  return [rows[0], rows];
}

async function assertBothShow(
  { simulator, context }: World,
  account: Account,
  other: WebhookStore,
  writes: number,
): Promise<void> {
  assert.equal(writesOf(simulator).length, writes);
  await run('lettr.webhooks.refresh');
  await other.load();
  assertShown(context.stores.of(account).webhooks, simulator);
  assertShown(other.webhooks, simulator);
  assert.equal(writesOf(simulator).length, writes);
}

async function storedBefore(world: World): Promise<void> {
  const other = await openAccounts(world);
  await other.add({ name: 'Acme', origin: world.origin, key: world.simulator.keys.live });
  await until(() => world.context.accounts.all.length === 1, 'the account of the other window');
  const done = run('lettr.account.add');
  await (await seen.input()).choose('Paste an API Key');
  const key = await seen.input();
  type(world.simulator.keys.live);
  await key.enter();
  await until(() => key.remark !== undefined, 'the remark');
  assert.equal(key.remark, 'The account "Acme" already uses this API key.');
  assert.equal(world.simulator.requests.filter(({ path }) => path === '/auth/check').length, 0);
  await key.escape();
  await done;
  await assertWhole(world, 1);
  other.dispose();
}

/** Neither window knows of the other's account while it asks; one key is one account all the same. */
async function storedMeanwhile(world: World): Promise<void> {
  const { simulator, context } = world;
  const other = await openAccounts(world);
  simulator.fault({ kind: 'delay', ms: 200, on: { path: '/auth/check' } });
  const done = run('lettr.account.add');
  await (await seen.input()).choose('Paste an API Key');
  const key = await seen.input();
  type(simulator.keys.live);
  await key.enter();
  await until(() => simulator.requests.length === 1, 'the check');
  await other.add({ name: 'Acme', origin: world.origin, key: simulator.keys.live, teamId: liveTeam });
  await (await seen.input()).enter();
  await done;
  assert.equal(simulator.requests.filter(({ path }) => path === '/auth/check').length, 1);
  await assertWhole(world, 1);
  await until(() => other.all[0]?.name === context.accounts.all[0]?.name, 'the name that was written last');
  assert.deepEqual(
    other.all.map(({ name }) => name),
    context.accounts.all.map(({ name }) => name),
  );
  other.dispose();
}

async function assertWhole({ access, simulator, origin }: World, count: number): Promise<void> {
  const names = await access.secrets.keys();
  assert.equal(names.length, count);
  for (const name of names) {
    const entry: unknown = JSON.parse((await access.secrets.get(name)) ?? '');
    assert.ok(typeof entry === 'object' && entry !== null && 'key' in entry && 'origin' in entry);
    assert.deepEqual([entry.key, entry.origin], [simulator.keys.live, origin]);
  }
}

/** The accounts as another window of this machine holds them. */
async function openAccounts({ access, origin }: World): Promise<Accounts> {
  const nowhere: vscode.Memento = {
    keys: () => [],
    get: () => undefined,
    update: () => Promise.resolve(),
  };
  const accounts = new Accounts({
    secrets: access.secrets,
    workspaceState: nowhere,
    globalState: nowhere,
    environmentKey: undefined,
    language: () => 'en',
    environmentOrigin: () => origin,
    log: { warn: (text) => assert.fail(text), error: (text) => assert.fail(text) },
  });
  await accounts.load();
  return accounts;
}
