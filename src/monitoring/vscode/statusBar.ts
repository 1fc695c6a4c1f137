import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import type { StatusContent } from '../status.ts';

const ID = 'lettr.status';
/** What a click runs. Only for the item: not contributed, so it is neither in the palette nor for keys. */
const OPEN = 'lettr.status.open';

/** The one item of this extension in the status bar; made when it is shown for the first time. */
export class StatusBar implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #open: () => unknown;
  #item: vscode.StatusBarItem | undefined;
  #shown = '';

  /** @param open what a click does. */
  constructor(open: () => unknown) {
    this.#open = open;
  }

  /** Shows the item with this content, or hides it. */
  show(content: StatusContent | undefined): void {
    const shown = JSON.stringify(content ?? '');
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    if (!content) {
      this.#item?.hide();
      return;
    }
    const item = (this.#item ??= this.#createItem());
    item.text = content.text;
    item.accessibilityInformation = { label: content.label };
    // A plain text: neither links nor icons come out of what a webhook is called.
    item.tooltip = content.hover;
    item.show();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #createItem(): vscode.StatusBarItem {
    this.#disposables.add(vscode.commands.registerCommand(OPEN, () => this.#open()));
    const item = this.#disposables.add(
      vscode.window.createStatusBarItem(ID, vscode.StatusBarAlignment.Right),
    );
    item.name = l10n.t('Lettr');
    item.command = OPEN;
    return item;
  }
}
