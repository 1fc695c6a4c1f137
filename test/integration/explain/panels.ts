import * as vscode from 'vscode';

import { until } from '../until.ts';

/** Notes the panels that the extension makes, on their way: each is a real one. */
export class Panels {
  readonly made: vscode.WebviewPanel[] = [];
  readonly options: (vscode.WebviewPanelOptions & vscode.WebviewOptions)[] = [];
  /** How often a panel was brought to the front. */
  revealed = 0;
  readonly #create = vscode.window.createWebviewPanel;

  watch(): void {
    Object.assign(vscode.window, {
      createWebviewPanel: (...args: Parameters<typeof vscode.window.createWebviewPanel>) => {
        const panel = this.#create(...args);
        const reveal = panel.reveal.bind(panel);
        Object.assign(panel, {
          reveal: (...place: Parameters<typeof reveal>) => {
            this.revealed += 1;
            reveal(...place);
          },
        });
        this.made.push(panel);
        this.options.push(args[3] ?? {});
        return panel;
      },
    });
  }

  unwatch(): void {
    Object.assign(vscode.window, { createWebviewPanel: this.#create });
  }

  /** The only panel so far. */
  get only(): vscode.WebviewPanel {
    const [panel, ...more] = this.made;
    if (!panel || more.length > 0) {
      throw new Error(`There are ${this.made.length} panels.`);
    }
    return panel;
  }

  /** What the only panel says. */
  text(): string {
    const { html } = this.only.webview;
    return html
      .slice(html.indexOf('<body>'))
      .replace(/<[^>]+>/g, '')
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  }

  clear(): void {
    this.made.length = 0;
    this.options.length = 0;
    this.revealed = 0;
  }
}

/** The tabs of pages, by their labels. */
export function panelTabs(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('lettr.page'))
    .map(({ label }) => label);
}

/** The only text document of a webhook's page that has a tab; VS Code keeps closed ones for a while. */
export function pageDocument(): vscode.TextDocument {
  const addresses = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputText ? input.uri : []))
    .filter(({ scheme, query }) => scheme === 'lettr' && query.includes('kind=webhook'));
  const document = vscode.workspace.textDocuments.find(
    ({ uri }) => uri.toString() === addresses[0]?.toString(),
  );
  if (!document || addresses.length > 1) {
    throw new Error(`There are ${addresses.length} documents.`);
  }
  return document;
}

/** Closes every editor, and waits until their documents are gone. */
export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until(() => panelTabs().length === 0, 'the panels to close');
}
