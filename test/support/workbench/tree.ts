import type { Locator, Page } from 'playwright-core';
import {
  clickMenuItem,
  eventually,
  exactly,
  PATIENCE_MS,
  takeMenuItems,
  textOf,
  textsOf,
  type PageElement,
} from './dom.ts';

/** The Lettr icon in the activity bar. It is there as soon as VS Code knows the extension. */
export const LETTR_ITEM = '.activitybar .action-item:has([aria-label^="Lettr"])';
const VIEW = '.sidebar .tree-explorer-viewlet-tree-view';

/** One visible row of the tree. A long tree keeps only the rows on the screen. */
export interface Row {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly aria: string;
  /** 1 for the top. */
  readonly level: number;
  /** Undefined for a row without children. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
}

/** The Lettr view in the side bar. */
export class LettrView {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Shows the Lettr side bar, if another one is shown. */
  async open(): Promise<void> {
    const item = this.page.locator(LETTR_ITEM).first();
    await item.waitFor({ timeout: PATIENCE_MS });
    // Right after a reload VS Code may still be restoring the side bar, and a click would then close it again.
    const anyTitle = this.page.locator('.sidebar .composite.title h2', { hasText: /\S/ });
    await anyTitle
      .first()
      .waitFor({ timeout: PATIENCE_MS / 10 })
      .catch(() => undefined);
    await eventually(async () => {
      const title = this.page.locator('.sidebar .composite.title', { hasText: /lettr/i });
      if (!(await title.isVisible())) await item.click({ timeout: PATIENCE_MS });
      await title.waitFor({ timeout: PATIENCE_MS / 5 });
    });
    // Both are in the page, one of them hidden.
    const shown = this.page.locator(`${VIEW}, .sidebar .welcome-view`).filter({ visible: true });
    await shown.first().waitFor({ timeout: PATIENCE_MS });
  }

  /** The rows on the screen, from the top. */
  async rows(): Promise<Row[]> {
    return this.page.locator(`${VIEW} .monaco-list-row`).evaluateAll((found: PageElement[]) => {
      const part = (row: PageElement, selector: string): string =>
        row.querySelector(selector)?.textContent?.trim() ?? '';
      return found.map((row) => ({
        label: part(row, '.label-name'),
        description: part(row, '.label-description'),
        aria: row.getAttribute('aria-label') ?? '',
        level: Number(row.getAttribute('aria-level')),
        expanded:
          row.getAttribute('aria-expanded') === null
            ? undefined
            : row.getAttribute('aria-expanded') === 'true',
        selected: row.getAttribute('aria-selected') === 'true',
      }));
    });
  }

  /** The row with this label; the first one when several have it. */
  row(label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: exactly(label) });
    return this.page.locator(`${VIEW} .monaco-list-row`).filter({ has: name }).first();
  }

  /** Shows the children of a row. */
  async expand(label: string): Promise<void> {
    await this.turn(label, 'true');
  }

  /** Hides the children of a row. */
  async collapse(label: string): Promise<void> {
    await this.turn(label, 'false');
  }

  /** Selects a row; with `also`, adds it to the selection. As for a user, the click also turns a row with children. */
  async select(label: string, also = false): Promise<void> {
    const modifiers = also ? (['ControlOrMeta'] as const) : [];
    await this.row(label).click({ modifiers: [...modifiers], timeout: PATIENCE_MS });
    if (also) {
      // The rows tell their menus that they are several; VS Code gathers changes of a tree for 200 ms.
      await this.page.waitForTimeout(800);
    }
  }

  /** Clicks an icon that a row shows under the pointer. */
  async rowAction(label: string, action: string): Promise<void> {
    const row = this.row(label);
    await row.hover({ timeout: PATIENCE_MS });
    await row.locator(`.actions .action-label[aria-label^="${action}"]`).click({ timeout: PATIENCE_MS });
  }

  /** The names of the icons that a row shows under the pointer. */
  async rowActions(label: string): Promise<string[]> {
    const row = this.row(label);
    await row.hover({ timeout: PATIENCE_MS });
    return row.locator('.actions .action-label').evaluateAll(ariaLabels);
  }

  /** Chooses an entry of a row's context menu. */
  async contextMenu(label: string, item: string): Promise<void> {
    await this.row(label).click({ button: 'right', timeout: PATIENCE_MS });
    await clickMenuItem(this.page, item);
  }

  /** The entries of a row's context menu. */
  async contextMenuItems(label: string): Promise<string[]> {
    await this.row(label).click({ button: 'right', timeout: PATIENCE_MS });
    return takeMenuItems(this.page);
  }

  /** Clicks an icon in the view's title. */
  async titleAction(action: string): Promise<void> {
    const title = this.page.locator('.sidebar .composite.title');
    await title.hover({ timeout: PATIENCE_MS });
    await title.locator(`.action-label[aria-label^="${action}"]`).click({ timeout: PATIENCE_MS });
  }

  /** The names of the icons in the view's title. */
  async titleActions(): Promise<string[]> {
    return this.page.locator('.sidebar .composite.title .action-label').evaluateAll(ariaLabels);
  }

  /** Chooses an entry of the overflow menu in the view's title. */
  async overflow(item: string): Promise<void> {
    await this.titleAction('Views and More Actions');
    await clickMenuItem(this.page, item);
  }

  /** The entries of the overflow menu in the view's title. */
  async overflowItems(): Promise<string[]> {
    await this.titleAction('Views and More Actions');
    return takeMenuItems(this.page);
  }

  /** The line above the rows. */
  async message(): Promise<string | undefined> {
    return textOf(this.page.locator(`${VIEW} .message`));
  }

  /** The text beside the view's title. It is in the page even where VS Code merges title and side bar. */
  async description(): Promise<string> {
    return (await textsOf(this.page.locator('.sidebar .pane-header .description')))[0] ?? '';
  }

  /** The number on the icon and what it says, or undefined. */
  async badge(): Promise<{ text: string; label: string } | undefined> {
    const text = await textOf(this.page.locator(`${LETTR_ITEM} .badge-content`));
    // Some versions keep an empty one in the page.
    if (text === undefined || text === '') return undefined;
    return {
      text,
      label: (await this.page.locator(`${LETTR_ITEM} .badge`).first().getAttribute('aria-label')) ?? '',
    };
  }

  /** The paragraphs of the welcome text and, separately, its buttons. */
  async welcome(): Promise<{ texts: string[]; buttons: string[] }> {
    const view = this.page.locator('.sidebar .welcome-view-content');
    return {
      texts: await textsOf(view.locator('p')),
      buttons: await textsOf(view.locator('.monaco-button')),
    };
  }

  /** Clicks a button or a link of the welcome text. */
  async welcomeButton(text: string): Promise<void> {
    const found = this.page.locator('.sidebar .welcome-view-content :is(.monaco-button, a)', {
      hasText: exactly(text),
    });
    await found.first().click({ timeout: PATIENCE_MS });
  }

  private async turn(label: string, expanded: 'true' | 'false'): Promise<void> {
    const row = this.row(label);
    await row.waitFor({ timeout: PATIENCE_MS });
    if ((await row.getAttribute('aria-expanded')) !== expanded)
      await row.locator('.monaco-tl-twistie').click();
    await row.and(this.page.locator(`[aria-expanded="${expanded}"]`)).waitFor({ timeout: PATIENCE_MS });
  }
}

function ariaLabels(found: PageElement[]): string[] {
  return found.map((element) => element.getAttribute('aria-label') ?? '');
}
