import type { Locator, Page } from 'playwright-core';
import { leaks } from '../leaks.ts';
import { eventually, exactly, PATIENCE_MS, textOf, textsOf, type PageElement } from './dom.ts';

/** One entry of a pick list. */
export interface PickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** The text of the separator above it. */
  readonly separator: string;
  /** Undefined where the list has no checkboxes. */
  readonly checked: boolean | undefined;
}

const WIDGET = '.quick-input-widget:visible';
const INPUT = `${WIDGET} .quick-input-box input`;

/** The quick input that is open: a pick list or an input box. */
export class QuickInput {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits for a quick input, and with `title` for one whose title contains it. */
  async wait(title?: string): Promise<void> {
    const widget = this.page.locator(WIDGET);
    const wanted =
      title === undefined
        ? widget
        : widget.filter({ has: this.page.locator('.quick-input-title', { hasText: title }) });
    await wanted.waitFor({ timeout: PATIENCE_MS });
  }

  /** Waits until none is open. */
  async waitClosed(): Promise<void> {
    await this.page.locator(WIDGET).waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  async isOpen(): Promise<boolean> {
    return this.page.locator(WIDGET).isVisible();
  }

  /** With the step, as in `Create Webhook (2/5)`. */
  async title(): Promise<string | undefined> {
    return textOf(this.page.locator(`${WIDGET} .quick-input-title`));
  }

  /** The prompt or the validation message below the input. */
  async message(): Promise<string | undefined> {
    return textOf(this.page.locator(`${WIDGET} .quick-input-message`));
  }

  async placeholder(): Promise<string | undefined> {
    return (await this.page.locator(INPUT).getAttribute('placeholder')) ?? undefined;
  }

  async value(): Promise<string> {
    return this.page.locator(INPUT).inputValue();
  }

  /** Whether what is typed is hidden. */
  async isPassword(): Promise<boolean> {
    return (await this.page.locator(INPUT).getAttribute('type')) === 'password';
  }

  /** Replaces what stands in the input. */
  async type(text: string): Promise<void> {
    await this.page.locator(INPUT).fill(text, { timeout: PATIENCE_MS });
  }

  /** Types a secret, which from now on must not be found in anything that a workbench leaves behind; `name` tells it in findings. */
  async typeSecret(secret: string, name: string): Promise<void> {
    leaks.secrets.register(secret, name);
    await this.type(secret);
  }

  async accept(): Promise<void> {
    await this.page.locator(INPUT).press('Enter');
  }

  async escape(): Promise<void> {
    await this.page.locator(INPUT).press('Escape');
  }

  async back(): Promise<void> {
    await this.page
      .locator(`${WIDGET} .quick-input-left-action-bar .action-label`)
      .first()
      .click({ timeout: PATIENCE_MS });
  }

  /** Clicks an icon in the title or beside the input by the beginning of its name. */
  async button(name: string): Promise<void> {
    const bars = `${WIDGET} :is(.quick-input-titlebar, .quick-input-inline-action-bar)`;
    await this.page.locator(`${bars} .action-label[aria-label^="${name}"]`).click({ timeout: PATIENCE_MS });
  }

  /** The entries on the screen, from the top. A long list keeps only those. */
  async items(): Promise<PickItem[]> {
    return this.page
      .locator(`${WIDGET} .quick-input-list .monaco-list-row`)
      .evaluateAll((found: PageElement[]) => {
        const part = (row: PageElement, selector: string): string =>
          row.querySelector(selector)?.textContent?.trim() ?? '';
        return found.map((row) => ({
          label: part(row, '.quick-input-list-row:first-child .label-name'),
          description: part(row, '.quick-input-list-row:first-child .label-description'),
          detail: part(row, '.quick-input-list-label-meta'),
          separator: part(row, '.quick-input-list-separator'),
          checked:
            row.getAttribute('aria-checked') === null
              ? undefined
              : row.getAttribute('aria-checked') === 'true',
        }));
      });
  }

  /** Chooses an entry and with it ends a list without checkboxes. */
  async pick(label: string): Promise<void> {
    await this.item(label).locator('.label-name').first().click({ timeout: PATIENCE_MS });
  }

  /** Turns the checkbox of an entry and waits until it has turned. */
  async toggle(label: string): Promise<void> {
    const item = this.item(label);
    await item.waitFor({ timeout: PATIENCE_MS });
    const turned = (await item.getAttribute('aria-checked')) === 'true' ? 'false' : 'true';
    await item.locator('.monaco-checkbox').click();
    await item.and(this.page.locator(`[aria-checked="${turned}"]`)).waitFor({ timeout: PATIENCE_MS });
  }

  /** Clicks the box of an entry that ticks others and does not stay ticked itself. */
  async tick(label: string): Promise<void> {
    await this.item(label).locator('.monaco-checkbox').click({ timeout: PATIENCE_MS });
  }

  /** Clicks an icon of an entry by the beginning of its name. */
  async itemButton(label: string, name: string): Promise<void> {
    const item = this.item(label);
    await item.hover({ timeout: PATIENCE_MS });
    await item.locator(`.action-label[aria-label^="${name}"]`).click({ timeout: PATIENCE_MS });
  }

  /** Confirms a list with checkboxes by its button. */
  async ok(): Promise<void> {
    await this.page
      .locator(`${WIDGET} .quick-input-action .monaco-button:visible`)
      .first()
      .click({ timeout: PATIENCE_MS });
  }

  /** Opens the command palette and runs the command of this full name, for example `Lettr: Create Webhook`. */
  async palette(command: string): Promise<void> {
    const found = this.item(command);
    // The list does not learn of commands that an extension adds after it was opened, so it is opened again. It also
    // closes by itself when something else takes the focus late.
    await eventually(async () => {
      await this.openPalette(command);
      try {
        await found.waitFor({ timeout: 2_000 });
        await eventually(() => this.moveTo(command), 2_000);
        // A click that takes too long may have run the command all the same, and a second one would run it again.
        await this.page.keyboard.press('Enter');
        // VS Code closes the palette before it runs a command. A list that was just filled anew takes no key.
        await eventually(async () => {
          if (await this.asksFor(command)) throw new Error(`${command} was not chosen.`);
        }, 2_000);
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
    });
  }

  /** The commands that the palette finds for a text. */
  async paletteFinds(text: string): Promise<string[]> {
    await this.openPalette(text);
    const labels = this.page.locator(
      `${WIDGET} .quick-input-list .quick-input-list-row:first-child .label-name`,
    );
    await labels.first().waitFor({ timeout: PATIENCE_MS });
    const found = await textsOf(labels);
    await this.escape();
    await this.waitClosed();
    return found;
  }

  /** Goes one entry down unless this one is marked already, and says so by throwing. */
  private async moveTo(label: string): Promise<void> {
    if (await this.item(label).and(this.page.locator('.focused')).isVisible()) return;
    await this.page.keyboard.press('ArrowDown');
    throw new Error(`${label} is not marked.`);
  }

  private item(label: string): Locator {
    const name = this.page.locator('.quick-input-list-row:first-child .label-name', {
      hasText: exactly(label),
    });
    return this.page.locator(`${WIDGET} .quick-input-list .monaco-list-row`).filter({ has: name }).first();
  }

  /** Whether the palette is open with this text. */
  private async asksFor(text: string): Promise<boolean> {
    const values = await this.page
      .locator(INPUT)
      .evaluateAll((found: { readonly value: string }[]) => found.map(({ value }) => value));
    return values.includes(`>${text}`);
  }

  private async openPalette(text: string): Promise<void> {
    // A window that is busy with something else may lose the key.
    await eventually(async () => {
      await this.page.keyboard.press('F1');
      await this.page.locator(INPUT).waitFor({ timeout: PATIENCE_MS / 5 });
      await this.page.locator(INPUT).fill(`>${text}`, { timeout: PATIENCE_MS / 10 });
    });
  }
}
