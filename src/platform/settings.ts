import * as vscode from 'vscode';

import { type ApiAddress, parseApiAddress } from './address.ts';
import { SECTION, Setting } from './ids.ts';

/** The settings, one accessor each; defaults stand in package.json only. */
export class Settings {
  /** Reads user settings only: the scope of the setting is `application`, so that no workspace can redirect a key. */
  get apiAddress(): ApiAddress {
    return parseApiAddress(this.#text(Setting.apiBaseUrl));
  }

  /** The origin of the API's address, `undefined` when that is not valid. */
  get apiOrigin(): string | undefined {
    const address = this.apiAddress;
    return address.kind === 'valid' ? address.origin : undefined;
  }

  /** Where the dashboard is; the default when the setting is not an https address. */
  get dashboardUrl(): string {
    const address = parseApiAddress(this.#text(Setting.dashboardUrl));
    return address.kind === 'valid' ? address.baseUrl : 'https://app.lettr.com';
  }

  /** Whether VS Code sends requests through a proxy that the person named. */
  get hasProxy(): boolean {
    return Boolean(vscode.workspace.getConfiguration('http').get<string>('proxy'));
  }

  onDidChangeApiAddress(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.${Setting.apiBaseUrl}`)) {
        listener();
      }
    });
  }

  #text(key: string): string {
    return vscode.workspace.getConfiguration(SECTION).get<string>(key, '');
  }
}
