import assert from 'node:assert/strict';

import type { Locator } from 'playwright-core';

import { eventually } from '../support/workbench/dom.ts';
import { type Session, openSession } from './session.ts';

const NAME = 'Bounce handler';

/** What page functions use of an element and its window. */
interface Drawn {
  readonly ownerDocument: {
    readonly defaultView: {
      getComputedStyle(element: unknown): Readonly<Record<string, string>>;
    };
  };
}

describe('The explanation of a webhook', () => {
  for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast']) {
    describe(`in ${theme}`, () => {
      let session: Session;
      const faults: string[] = [];

      before(async () => {
        session = await openSession({ theme });
        session.workbench.page.on('console', (message) => {
          if (/content security policy|refused to/i.test(message.text())) {
            faults.push(message.text());
          }
        });
      });
      after(() => session.close());

      it('is shown in the colours of the theme, and breaks no rule of its own', async () => {
        const { workbench } = session;
        await seeHistory(session);
        await workbench.palette('Lettr: Explain Webhook Health');
        await workbench.quickInput.pick(NAME);
        const body = await workbench.editors.webview('h1');
        await eventually(() => body.locator('figure').scrollIntoViewIfNeeded({ timeout: 1_000 }));
        await workbench.screenshot(`explain-${theme.replaceAll(' ', '-').toLowerCase()}`);
        await eventually(async () => {
          const text = await colour(body, 'color');
          const back = await colour(body, 'backgroundColor');
          assert.ok(contrast(text, back) >= 4.5, `text ${text.join()} on ${back.join()}`);
          for (const shape of await shapesOf(body)) {
            const drawn = await colour(shape, 'stroke');
            assert.ok(contrast(drawn, back) >= 3, `a shape ${drawn.join()} on ${back.join()}`);
          }
        });
        assert.deepEqual(faults, []);
      });

      it('is read by its headings, tables and pictures', async () => {
        const body = await session.workbench.editors.webview('h1');
        assert.equal(await body.getByRole('heading', { level: 1 }).innerText(), `Health: ${NAME}`);
        assert.ok((await body.getByRole('heading', { level: 3 }).count()) > 1);
        assert.equal(await body.getByRole('table', { name: 'What Lettr reports' }).count(), 1);
        const picture = body.getByRole('img');
        assert.match((await picture.getAttribute('aria-label')) ?? '', /^The last /);
        assert.equal(await body.getByRole('navigation', { name: 'Actions' }).count(), 1);
      });
    });
  }

  describe('in a window of its own', () => {
    let session: Session;

    before(async () => {
      session = await openSession();
    });
    after(() => session.close());

    it('runs the fixes, from the keyboard too', async () => {
      const { workbench } = session;
      await workbench.palette('Lettr: Explain Webhook Health');
      await workbench.quickInput.pick(NAME);
      const body = await workbench.editors.webview('h1');
      await body.getByRole('link', { name: 'Edit URL' }).first().click();
      await workbench.quickInput.wait('Edit Webhook');
      await workbench.page.keyboard.press('Escape');
      const link = body.getByRole('link', { name: 'Open as Text' });
      await eventually(async () => {
        await link.focus({ timeout: 1_000 });
        await link.press('Enter', { timeout: 1_000 });
      });
      await eventually(async () => assert.match(await workbench.editors.text(), /# Health: Bounce handler/));
    });

    it('keeps its shapes where the system forces colours', async () => {
      const { workbench } = session;
      await seeHistory(session);
      await workbench.palette('Lettr: Explain Webhook Health');
      await workbench.quickInput.pick(NAME);
      const body = await workbench.editors.webview('figure');
      await eventually(() => body.locator('figure').scrollIntoViewIfNeeded({ timeout: 1_000 }));
      await workbench.page.emulateMedia({ forcedColors: 'active' });
      await eventually(async () => {
        const back = await colour(body, 'backgroundColor');
        for (const shape of await shapesOf(body)) {
          const front = await colour(shape, 'stroke');
          assert.ok(contrast(front, back) >= 4.5, `${front.join(' ')} on ${back.join(' ')}`);
        }
      });
      await workbench.screenshot('explain-forced-colors');
      await workbench.page.emulateMedia({ forcedColors: null });
    });

    it('is gone after a reload, without harm', async () => {
      const { workbench } = session;
      await workbench.reload();
      await workbench.palette('Lettr: Explain Webhook Health');
      await workbench.quickInput.pick(NAME);
      await workbench.editors.webview('h1');
    });
  });
});

/** Lets this machine see the webhook change. */
async function seeHistory({ simulator, workbench }: Session): Promise<void> {
  const { id } = simulator.webhooks().find(({ name }) => name === NAME) ?? assert.fail();
  for (const fields of [
    { last_status: 'success' },
    { enabled: false },
    { enabled: true, last_status: 'failure' },
  ]) {
    simulator.put({ id, ...fields });
    await workbench.view.titleAction('Refresh Webhooks');
    await workbench.page.waitForTimeout(1_000);
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
