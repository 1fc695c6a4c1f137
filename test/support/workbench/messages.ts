import type { Page } from 'playwright-core';
import { exactly, PATIENCE_MS, textOf, textsOf, eventually } from './dom.ts';

const TOAST = '.notifications-toasts .notification-list-item';
const DIALOG = '.monaco-dialog-box:visible';

/** A notification in the corner. */
export interface Toast {
  readonly severity: 'info' | 'warning' | 'error' | 'other';
  readonly text: string;
  readonly buttons: readonly string[];
}

/** A question that blocks the window. */
export interface Dialog {
  readonly text: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** Notifications, dialogs and the status bar. */
export class Messages {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The notifications that are shown now, the newest first. */
  async toasts(): Promise<Toast[]> {
    const found = await this.page.locator(TOAST).all();
    return Promise.all(
      found.map(async (toast) => {
        const icon = (await toast.locator('.notification-list-item-icon').getAttribute('class')) ?? '';
        const severity = (['info', 'warning', 'error'] as const).find((level) =>
          icon.includes(`codicon-${level}`),
        );
        return {
          severity: severity ?? 'other',
          text: (await textOf(toast.locator('.notification-list-item-message'))) ?? '',
          buttons: await textsOf(toast.locator('.notification-list-item-buttons-container .monaco-button')),
        };
      }),
    );
  }

  /** Waits for a notification that contains `text` and tells all of it. */
  async toast(text: string): Promise<Toast> {
    await this.page.locator(TOAST, { hasText: text }).first().waitFor({ timeout: PATIENCE_MS });
    const found = (await this.toasts()).find((toast) => toast.text.includes(text));
    if (found === undefined) throw new Error(`The notification "${text}" went away.`);
    return found;
  }

  /** Clicks a button of the notification that contains `text`. */
  async toastButton(text: string, button: string): Promise<void> {
    const toast = this.page.locator(TOAST, { hasText: text }).first();
    await toast.locator('.monaco-button', { hasText: exactly(button) }).click({ timeout: PATIENCE_MS });
  }

  /** Closes every notification. */
  async clearToasts(): Promise<void> {
    const toasts = this.page.locator(TOAST);
    const close = this.page.locator(`${TOAST} .codicon-notifications-clear`);
    // One that goes away by itself, or is a progress that cannot be closed, must not be waited for.
    await eventually(async () => {
      const shown = await toasts.count();
      if (shown === 0) return;
      await toasts.first().hover({ timeout: 500 });
      await close.first().click({ timeout: 500 });
      throw new Error(`${shown} notifications are shown.`);
    });
  }

  /** Waits for a modal dialog and tells what it says. */
  async dialog(): Promise<Dialog> {
    const box = this.page.locator(DIALOG);
    await box.waitFor({ timeout: PATIENCE_MS });
    return {
      text: (await textOf(box.locator('.dialog-message-text'))) ?? '',
      detail: (await textOf(box.locator('.dialog-message-detail'))) ?? '',
      buttons: await textsOf(box.locator('.monaco-button')),
    };
  }

  /** Clicks a button of the modal dialog and waits until the dialog is gone. */
  async dialogButton(button: string): Promise<void> {
    const box = this.page.locator(DIALOG);
    await box.locator('.monaco-button', { hasText: exactly(button) }).click({ timeout: PATIENCE_MS });
    await box.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  /** The Lettr items of the status bar: text and what a screen reader says. */
  async statusBar(): Promise<{ text: string; label: string }[]> {
    const items = await this.page.locator('.statusbar-item[id^="lettr."]').filter({ visible: true }).all();
    return Promise.all(
      items.map(async (item) => ({
        text: (await textOf(item)) ?? '',
        label: (await item.getAttribute('aria-label')) ?? '',
      })),
    );
  }

  /** Clicks the Lettr item of the status bar whose text contains `text`. */
  async clickStatusBar(text: string): Promise<void> {
    await this.page
      .locator('.statusbar-item[id^="lettr."] a', { hasText: text })
      .first()
      .click({ timeout: PATIENCE_MS });
  }
}
