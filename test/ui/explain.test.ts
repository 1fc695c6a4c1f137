import assert from 'node:assert/strict';

import type { Locator } from 'playwright-core';

import { eventually } from '../support/workbench/dom.ts';
import { type Session, openAsText, openSession } from './session.ts';

const NAME = 'Bounce handler';

/** What page functions use of an element and its window. */
interface Drawn {
  readonly ownerDocument: {
    readonly defaultView: {
      getComputedStyle(element: unknown): Readonly<Record<string, string>>;
    };
  };
}

const DEFAULT_THEMES = [
  'Default Dark Modern',
  'Default Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
] as const;

describe("A webhook's page", () => {
  describe('in every default theme', () => {
    let session: Session;
    const faults: string[] = [];

    before(async () => {
      session = await openSession();
      session.workbench.page.on('console', (message) => {
        if (/content security policy|refused to/i.test(message.text())) {
          faults.push(message.text());
        }
      });
      await seeHistory(session);
    });
    after(() => session.close());

    for (const theme of DEFAULT_THEMES) {
      const picture = theme.replaceAll(' ', '-').toLowerCase();

      it(`is shown in the colours of ${theme}, and breaks no rule of its own`, async () => {
        const { workbench } = session;
        await workbench.setTheme(theme);
        const body = await explain(session);
        await body.getByText('Spam Complaint').first().waitFor();
        await workbench.screenshot(`webhook-${picture}`);
        await assertReadable(body);
        await eventually(() => body.locator('pre:visible').last().scrollIntoViewIfNeeded({ timeout: 1_000 }));
        await workbench.screenshot(`webhook-end-${picture}`);
        assert.deepEqual(faults, []);
      });

      it(`is read by its headings, lists and pictures in ${theme}`, async () => {
        const body = await session.workbench.editors.webview('h1');
        assert.match(await body.getByRole('heading', { level: 1 }).innerText(), /^Bounce handler\s+Failing$/);
        const headings = await body.getByRole('heading', { level: 2 }).allTextContents();
        assert.deepEqual(headings.slice(0, 3), ["Why It's Failing", 'History', 'Recent Events']);
        assert.equal(await body.getByRole('img', { name: 'The last 7 days, to scale' }).count(), 1);
        assert.equal(await body.getByRole('navigation', { name: 'Actions' }).count(), 1);
      });

      it(`has a page of event coverage beside it in ${theme}`, async () => {
        const { workbench } = session;
        await workbench.palette('Lettr: Show Event Coverage');
        const body = await workbench.editors.webview('table');
        await workbench.screenshot(`coverage-${picture}`);
        await assertReadable(body);
        const head = body.getByRole('columnheader', { name: NAME });
        assert.equal(await head.count(), 1);
        assert.equal(
          await body.getByRole('region', { name: 'Select a cell to edit the webhook.' }).count(),
          1,
        );
        await workbench.editors.closeAll();
        assert.deepEqual(faults, []);
      });
    }
  });

  describe('in a window of its own', () => {
    let session: Session;

    before(async () => {
      session = await openSession();
    });
    after(() => session.close());

    it('runs its buttons, from the keyboard too', async () => {
      const { workbench } = session;
      const body = await explain(session);
      await body.getByRole('link', { name: 'Edit URL' }).first().click();
      await workbench.quickInput.wait('Edit Webhook');
      await workbench.page.keyboard.press('Escape');
      const link = body.getByRole('link', { name: 'Copy URL' });
      await eventually(async () => {
        await link.focus({ timeout: 1_000 });
        await link.press('Enter', { timeout: 1_000 });
      });
      await eventually(async () =>
        assert.equal(await workbench.clipboard(), 'https://mail.example.com/lettr/bounces'),
      );
    });

    it('shows the code of another language, and copies it', async () => {
      const { workbench } = session;
      const body = await workbench.editors.webview('fieldset');
      await body.getByText('Python', { exact: true }).click();
      await body.locator('.panel:visible').getByRole('link', { name: 'Copy' }).click();
      await eventually(async () => assert.match(await workbench.clipboard(), /^import os/));
    });

    it('opens the page of another webhook in the same tab, and a text of it beside', async () => {
      const { workbench } = session;
      await workbench.palette('Lettr: Open Webhook Details');
      await workbench.quickInput.pick('Audit log');
      await workbench.editors.webview('h1:has-text("Audit log")');
      assert.deepEqual(await workbench.editors.tabs(), ['Webhook: Audit log']);
      await openAsText(workbench);
      await eventually(async () => assert.match(await workbench.editors.text(), /# Audit log/));
    });

    it('can be read in a narrow window', async () => {
      const { workbench } = session;
      await workbench.editors.closeAll();
      await workbench.page.keyboard.press('Control+B');
      await workbench.page.setViewportSize({ width: 380, height: 800 });
      const body = await explain(session);
      await workbench.screenshot('webhook-narrow');
      assert.ok(await isNarrow(body), 'the page is wider than the window');
      await workbench.palette('Lettr: Show Event Coverage');
      const coverage = await workbench.editors.webview('table');
      await workbench.screenshot('coverage-narrow');
      assert.ok(await isNarrow(coverage), 'the page of coverage is wider than the window');
      await workbench.page.setViewportSize({ width: 1280, height: 800 });
      await workbench.page.keyboard.press('Control+B');
    });

    it('keeps its shapes where the system forces colours', async () => {
      const { workbench } = session;
      await seeHistory(session);
      const body = await explain(session);
      await workbench.page.emulateMedia({ forcedColors: 'active' });
      await eventually(async () => {
        const back = await colour(body, 'backgroundColor');
        for (const shape of await shapesOf(body)) {
          const front = await colour(shape, 'stroke');
          assert.ok(contrast(front, back) >= 4.5, `${front.join(' ')} on ${back.join(' ')}`);
        }
      });
      await workbench.screenshot('webhook-forced-colors');
      await workbench.page.emulateMedia({ forcedColors: null });
    });

    it('is gone after a reload, without harm', async () => {
      await session.workbench.reload();
      await explain(session);
    });
  });
});

async function explain({ workbench }: Session): Promise<Locator> {
  await workbench.palette('Lettr: Explain Webhook Health');
  await workbench.quickInput.pick(NAME);
  return workbench.editors.webview('figure');
}

async function assertReadable(body: Locator): Promise<void> {
  await eventually(async () => {
    const text = await colour(body, 'color');
    const back = await colour(body, 'backgroundColor');
    assert.ok(contrast(text, back) >= 4.5, `text ${text.join()} on ${back.join()}`);
    for (const shape of await shapesOf(body)) {
      const drawn = await colour(shape, 'stroke');
      assert.ok(contrast(drawn, back) >= 3, `a shape ${drawn.join()} on ${back.join()}`);
    }
  });
}

/** Whether the page itself needs no scrolling to the side; a table may. */
function isNarrow(body: Locator): Promise<boolean> {
  return body.evaluate(
    ({ ownerDocument: { documentElement: root } }: { ownerDocument: { documentElement: Root } }) =>
      root.scrollWidth <= root.clientWidth,
  );
}

interface Root {
  readonly scrollWidth: number;
  readonly clientWidth: number;
}

/** Lets this machine see the webhook change. */
async function seeHistory({ simulator, workbench }: Session): Promise<void> {
  const { id } = simulator.webhooks().find(({ name }) => name === NAME) ?? assert.fail();
  // Monitoring writes the history; from the item on it runs.
  await eventually(async () => assert.equal((await workbench.messages.statusBar()).length, 1));
  for (const [fields, health] of [
    [{ last_status: 'success' }, /Recovered/],
    [{ enabled: false }, /Disabled/],
    [{ enabled: true, last_status: 'failure' }, /Failing/],
  ] as const) {
    simulator.put({ id, ...fields });
    await workbench.view.titleAction('Refresh Webhooks');
    await eventually(async () => {
      const row = (await workbench.view.rows()).find(({ label }) => label === NAME);
      assert.match(row?.aria ?? '', health);
    });
  }
}

/** @throws Error while there are none, such as between one page and the next */
async function shapesOf(body: Locator): Promise<Locator[]> {
  const shapes = await body.locator('svg path, svg circle').all();
  assert.ok(shapes.length > 0, 'The page has no shapes.');
  return shapes;
}

type Colour = readonly [number, number, number];

async function colour(found: Locator, property: string): Promise<Colour> {
  const text = await found.evaluate(
    (element: Drawn, name) => element.ownerDocument.defaultView.getComputedStyle(element)[name] ?? '',
    property,
  );
  const [red, green, blue] = [...text.matchAll(/[\d.]+/g)].map(([number]) => Number(number));
  if (red === undefined || green === undefined || blue === undefined) {
    throw new Error(`"${text}" is no colour.`);
  }
  return [red, green, blue];
}

/** The contrast ratio of WCAG 2. */
function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colours: Colour): number {
  const [red = 0, green = 0, blue = 0] = colours.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
