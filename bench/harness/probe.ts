import type { Page } from 'playwright-core';

/** What has to be on screen. */
export interface Expected {
  /** The label of the first row. */
  readonly label: string;
  /** What its description begins with. */
  readonly description: string;
  /** How many rows the tree has. */
  readonly total: number;
}

/** When what was expected came on screen. */
export interface Painted {
  /** From the person's click or key to the end of the frame that shows it, in ms; NaN without a click or key. */
  readonly sinceInput: number;
  /** Unix ms. */
  readonly inputAt: number;
  readonly paintedAt: number;
}

/** A row as the page shows it: label, description, words for screen readers, classes of the icon. */
export type ShownRow = readonly [string, string, string, string];

interface PageRow {
  readonly offsetParent: unknown;
  readonly textContent: string | null;
  readonly className: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageRow | null;
}
// What the function below uses of the page; the project has no DOM types.
declare const document: {
  readonly body: unknown;
  addEventListener(
    type: string,
    listener: (event: { readonly timeStamp: number; readonly key: string }) => void,
    options: object,
  ): void;
  querySelectorAll(selector: string): Iterable<PageRow>;
};
declare const window: { lettrBench?: Promise<readonly Painted[]>; lettrKey?: Promise<number> };
declare class MutationObserver {
  constructor(heard: () => void);
  observe(target: unknown, options: object): void;
  disconnect(): void;
}
declare function requestAnimationFrame(work: () => void): void;

/** Longer than anything that is measured takes. */
const PATIENCE_MS = 60_000;

/**
 * Begins to look for rows in the page. The clock starts with the next click or key that the page gets.
 * @param expected what has to come on screen, one after the other
 * @returns waits until the last of them is on screen; one value for each
 * @throws Error with what is on screen instead
 */
export async function lookFor(
  page: Page,
  expected: readonly Expected[],
): Promise<() => Promise<readonly Painted[]>> {
  await page.evaluate(look, { expected, patience: PATIENCE_MS });
  return async () => {
    try {
      const painted = await page.evaluate(() => window.lettrBench);
      if (!painted) throw new Error('The page was loaded anew.');
      return painted;
    } catch (error) {
      const rows = (await shownRows(page)).slice(0, 3);
      const words = `Rows looked for: ${JSON.stringify(expected)}. First rows on screen: ${JSON.stringify(rows)}.`;
      throw new Error(words, { cause: error });
    }
  };
}

/**
 * Begins to wait for a key.
 * @returns waits until it was pressed, and says when, in Unix ms
 */
export async function waitForKey(page: Page, key: string): Promise<() => Promise<number>> {
  await page.evaluate((wanted) => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const heard = (event: { readonly timeStamp: number; readonly key: string }): void => {
      if (event.key === wanted) resolve(Date.now() - (performance.now() - event.timeStamp));
    };
    document.addEventListener('keydown', heard, { capture: true });
    window.lettrKey = promise;
  }, key);
  return async () => {
    const at = await page.evaluate(() => window.lettrKey);
    if (at === undefined) throw new Error('The page was loaded anew while a key was waited for.');
    return at;
  };
}

/** The rows on screen, in the tree's order. */
export async function shownRows(page: Page): Promise<readonly ShownRow[]> {
  return page.evaluate(() => {
    const part = (row: PageRow, selector: string): string => row.querySelector(selector)?.textContent ?? '';
    return [...document.querySelectorAll('.sidebar .monaco-list-row')]
      .filter(({ offsetParent }) => offsetParent !== null)
      .toSorted((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
      .map((row): [string, string, string, string] => [
        part(row, '.label-name'),
        part(row, '.label-description'),
        row.getAttribute('aria-label') ?? '',
        row.querySelector('.custom-view-tree-node-item-icon')?.className ?? '',
      ]);
  });
}

/** Runs in the page. */
function look({
  expected,
  patience,
}: {
  readonly expected: readonly Expected[];
  readonly patience: number;
}): void {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Painted[]>();
  const input = { at: Number.NaN, wall: Number.NaN };
  const start = ({ timeStamp }: { readonly timeStamp: number }): void => {
    if (!Number.isNaN(input.at)) return;
    input.at = timeStamp;
    input.wall = Date.now() - (performance.now() - timeStamp);
  };
  for (const type of ['click', 'keydown']) {
    document.addEventListener(type, start, { capture: true, once: true });
  }
  const isShown = ({ label, description, total }: Expected): boolean => {
    for (const row of document.querySelectorAll('.sidebar .monaco-list-row[data-index="0"]')) {
      if (
        row.offsetParent !== null &&
        row.getAttribute('aria-setsize') === String(total) &&
        row.querySelector('.label-name')?.textContent === label &&
        row.querySelector('.label-description')?.textContent?.startsWith(description) === true
      )
        return true;
    }
    return false;
  };
  const frames: Promise<Painted>[] = [];
  const frame = (): Promise<Painted> => {
    const painted = Promise.withResolvers<Painted>();
    // The message comes after the frame that the callback belongs to.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      painted.resolve({
        sinceInput: performance.now() - input.at,
        inputAt: input.wall,
        paintedAt: Date.now(),
      });
      port1.close();
    });
    port1.start();
    requestAnimationFrame(() => port2.postMessage(null));
    return painted.promise;
  };
  const check = (): void => {
    const next = expected[frames.length];
    if (!next || !isShown(next)) return;
    frames.push(frame());
    if (frames.length < expected.length) return;
    observer.disconnect();
    Promise.all(frames).then(resolve, reject);
  };
  const observer = new MutationObserver(check);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  check();
  setTimeout(() => {
    observer.disconnect();
    reject(new Error(`Not on screen within ${patience / 1000} s.`));
  }, patience);
  // Whoever looks for it may come later.
  promise.catch(() => undefined);
  window.lettrBench = promise;
}
