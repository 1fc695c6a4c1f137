import assert from 'node:assert/strict';

import { addAccount, hideView, idOf, run, seen, setSetting, showView, until, useWorld } from '../support.ts';
import { watched } from './watched.ts';

describe('the status bar item', () => {
  const world = useWorld();

  beforeEach(showView);
  afterEach(async () => {
    await setSetting('statusBar', undefined);
    await setSetting('refreshInterval', undefined);
    await hideView();
  });

  it('counts what fails, names it and leads to the view', async () => {
    await watched(world);
    await shows('$(error) 2 webhooks failing');
    const { id, name, label, command, hover = '' } = seen.status ?? {};
    assert.deepEqual(
      [id, name, label, command],
      ['lettr.status', 'Lettr', 'Lettr: 2 webhooks failing', 'lettr.webhooks.focus'],
    );
    assert.match(hover, /^2 webhooks failing\n• Bounce handler\n• CRM sync\nLast refresh: .+\n.+$/);
  });

  it('goes with the last failure, unless it is always shown', async () => {
    await watched(world);
    await shows('$(error) 2 webhooks failing');
    for (const webhook of ['Bounce handler', 'CRM sync']) {
      world.simulator.put({ id: idOf(world, webhook), last_status: 'success' });
    }
    await run('lettr.webhooks.refresh');
    await shows(undefined);
    await setSetting('statusBar', 'always');
    await shows('$(pass) Lettr');
    await setSetting('statusBar', 'never');
    await shows(undefined);
  });

  it('is never shown when that is asked for', async () => {
    await setSetting('statusBar', 'never');
    await watched(world);
    await setSetting('statusBar', 'auto');
    await shows('$(error) 2 webhooks failing');
    await setSetting('statusBar', 'never');
    await shows(undefined);
  });

  it('follows a change that is made here', async () => {
    const account = await watched(world);
    await shows('$(error) 2 webhooks failing');
    await world.context.stores.of(account).update(idOf(world, 'CRM sync'), { enabled: false });
    await shows('$(error) 1 webhook failing');
  });

  it('goes with its account', async () => {
    const account = await watched(world);
    await shows('$(error) 2 webhooks failing');
    await world.context.accounts.remove(account);
    await shows(undefined);
  });

  it('waits for the first list', async () => {
    await setSetting('statusBar', 'always');
    world.simulator.fault({ kind: 'status', status: 500 });
    await addAccount(world);
    await until(() => seen.contextKeys.get('lettr.view') === 'failed.server', 'the failure');
    assert.equal(seen.status, undefined);
  });

  it('says that nothing is refreshed by itself when that is turned off', async () => {
    await setSetting('refreshInterval', 0);
    await watched(world);
    await until(
      () => seen.status?.hover.endsWith('No automatic refresh: it is turned off in the settings.') === true,
      'the reason',
    );
  });

  it('says why a sandbox key is not read by itself', async () => {
    await watched(world, { key: 'sandbox' });
    await until(
      () =>
        seen.status?.hover.includes('No automatic refresh: sandbox keys have few requests a day.') === true,
      'the reason',
    );
  });

  /** Waits for a text; `undefined` for no item at all. */
  async function shows(text: string | undefined): Promise<void> {
    await until(() => seen.status?.text === text, `the item "${text}"`);
  }
});

describe('the status bar item with the rate limit', () => {
  const world = useWorld({ rateLimit: true });

  beforeEach(showView);
  afterEach(hideView);

  it('says what is left of the day of a sandbox key', async () => {
    await watched(world, { key: 'sandbox' });
    const left = (count: number) => `Left of the day for this sandbox key: ${count} of 100 requests`;
    await until(() => seen.status?.hover.includes(left(99)) === true, 'the first request');
    await run('lettr.webhooks.refresh');
    await until(() => seen.status?.hover.includes(left(98)) === true, 'the second request');
  });
});
