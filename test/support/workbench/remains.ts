import type { BrowserContext, Page } from 'playwright-core';
import type { LeakSearch } from '../leaks.ts';
import type { PageElement } from './dom.ts';

/** What page functions use of an input. */
interface PageInput extends PageElement {
  readonly value: string;
}

/** Answers with a few bytes of text: a page of the workbench's origin that is no workbench. */
const BARE_PAGE = '/version';

/** Begins to note what a page prints, also when it crashes; the result tells all of it. */
export function noteConsole(page: Page): () => string {
  const lines: string[] = [];
  page.on('console', (message) => lines.push(message.text()));
  page.on('pageerror', (error) => lines.push(`${error.message}\n${error.stack}`));
  page.on('crash', () => lines.push('The page crashed.'));
  return () => lines.join('\n');
}

/** Looks through what the window shows now: every element of every frame with its attributes, and what inputs hold. */
export async function searchShown(page: Page, window: string, leaks: LeakSearch): Promise<void> {
  for (const [index, frame] of page.frames().entries()) {
    await leaks.attempt(`${window}: frame ${index}`, async () => {
      const content = await frame.content().catch((error: unknown) => {
        // A webview that is being replaced shows nothing any more.
        if (frame.isDetached()) return undefined;
        throw error;
      });
      if (content === undefined) return;
      leaks.look(`${window}: DOM of frame ${index}`, content);
      // What a password field holds is on no screen, and it was typed there on purpose.
      const values = await frame
        .locator('input:not([type="password"]), textarea')
        .evaluateAll((found: PageInput[]) => found.map(({ value }) => value));
      leaks.look(`${window}: inputs of frame ${index}`, values.join('\n'));
    });
  }
  await leaks.attempt(`${window}: clipboard`, async () => {
    await page.bringToFront();
    // A webview that was closed may have kept the focus, and only a document with the focus may read.
    const text = await page.evaluate<string>('(window.focus(), navigator.clipboard.readText())');
    leaks.look(`${window}: clipboard`, text);
  });
}

/**
 * Leaves the workbench, which makes it write down what it still has in memory, and looks through what the browser keeps:
 * IndexedDB with settings, state and logs, local and session storage, cookies. Also where VS Code's SecretStorage is,
 * `secrets.provider` in the local storage: what stands there is encrypted, so no key is found.
 */
export async function searchKept(
  {
    page,
    context,
    origin,
  }: { readonly page: Page; readonly context: BrowserContext; readonly origin: string },
  window: string,
  leaks: LeakSearch,
): Promise<void> {
  await leaks.attempt(`${window}: browser storage`, async () => {
    await page.goto(origin + BARE_PAGE);
    const kept = await context.storageState({ indexedDB: true });
    for (const { localStorage, indexedDB } of withDatabases(kept.origins)) {
      for (const { name, value } of localStorage) {
        leaks.look(`${window}: local storage: ${name}`, value);
      }
      leaks.look(`${window}: IndexedDB`, JSON.stringify(indexedDB));
    }
    leaks.look(`${window}: cookies`, JSON.stringify(kept.cookies));
    leaks.look(
      `${window}: session storage`,
      await page.evaluate<string>('JSON.stringify({...sessionStorage})'),
    );
  });
}

type Origins = Awaited<ReturnType<BrowserContext['storageState']>>['origins'];

/** Playwright hands databases over without telling so in its types. */
function withDatabases(origins: Origins): readonly (Origins[number] & { readonly indexedDB?: unknown })[] {
  return origins;
}
