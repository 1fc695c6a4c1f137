import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

import * as vscode from 'vscode';

import type { KeyName } from '../../../simulator/simulator.ts';
import type { Account } from '../../../src/accounts/account.ts';
import { SharedListFile, folderName } from '../../../src/monitoring/sharedList.ts';
import { NO_FILTER } from '../../../src/tree/arrangement.ts';
import {
  addAccount,
  hideView,
  idOf,
  ownStore,
  run,
  seen,
  setApiBaseUrl,
  showView,
  until,
  useWorld,
  writesOf,
} from '../support.ts';

describe('the view', () => {
  const world = useWorld();

  beforeEach(showView);
  afterEach(async () => {
    world.context.arrangement.set({ filter: NO_FILTER, sort: 'health', grouping: 'none' });
    await setApiBaseUrl(world.simulator.baseUrl);
  });

  it('is signed out without an account', async () => {
    await mode('signedOut');
    assert.equal(seen.contextKeys.get('lettr.hasAccount'), false);
    assert.deepEqual(texts(), ['Webhooks', '', '']);
  });

  it('is loading while the list is read, then shows rows', async () => {
    world.simulator.fault({ kind: 'delay', ms: 1_500 });
    await addAccount(world);
    assert.equal(seen.contextKeys.get('lettr.hasAccount'), true);
    await mode('loading');
    assert.equal(seen.view.badge, undefined);
    await mode('rows');
  });

  it('names the account and its mode beside the rows', async () => {
    await addAccount(world, { key: 'sandbox', name: 'Acme $(x)' });
    await mode('rows');
    assert.deepEqual(texts(), ['Webhooks (sandbox · Acme $ (x))', 'sandbox · Acme $ (x)', '']);
  });

  it('counts the failing webhooks in its badge', async () => {
    const { stores } = world.context;
    const account = await addAccount(world);
    await mode('rows');
    assert.deepEqual(seen.view.badge, { value: 2, tooltip: '2 webhooks are failing' });
    await stores.of(account).update(idOf(world, 'CRM sync'), { enabled: false });
    assert.deepEqual(seen.view.badge, { value: 1, tooltip: '1 webhook is failing' });
    await stores.of(account).delete(idOf(world, 'Bounce handler'));
    assert.equal(seen.view.badge, undefined);
  });

  it('is empty for an account without webhooks', async () => {
    world.simulator.reset({ empty: true });
    await addAccount(world);
    await mode('empty');
  });

  it('says that the key was rejected', async () => {
    world.simulator.revoke('live');
    await addAccount(world);
    await mode('failed.unauthorized');
    assert.deepEqual(texts(), ['Webhooks (live · Acme)', 'live · Acme', ''], 'the welcome text speaks');
  });

  for (const [key, expected] of [
    ['sendingOnly', 'failed.insufficientScope'],
    ['ipBlocked', 'failed.addressRefused'],
  ] as const satisfies readonly (readonly [KeyName, string])[]) {
    it(`says what is wrong with a key of the kind ${key}`, async () => {
      await addAccount(world, { key });
      await mode(expected);
    });
  }

  for (const [fault, expected] of [
    [{ kind: 'reset', times: 3 }, 'failed.unreachable'],
    [{ kind: 'status', status: 500 }, 'failed.server'],
    [{ kind: 'html' }, 'failed.unreadable'],
    [{ kind: 'status', status: 429, headers: { 'Retry-After': '300' } }, 'failed.rateLimited'],
    [{ kind: 'redirect', location: 'https://elsewhere.example/api/webhooks' }, 'failed.redirected'],
    [{ kind: 'status', status: 418 }, 'failed.unexpected'],
    // Lettr's own 404 is about one webhook; one for the list comes from something in between.
    [{ kind: 'status', status: 404 }, 'failed.unreadable'],
  ] as const) {
    it(`says ${expected} after ${'status' in fault ? fault.status : fault.kind}`, async () => {
      world.simulator.fault(fault);
      await addAccount(world);
      await mode(expected);
      assert.equal(seen.view.badge, undefined);
      assert.equal(seen.messages.length, 0, 'nobody asked for it, so nothing pops up');
    });
  }

  it('says that the key belongs to another address', async () => {
    await addAccount(world);
    await mode('rows');
    await setApiBaseUrl('https://127.0.0.1:1/api');
    await mode('failed.noKey');
    assert.equal(world.simulator.requests.length, 1);
  });

  it('says that the address is none that a key may be sent to', async () => {
    await addAccount(world);
    await mode('rows');
    await setApiBaseUrl('http://lettr.example/api');
    await mode('failed.badAddress');
  });

  it('keeps the last good list when a refresh fails, and says so above it', async () => {
    const account = await addAccount(world);
    await mode('rows');
    world.simulator.fault({ kind: 'status', status: 500 });
    await run('lettr.webhooks.refresh');
    assert.equal(seen.messages.length, 0, 'the view says it');
    assert.equal(seen.contextKeys.get('lettr.view'), 'rows');
    assert.equal(world.context.stores.of(account).webhooks.size, 9);
    assert.match(
      seen.view.message ?? '',
      /^Lettr had an internal error \(status 500\)\. Showing data from .+\.$/,
    );
    await run('lettr.webhooks.refresh');
    assert.equal(seen.view.message, '');
  });

  it('says which filter is on, and how many webhooks it lets pass', async () => {
    const { arrangement } = world.context;
    await addAccount(world);
    await mode('rows');
    arrangement.set({ filter: { text: 'bounce', health: ['failing'], events: [] } });
    assert.deepEqual(texts(), ['Webhooks (live · Acme)', 'live · Acme', 'Showing 1 of 9: failing, "bounce"']);
    assert.equal(seen.contextKeys.get('lettr.filtered'), true);
    assert.deepEqual(seen.view.badge?.value, 2, 'what is hidden fails all the same');
    arrangement.set({ filter: { text: 'nothing has this', health: [], events: [] } });
    await mode('filtered');
    await run('lettr.webhooks.clearFilter');
    await mode('rows');
    assert.equal(seen.contextKeys.get('lettr.filtered'), false);
    assert.deepEqual(texts(), ['Webhooks (live · Acme)', 'live · Acme', '']);
  });

  it('goes back to its top when it is sorted, grouped or filtered', async () => {
    const { arrangement } = world.context;
    await addAccount(world);
    await showView();
    await mode('rows');
    const { view } = seen;
    const reveal = view.reveal.bind(view);
    const revealed: (readonly [string, boolean | undefined])[] = [];
    Object.assign(view, {
      reveal: (...args: Parameters<typeof reveal>) => {
        revealed.push([JSON.stringify(args[0]), args[1]?.select]);
        return reveal(...args);
      },
    });
    try {
      for (const [change, first] of [
        [{ sort: 'name' }, idOf(world, 'Audit log')],
        [{ grouping: 'health' }, '"group"'],
        [{ grouping: 'none', filter: { ...NO_FILTER, text: 'billing' } }, idOf(world, 'Billing 2')],
      ] as const) {
        arrangement.set(change);
        await until(() => revealed.length > 0, JSON.stringify(change));
        const [[row, isSelected] = ['', true]] = revealed.splice(0);
        assert.ok(row.includes(first), row);
        assert.equal(isSelected, false);
      }
    } finally {
      Object.assign(view, { reveal });
      arrangement.set({ filter: NO_FILTER, sort: 'health', grouping: 'none' });
    }
  });

  it('shows the list that was last known before Lettr answers', async () => {
    const last = await leaveList();
    world.simulator.fault({ kind: 'delay', ms: 1_000 });
    await showView();
    await mode('rows');
    const store = world.context.stores.of(last);
    assert.equal(store.state.kind, 'loading');
    assert.equal(store.webhooks.size, 9);
    assert.deepEqual(texts(), ['Webhooks (live · Acme)', 'live · Acme', ''], 'the bar of the view is enough');
    await until(() => store.state.kind === 'ready', 'the answer');
    assert.equal(world.simulator.requests.length, 1);
  });

  it('keeps the list that was last known when Lettr cannot be reached, and says from when it is', async () => {
    await leaveList();
    world.simulator.fault({ kind: 'reset', times: 3 });
    await showView();
    await until(() => seen.view.message !== undefined && seen.view.message !== '', 'the message');
    assert.match(seen.view.message ?? '', /Showing data from Jan 15, 2026, .+\.$/);
    assert.equal(seen.contextKeys.get('lettr.view'), 'rows');
  });

  it('shows nothing of a list that was last known at another address', async () => {
    await leaveList();
    await setApiBaseUrl('https://127.0.0.1:1/api');
    await showView();
    await mode('failed.noKey');
    assert.equal(world.context.stores.of(world.context.accounts.current ?? assert.fail()).webhooks.size, 0);
  });

  it('acts on nothing of that list before Lettr has answered', async () => {
    const account = await leaveList();
    const id = idOf(world, 'Billing 2');
    const store = ownStore(world.simulator);
    await store.load();
    assert.ok(store.state.kind === 'ready');
    world.context.stores.of(account).remember(store.state);
    world.simulator.remove(id);
    const row = { kind: 'webhook', accountId: account.id, id };
    for (const command of ['edit', 'enable', 'disable', 'delete', 'duplicate', 'copyUrl', 'copyCurl']) {
      world.context.stores.forget(account.id);
      world.context.stores.of(account).remember(store.state);
      await run(`lettr.webhook.${command}`, row);
      const { text } = await seen.message();
      assert.match(text, /no longer exists/, command);
    }
    assert.deepEqual(writesOf(world), []);
  });

  it('selects the neighbour of rows that were deleted', async () => {
    const account = await addAccount(world);
    await mode('rows');
    world.context.arrangement.set({ sort: 'name' });
    await world.context.view.reveal(idOf(world, 'Billing 2'));
    const next = { kind: 'webhook', accountId: account.id, id: idOf(world, 'Billing 10') };
    await world.context.stores.of(account).delete(idOf(world, 'Billing 2'));
    await until(() => isDeepStrictEqual(seen.view.selection, [next]), 'the selection');
  });

  it('reads the list once, however often it is shown', async () => {
    await addAccount(world);
    await mode('rows');
    await run('workbench.view.explorer');
    await until(() => !seen.view.visible, 'the view to go');
    await showView();
    assert.equal(world.simulator.requests.length, 1);
  });

  /** An account whose list an earlier session read. */
  async function leaveList(): Promise<Account> {
    await hideView();
    const account = await addAccount(world);
    const store = ownStore(world.simulator);
    await store.load();
    world.simulator.clearRequests();
    assert.ok(store.state.kind === 'ready');
    const { webhooks, unreadable } = store.state;
    const fingerprint = (await world.context.accounts.fingerprint(account)) ?? assert.fail();
    const folder = vscode.Uri.joinPath(
      world.access.globalStorageUri,
      'accounts',
      folderName(account, fingerprint),
    );
    const askedAt = Date.UTC(2026, 0, 15, 12);
    await new SharedListFile(folder.fsPath, fingerprint).write({
      webhooks,
      unreadable,
      askedAt,
      loadedAt: askedAt + 100,
      asOf: askedAt,
    });
    return account;
  }

  /** Waits for what decides between rows and welcome texts. */
  async function mode(expected: string): Promise<void> {
    await until(() => seen.contextKeys.get('lettr.view') === expected, `the view ${expected}`);
  }
});

function texts(): readonly (string | undefined)[] {
  const { title, description, message } = seen.view;
  return [title, description, message ?? ''];
}
