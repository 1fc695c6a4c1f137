import assert from 'node:assert/strict';

import type { Frame, Page } from 'playwright-core';

/** Elements that only hostile text could have made. */
const MADE_BY_TEXT = [
  '.evil',
  '.codicon-beaker',
  '.codicon-telescope',
  // The commands of an explanation carry the id of the webhook, encoded: what they begin with counts.
  '[href^="command:workbench.action.closeWindow"]',
  '[data-href^="command:workbench.action.closeWindow"]',
  '[href*="//evil.example"]',
  '[data-href*="//evil.example"]',
  '[src*="//evil.example"]',
].join(', ');

/** Control characters, and those that turn the writing direction around. */
const INVISIBLE = /(?![\t\n\r])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** Longer than anything that is shown whole: a text of a page has at most 4,096 characters. */
const OVERLONG = /L{4100}/;
/** As long as VS Code draws a line of a text document. */
const OVERLONG_LINE = /L{10100}/;

/** Fails when text from outside is more than text anywhere in the window: element, attribute, title, webview. */
export async function assertHarmless(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    const found = await faultsIn(frame);
    assert.deepEqual(found, [], `in ${frame.url().slice(0, 80)}`);
  }
}

async function faultsIn(frame: Frame): Promise<readonly string[]> {
  try {
    // The address of a document holds the id of its webhook and is not shown.
    const html = (await frame.content()).replaceAll(/ data-uri="[^"]*"/g, '');
    const outsideEditors = await frame.locator(':root').evaluate(withoutEditors);
    const made = await frame.locator(MADE_BY_TEXT).evaluateAll(sources);
    return [
      ...made,
      ...around(html, INVISIBLE),
      ...around(outsideEditors, OVERLONG),
      ...around(html, OVERLONG_LINE),
    ];
  } catch (error) {
    // VS Code replaces the frames of webviews while they load.
    if (frame.isDetached()) {
      return [];
    }
    throw error;
  }
}

/** What page functions use of an element. */
interface PageElement {
  readonly outerHTML: string;
  readonly textContent: string;
  closest(selector: string): PageElement | null;
  getAttribute(name: string): string | null;
  cloneNode(deep: boolean): PageElement;
  querySelectorAll(selector: string): Iterable<{ remove(): void }>;
}

function withoutEditors(root: PageElement): string {
  const copy = root.cloneNode(true);
  for (const editor of copy.querySelectorAll('.monaco-editor')) {
    editor.remove();
  }
  return copy.outerHTML;
}

function sources(found: PageElement[]): string[] {
  return (
    found
      // The Markdown preview of old versions makes a link of every address; it leads where it says, and to no command.
      .filter((one) => !(one.closest('.markdown-body') && one.textContent === one.getAttribute('href')))
      .map(({ outerHTML }) => outerHTML.slice(0, 200))
  );
}

/** What stands around the first match, with every character that cannot be seen as an escape. */
function around(text: string, pattern: RegExp): readonly string[] {
  const at = text.search(pattern);
  return at < 0 ? [] : [`${pattern.source} at ${JSON.stringify(text.slice(Math.max(0, at - 150), at + 60))}`];
}
