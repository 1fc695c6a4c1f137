import assert from 'node:assert/strict';

import type { KeyName } from '../../../simulator/simulator.ts';
import { NO_FILTER } from '../../../src/tree/arrangement.ts';
import { addAccount, idOf, run, seen, setApiBaseUrl, showView, until, useWorld } from '../support.ts';

describe('the view', () => {
  const world = useWorld();

  beforeEach(showView);
  afterEach(async () => {
    world.context.arrangement.set({ filter: NO_FILTER, sort: 'name', grouping: 'none' });
    await setApiBaseUrl(world.simulator.baseUrl);
  });

  it('is signed out without an account', async () => {
    await mode('signedOut');
    assert.equal(seen.contextKeys.get('lettr.hasAccount'), false);
    assert.deepEqual(texts(), ['Webhooks', '', '']);
  });

  it('is loading while the list is read, then shows rows', async () => {
    world.simulator.fault({ kind: 'delay', ms: 300 });
    await addAccount(world);
    assert.equal(seen.contextKeys.get('lettr.hasAccount'), true);
    await mode('loading');
    assert.equal(seen.view.badge, undefined);
    await mode('rows');
  });

  it('names the account and its mode beside the rows', async () => {
    await addAccount(world, { key: 'sandbox', name: 'Acme $(x)' });
    await mode('rows');
    assert.deepEqual(texts(), ['Webhooks (Acme $ (x) · sandbox)', 'Acme $ (x) · sandbox', '']);
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
    assert.deepEqual(texts(), ['Webhooks (Acme · live)', 'Acme · live', ''], 'the welcome text speaks');
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
    [{ kind: 'status', status: 404 }, 'failed.unexpected'],
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
    await seen.message();
    assert.equal(seen.contextKeys.get('lettr.view'), 'rows');
    assert.equal(world.context.stores.of(account).webhooks.size, 9);
    assert.match(
      seen.view.message ?? '',
      /^Lettr had an internal error; nothing was changed as far as it said\. The list is as of .+\.$/,
    );
    await run('lettr.webhooks.refresh');
    assert.equal(seen.view.message, '');
  });

  it('says which filter is on, and how many webhooks it lets pass', async () => {
    const { arrangement } = world.context;
    await addAccount(world);
    await mode('rows');
    arrangement.set({ filter: { text: 'bounce', health: ['failing'], events: [] } });
    assert.deepEqual(texts(), [
      'Webhooks (Acme · live) · failing, "bounce" · 1 of 9',
      'Acme · live · failing, "bounce" · 1 of 9',
      '',
    ]);
    assert.equal(seen.contextKeys.get('lettr.filtered'), true);
    assert.deepEqual(seen.view.badge?.value, 2, 'what is hidden fails all the same');
    arrangement.set({ filter: { text: 'nothing has this', health: [], events: [] } });
    await mode('filtered');
    await run('lettr.webhooks.clearFilter');
    await mode('rows');
    assert.equal(seen.contextKeys.get('lettr.filtered'), false);
    assert.deepEqual(texts(), ['Webhooks (Acme · live)', 'Acme · live', '']);
  });

  it('reads the list once, however often it is shown', async () => {
    await addAccount(world);
    await mode('rows');
    await run('workbench.view.explorer');
    await until(() => !seen.view.visible, 'the view to go');
    await showView();
    assert.equal(world.simulator.requests.length, 1);
  });

  /** Waits for what decides between rows and welcome texts. */
  async function mode(expected: string): Promise<void> {
    await until(() => seen.contextKeys.get('lettr.view') === expected, `the view ${expected}`);
  }
});

function texts(): readonly (string | undefined)[] {
  const { title, description, message } = seen.view;
  return [title, description, message ?? ''];
}
