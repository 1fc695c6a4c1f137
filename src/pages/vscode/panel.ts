import { randomBytes } from 'node:crypto';

import * as vscode from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import { PageCommand } from '../../platform/ids.ts';
import { plain } from '../../platform/text.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import { renderHtml } from '../html.ts';
import type { Page } from '../page.ts';
import style from '../page.css';

/** The view type of every page; tabs carry it in their input. */
export const VIEW_TYPE = 'lettr.page';

export interface PanelOptions {
  /** Of the tab. */
  readonly icon: vscode.Uri;
  /** The commands that its buttons may run, besides copying. */
  readonly commands: readonly string[];
  /** Told when it comes back on screen, where its times may be old. */
  readonly onShow: () => void;
  /** Told once, whether a person closes it or it is disposed of. */
  readonly onClose: () => void;
}

/** A panel that shows one page after another. It runs no scripts, loads nothing, and runs only the commands it was given. */
export class PagePanel implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #panel: vscode.WebviewPanel;
  readonly #nonce = randomBytes(16).toString('base64');
  readonly #onClose: () => void;
  #page: Page | undefined;
  #html = '';
  #isVisible = true;

  constructor({ icon, commands, onShow, onClose }: PanelOptions) {
    this.#onClose = onClose;
    this.#panel = this.#disposables.add(
      vscode.window.createWebviewPanel(VIEW_TYPE, '', vscode.ViewColumn.Active, {
        enableScripts: false,
        enableForms: false,
        enableFindWidget: true,
        enableCommandUris: [...commands, PageCommand.copy],
        localResourceRoots: [],
      }),
    );
    this.#panel.iconPath = icon;
    this.#disposables.add(this.#panel.onDidDispose(() => this.dispose()));
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
  }

  /** Whether a person pinned its tab, and wants to keep what it shows. */
  get isPinned(): boolean {
    return vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(
        ({ input, isPinned, label }) =>
          isPinned &&
          label === this.#panel.title &&
          input instanceof vscode.TabInputWebview &&
          input.viewType.endsWith(VIEW_TYPE),
      );
  }

  /**
   * Shows a page in place of the one before; VS Code keeps the scroll position, unless the page opens `at` a section.
   *
   * @param now Unix ms to which its relative times refer.
   */
  show(page: Page, now: number, at?: string): void {
    const html = renderHtml(page, { style, nonce: this.#nonce, language: uiLanguage(), now, at });
    // Setting the same again would make a screen reader start over.
    if (html !== this.#html) {
      this.#html = html;
      this.#page = page;
      this.#panel.title = plain(page.title, 80);
      this.#panel.webview.html = html;
    }
  }

  /** The page that it shows. */
  get page(): Page | undefined {
    return this.#page;
  }

  /** Brings it to the front, where it is. */
  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    if (!this.#disposables.isOver) {
      this.#disposables.dispose();
      this.#onClose();
    }
  }
}
