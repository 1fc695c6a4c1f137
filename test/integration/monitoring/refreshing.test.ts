import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

import {
  addAccount,
  hideView,
  idOf,
  run,
  seen,
  setApiBaseUrl,
  setSetting,
  showView,
  until,
  useWorld,
} from '../support.ts';
import { listFileOf, watched } from './watched.ts';

/** Seconds; the setting itself allows no less than 30. */
const INTERVAL = 0.2;
const SEVERAL_MS = 1_000;

describe('automatic refreshes', () => {
  const world = useWorld();
  const state = Object.getOwnPropertyDescriptor(vscode.window, 'state');

  before(() => {
    assert.ok(state);
    Object.defineProperty(world.context.settings, 'refreshInterval', {
      configurable: true,
      get: () =>
        vscode.workspace.getConfiguration('lettr').get('refreshInterval') === 0 ? undefined : INTERVAL,
    });
    // Whether the window of a browser without a screen has the focus is up to chance.
    Object.defineProperty(vscode.window, 'state', { ...state, get: () => ({ focused: true, active: true }) });
  });
  beforeEach(showView);
  afterEach(async () => {
    await setSetting('refreshInterval', undefined);
    await setSetting('notifications', undefined);
    await hideView();
  });
  after(() => {
    Reflect.deleteProperty(world.context.settings, 'refreshInterval');
    Object.defineProperty(vscode.window, 'state', state ?? {});
  });

  function lists(): number {
    return world.simulator.requests.filter(({ path: at }) => at === '/webhooks').length;
  }

  it('show what changed, and tell what fails', async () => {
    const account = await watched(world);
    world.simulator.put({ id: idOf(world, 'Audit log'), last_status: 'failure' });
    await until(() => seen.view.badge?.value === 3, 'the badge');
    assert.match((await seen.message()).text, /^Webhook "Audit log" is failing/);
    const history = world.context.histories.of(account.id, idOf(world, 'Audit log'));
    assert.equal(history.length, 1);
  });

  it('say when the next one is', async () => {
    await watched(world);
    await until(() => seen.status?.hover.includes('Next automatic refresh: ') === true, 'the next one');
  });

  it('end when the view is hidden', async () => {
    await watched(world);
    await until(() => lists() >= 3, 'refreshes');
    await hideView();
    await delay(SEVERAL_MS);
    const sent = lists();
    await delay(SEVERAL_MS);
    assert.equal(lists(), sent, 'the next one is in five minutes');
  });

  it('end with the setting', async () => {
    await watched(world);
    await until(() => lists() >= 3, 'refreshes');
    await setSetting('refreshInterval', 0);
    await delay(SEVERAL_MS);
    const sent = lists();
    await delay(SEVERAL_MS);
    assert.equal(lists(), sent);
  });

  it('never open a message when they fail', async () => {
    await watched(world);
    world.simulator.fault({ kind: 'status', status: 500, times: 2 });
    await until(() => (seen.view.message ?? '') !== '', 'the remark above the rows');
    await until(() => seen.view.message === '', 'the end of the remark');
    assert.deepEqual(seen.messages, []);
  });

  it('go on with the new key after it was replaced', async () => {
    const account = await watched(world);
    await world.context.accounts.replaceKey(account, {
      origin: world.simulator.origin,
      key: world.simulator.keys.otherTeam,
    });
    const names = () => [...world.context.stores.of(account).webhooks.values()].map(({ name }) => name);
    await until(() => names().includes('Support Ticket Notifications'), 'the list of the other team');
    const sent = lists();
    await until(() => lists() >= sent + 3, 'refreshes');
    assert.deepEqual(names().toSorted(), ['Order Notifications', 'Support Ticket Notifications']);
    assert.deepEqual(
      world.simulator.requests.slice(-3).map(({ key }) => key),
      ['otherTeam', 'otherTeam', 'otherTeam'],
    );
  });

  it('end when the address of the API is changed', async () => {
    const account = await watched(world);
    await until(() => lists() >= 3, 'refreshes');
    try {
      await setApiBaseUrl('https://127.0.0.1:1/api');
      const stateNow = () => world.context.stores.of(account).state;
      await until(() => stateNow().kind === 'failed', 'the refusal');
      const failed = stateNow();
      assert.equal(failed.kind === 'failed' && failed.error.problem.kind, 'noKey');
      await delay(SEVERAL_MS);
      const sent = lists();
      await delay(SEVERAL_MS);
      assert.equal(lists(), sent);
    } finally {
      await setApiBaseUrl(world.simulator.baseUrl);
    }
  });

  it('end with the account, of which nothing stays', async () => {
    const account = await watched(world);
    await until(() => lists() >= 3, 'refreshes');
    await world.context.accounts.remove(account);
    const folder = path.dirname(listFileOf(world, account));
    await until(() => !existsSync(folder), 'the folder to go');
    await delay(SEVERAL_MS);
    const sent = lists();
    await delay(SEVERAL_MS);
    assert.equal(lists(), sent);
    assert.equal(existsSync(folder), false);
  });

  it('follow every account that was read', async () => {
    const first = await watched(world);
    const second = await addAccount(world, { key: 'otherTeam', name: 'Other' });
    await world.context.stores.of(second).load();
    await until(() => ['live', 'otherTeam'].every((key) => countOf(key) >= 3), 'refreshes of both');
    await run('lettr.account.switch', first);
  });

  function countOf(name: string): number {
    return world.simulator.requests.filter(({ key }) => key === name).length;
  }
});
