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

  it('counts what fails and names it', async () => {
    await watched(world);
    await shows('$(error) 2 webhooks failing');
    const { id, name, label, command, hover = '' } = seen.status ?? {};
    assert.deepEqual(
      [id, name, label, command],
      ['lettr.status', 'Lettr', 'Lettr: 2 webhooks failing', 'lettr.status.open'],
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
      () => seen.status?.hover.endsWith('Automatic refresh is turned off in the settings') === true,
      'the reason',
    );
  });

  it('says why a sandbox key is not read by itself before its limits are known', async () => {
    await watched(world, { key: 'sandbox' });
    const words = 'Automatic refresh is paused until Lettr reports the sandbox limits';
    await until(() => seen.status?.hover.includes(words) === true, 'the reason');
  });

  it('lists what fails when it is clicked, and leads to the reason', async () => {
    const account = await watched(world);
    await shows('$(error) 2 webhooks failing');
    const explained: (readonly unknown[])[] = [];
    const { pages } = world.context;
    Object.assign(world.context, {
      pages: {
        ...pages,
        showWebhook: (...args: readonly unknown[]) => Promise.resolve(void explained.push(args)),
      },
    });
    try {
      void run(seen.status?.command ?? '');
      const input = await seen.input();
      assert.deepEqual(input.labels, ['Bounce handler', 'CRM sync']);
      await input.choose('CRM sync');
      await until(() => explained.length === 1, 'the explanation');
      assert.deepEqual(explained, [[account, idOf(world, 'CRM sync'), { as: 'causes', refresh: false }]]);
    } finally {
      Object.assign(world.context, { pages });
    }
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
    const left = (): number => {
      const [, count] = /Sandbox requests left today: (\d+) of \d+/.exec(seen.status?.hover ?? '') ?? [];
      return Number(count);
    };
    await until(() => left() > 0, 'the first request');
    const first = left();
    await run('lettr.webhooks.refresh');
    await until(() => left() < first, 'the second request');
  });
});
