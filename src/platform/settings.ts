import * as vscode from 'vscode';

import { SECTION, Setting } from './ids.ts';

/** An API address that a key may be sent to, or why the one in the settings is none. */
export type ApiAddress =
  | { readonly kind: 'valid'; readonly baseUrl: string; readonly origin: string }
  | { readonly kind: 'invalid'; readonly text: string };

/** The settings, one accessor each; defaults stand in package.json only. */
export class Settings {
  /** Reads user settings only: the scope of the setting is `application`, so that no workspace can redirect a key. */
  get apiAddress(): ApiAddress {
    return parseApiAddress(this.#text(Setting.apiBaseUrl));
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

/** Accepts https anywhere and http on this machine; the base URL comes back without credentials, query or final slash. */
export function parseApiAddress(text: string): ApiAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
  if (!url || !isSafe || url.username || url.password) {
    return { kind: 'invalid', text };
  }
  return { kind: 'valid', baseUrl: url.origin + url.pathname.replace(/\/+$/, ''), origin: url.origin };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
