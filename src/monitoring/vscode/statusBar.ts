import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { View } from '../../platform/ids.ts';
import type { StatusContent } from '../status.ts';

const ID = 'lettr.status';

/** The one item of this extension in the status bar; made when it is shown for the first time. */
export class StatusBar implements vscode.Disposable {
  #item: vscode.StatusBarItem | undefined;
  #shown = '';

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
    const item = (this.#item ??= createItem());
    item.text = content.text;
    item.accessibilityInformation = { label: content.label };
    // A plain text: neither links nor icons come out of what a webhook is called.
    item.tooltip = content.hover;
    item.show();
  }

  dispose(): void {
    this.#item?.dispose();
  }
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem(ID, vscode.StatusBarAlignment.Right);
  item.name = l10n.t('Lettr');
  item.command = `${View.webhooks}.focus`;
  return item;
}
