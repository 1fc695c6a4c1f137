import { randomBytes } from 'node:crypto';
import { uiLanguage } from '../../platform/vscode/language.ts';

import * as vscode from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import { plain } from '../../platform/text.ts';
import { commandTitles } from '../fixes.ts';
import { renderHtml } from '../html.ts';
import type { Page } from '../page.ts';

const VIEW_TYPE = 'lettr.explain';

/** A panel that shows one page after another of one webhook. It runs no scripts, and only the commands of fixes. */
export class HealthPanel implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #panel: vscode.WebviewPanel;
  readonly #nonce = randomBytes(16).toString('base64');
  #html = '';
  #isVisible = true;

  /** @param onShow told when it comes back on screen, where its times may be old. */
  constructor(page: Page, icon: vscode.Uri, onShow: () => void, onClose: () => void) {
    this.#panel = this.#disposables.add(
      vscode.window.createWebviewPanel(VIEW_TYPE, tabName(page), vscode.ViewColumn.Active, {
        enableScripts: false,
        enableForms: false,
        enableFindWidget: true,
        enableCommandUris: [...commandTitles().keys()],
        localResourceRoots: [],
      }),
    );
    this.#panel.iconPath = icon;
    this.#disposables.add(
      this.#panel.onDidDispose(() => {
        this.dispose();
        onClose();
      }),
    );
    this.#disposables.add(
      this.#panel.onDidChangeViewState(({ webviewPanel: { visible } }) => {
        // Also told when it merely gets the focus, in which its page must stay.
        const isBack = visible && !this.#isVisible;
        this.#isVisible = visible;
        if (isBack) {
          onShow();
        }
      }),
    );
    this.show(page);
  }

  /** Shows a page in place of the one before; VS Code keeps the scroll position. */
  show(page: Page): void {
    const html = renderHtml(page, { nonce: this.#nonce, language: uiLanguage() });
    // Setting the same again would make a screen reader start over.
    if (html !== this.#html) {
      this.#html = html;
      this.#panel.title = tabName(page);
      this.#panel.webview.html = html;
    }
  }

  /** Brings it to the front, where it is. */
  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function tabName({ title }: Page): string {
  return plain(title, 80);
}
