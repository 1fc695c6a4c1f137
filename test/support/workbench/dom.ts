import type { Locator, Page } from 'playwright-core';

/** What page functions use of a DOM element: the project has no DOM types, since the extension has no DOM. */
export interface PageElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
}

/** Every wait of the page objects gives up after this many milliseconds; a machine that is busy elsewhere needs many. */
export const PATIENCE_MS = 30_000;

/** Matches a text that is `text` and nothing else. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}\\s*$`);
}

/** The texts of the elements that match now, in order, without surrounding space. */
export async function textsOf(found: Locator): Promise<string[]> {
  return (await found.allTextContents()).map((text) => text.trim());
}

/** The text of the only visible match, or undefined when there is none. */
export async function textOf(found: Locator): Promise<string | undefined> {
  const texts = await textsOf(found.filter({ visible: true }));
  return texts[0];
}

/**
 * Repeats `check` until it no longer throws.
 * @throws what `check` threw last, after {@link PATIENCE_MS}
 */
export async function eventually<T>(check: () => T | Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Clicks the entry of the open context menu whose label is `item`, and waits until the menu is gone. */
export async function clickMenuItem(page: Page, item: string): Promise<void> {
  const entry = page.locator('.monaco-menu .action-label', { hasText: exactly(item) });
  await entry.waitFor({ timeout: PATIENCE_MS });
  // VS Code ignores a click right after the menu has opened, since it may belong to the click that opened it.
  await eventually(async () => {
    if (await entry.isVisible()) await entry.click({ timeout: 500 });
    await entry.waitFor({ state: 'detached', timeout: 500 });
  });
}

/** The labels of the open context menu; it is closed again. */
export async function takeMenuItems(page: Page): Promise<string[]> {
  const labels = page.locator('.monaco-menu .action-label');
  await labels.first().waitFor({ timeout: PATIENCE_MS });
  const texts = await textsOf(labels);
  await page.keyboard.press('Escape');
  await labels.first().waitFor({ state: 'detached', timeout: PATIENCE_MS });
  return texts.filter((text) => text !== '');
}
