import type { Locator, Page } from 'playwright-core';
import { PATIENCE_MS, textsOf } from './dom.ts';

/** What is open in the middle: text documents and webviews. */
export class Editors {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The names of the open tabs. */
  async tabs(): Promise<string[]> {
    return textsOf(this.page.locator('.tabs-container .tab .label-name'));
  }

  /** Waits for the tab whose name contains `name`. */
  async waitTab(name: string): Promise<void> {
    await this.page
      .locator('.tabs-container .tab', { hasText: name })
      .first()
      .waitFor({ timeout: PATIENCE_MS });
  }

  /** The text of the text editor in front, as far as it is on the screen. */
  async text(): Promise<string> {
    const lines = await this.page
      .locator('.editor-instance .view-lines .view-line')
      .evaluateAll((found: { textContent: string | null; style: { top: string } }[]) =>
        found
          .toSorted((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
          .map((line) => line.textContent ?? ''),
      );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /**
   * Waits until the webview in front has an element that `selector` finds, and returns its body. What is done with it is
   * done in the page that is shown by then: VS Code makes a new frame for every page.
   */
  async webview(selector: string): Promise<Locator> {
    const body = this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('body');
    await body.locator(selector).first().waitFor({ state: 'attached', timeout: PATIENCE_MS });
    return body;
  }

  /** Closes every tab. */
  async closeAll(): Promise<void> {
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+W');
    await this.page
      .locator('.tabs-container .tab')
      .first()
      .waitFor({ state: 'detached', timeout: PATIENCE_MS });
  }
}
