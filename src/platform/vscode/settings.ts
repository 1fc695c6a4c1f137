import * as vscode from 'vscode';

import { type ApiAddress, parseApiAddress } from '../address.ts';
import { SECTION, Setting } from '../ids.ts';

/** Seconds. Lettr allows a team 3 requests a second for everything it does. */
const SHORTEST_INTERVAL = 30;

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

  /** Seconds between two automatic refreshes, `undefined` when they are off. */
  get refreshInterval(): number | undefined {
    const seconds = this.#value(Setting.refreshInterval, 0);
    return typeof seconds === 'number' && seconds > 0 ? Math.max(seconds, SHORTEST_INTERVAL) : undefined;
  }

  /** Which changes of health are told in a notification. */
  get notifications(): 'failures' | 'off' {
    return this.#text(Setting.notifications) === 'off' ? 'off' : 'failures';
  }

  /** When the status bar item is shown. */
  get statusBar(): 'auto' | 'always' | 'never' {
    const value = this.#text(Setting.statusBar);
    return value === 'always' || value === 'never' ? value : 'auto';
  }

  /** Days that a delivery is kept; 0 = in this window only. */
  get deliveriesKeepDays(): number {
    const days = this.#value<unknown>(Setting.deliveriesKeepDays, 0);
    return typeof days === 'number' && days > 0 ? days : 0;
  }

  /** Whether VS Code sends requests through a proxy that the person named. */
  get hasProxy(): boolean {
    return Boolean(vscode.workspace.getConfiguration('http').get<string>('proxy'));
  }

  /** One of the settings that decide when to watch and what to show of it. */
  onDidChangeWatching(listener: () => void): vscode.Disposable {
    const keys = [Setting.refreshInterval, Setting.notifications, Setting.statusBar];
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (keys.some((key) => event.affectsConfiguration(`${SECTION}.${key}`))) {
        listener();
      }
    });
  }

  /** Turns notifications off for this person, wherever they were turned on. */
  async turnNotificationsOff(): Promise<void> {
    await vscode.workspace
      .getConfiguration(SECTION)
      .update(Setting.notifications, 'off', vscode.ConfigurationTarget.Global);
  }

  onDidChangeApiAddress(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.${Setting.apiBaseUrl}`)) {
        listener();
      }
    });
  }

  #text(key: string): string {
    return this.#value(key, '');
  }

  #value<T>(key: string, fallback: T): T {
    return vscode.workspace.getConfiguration(SECTION).get<T>(key, fallback);
  }
}
