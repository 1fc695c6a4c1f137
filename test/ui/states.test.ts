import assert from 'node:assert/strict';

import { eventually } from '../support/workbench/dom.ts';
import { type Session, answer, openSession, rowShown } from './session.ts';

// The pictures of docs/states.md. `npm run test:ui -- --update-images` copies them to docs/images.

const SIDE_BAR = '.part.sidebar';
const PICTURES = [
  ['light', 'Default Light Modern'],
  ['dark', 'Default Dark Modern'],
  ['high-contrast', 'Default High Contrast'],
  ['high-contrast-light', 'Default High Contrast Light'],
] as const;

describe('Every health', () => {
  let session: Session;

  before(async () => {
    session = await openSession();
    const { workbench, simulator } = session;
    const url = 'https://bridge.example.net/lettr';
    simulator.put({ name: 'Partner bridge', url, last_status: 'throttled' });
    await workbench.view.titleAction('Refresh Webhooks');
    await rowShown(workbench, 'Partner bridge');
    await workbench.page.setViewportSize({ width: 1000, height: 420 });
  });
  after(() => session.close());

  for (const [name, theme] of PICTURES) {
    it(`has an icon and words in ${theme}`, async () => {
      const { workbench } = session;
      await workbench.setTheme(theme);
      await workbench.openLettr();
      await rowShown(workbench, 'Partner bridge');
      await workbench.page.mouse.move(500, 300);
      const rows = await workbench.view.rows();
      const words = rows.map(({ aria }) => aria).join('\n');
      for (const state of [
        /Failing/,
        /Probably disabled by Lettr after failures/,
        /, Disabled,/,
        /Recovered: last failure/,
        /Healthy: delivered/,
        /No deliveries yet/,
        /Status "/,
      ]) {
        assert.match(words, state);
      }
      await workbench.screenshot(`health-${name}`, SIDE_BAR);
    });
  }
});

/** What the view shows in place of rows: how it comes about, the first words and the buttons. */
const WELCOMES: readonly {
  readonly name: string;
  readonly prepare: (simulator: Session['simulator']) => void;
  readonly text: RegExp;
  readonly buttons: readonly string[];
}[] = [
  {
    name: 'empty',
    prepare: (simulator) => simulator.reset({ empty: true }),
    text: /has no webhooks yet/,
    buttons: ['Create Webhook'],
  },
  {
    name: 'unauthorized',
    prepare: (simulator) => simulator.revoke(simulator.keys.live),
    text: /Lettr rejected the API key/,
    buttons: ['Replace API Key', 'Try Again'],
  },
  {
    name: 'unreachable',
    prepare: (simulator) => simulator.fault({ kind: 'reset', times: Number.POSITIVE_INFINITY }),
    text: /Couldn't reach Lettr/,
    buttons: ['Try Again', 'Show Log'],
  },
  {
    name: 'server',
    prepare: (simulator) => simulator.fault({ kind: 'status', status: 500, times: Number.POSITIVE_INFINITY }),
    text: /internal error/,
    buttons: ['Try Again', 'Show Log'],
  },
];

describe('The view without rows', () => {
  let session: Session;

  before(async () => {
    session = await openSession();
    await session.workbench.page.setViewportSize({ width: 1000, height: 420 });
  });
  after(() => session.close());

  for (const { name, prepare, text, buttons } of WELCOMES) {
    it(`says what to do: ${name}`, async () => {
      const { workbench, simulator } = session;
      simulator.reset();
      prepare(simulator);
      await workbench.reload();
      await workbench.openLettr();
      await eventually(async () => {
        const welcome = await workbench.view.welcome();
        assert.match(welcome.texts.join(' '), text);
        assert.deepEqual(welcome.buttons, buttons);
      });
      await workbench.screenshot(`view-${name}`, SIDE_BAR);
    });
  }

  it('says what to do: filtered', async () => {
    const { workbench, simulator } = session;
    simulator.reset();
    await workbench.reload();
    await workbench.openLettr();
    await rowShown(workbench, 'Order Notifications');
    await workbench.palette('Lettr: Filter Webhooks');
    await answer(workbench, 'Filter Webhooks', 'nothing has this name');
    await eventually(async () => {
      const welcome = await workbench.view.welcome();
      assert.match(welcome.texts.join(' '), /No webhooks match the filter/);
      assert.deepEqual(welcome.buttons, ['Clear Filter', 'Change Filter']);
    });
    await workbench.screenshot('view-filtered', SIDE_BAR);
    await workbench.view.titleAction('Clear Filter');
    await rowShown(workbench, 'Order Notifications');
  });
});
