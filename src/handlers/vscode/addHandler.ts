import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { AuthenticationType } from '../../api/types.ts';
import { urlFault } from '../../webhooks/endpoint.ts';
import { DEFAULT_PATH, DEFAULT_TIMEOUT } from '../handler.ts';
import { USUAL_PORTS, listeningPorts } from '../ports.ts';
import { allHandlers, storeHandler } from './handlerSettings.ts';

/** Asks where a handler is and how it is called, and adds it to the setting that the Testing view shows. @returns whether it did */
export async function addHandler(): Promise<boolean> {
  const title = l10n.t('Add Webhook Handler to Test');
  const found = await askSource(title);
  const url = found && (await askUrl(title, found));
  const authentication = url && (await askAuthentication(title));
  if (!authentication) {
    return false;
  }
  await storeHandler({ name: nameFor(url), url, authentication, timeout: DEFAULT_TIMEOUT });
  return true;
}

interface PortRow extends vscode.QuickPickItem {
  readonly port: number;
}

/** @returns the URL to begin with */
async function askSource(title: string): Promise<string | undefined> {
  const enter = { label: l10n.t('Enter a URL'), iconPath: new vscode.ThemeIcon('edit') };
  const find = {
    label: l10n.t('Find a Running Handler'),
    detail: l10n.t('Looks for a server on the usual ports of this computer. Nothing is sent to it.'),
    iconPath: new vscode.ThemeIcon('search'),
  };
  const placeHolder = l10n.t('Select how to find the handler');
  const chosen = await vscode.window.showQuickPick([enter, find], {
    title,
    placeHolder,
    ignoreFocusOut: true,
  });
  if (chosen !== find) {
    return chosen && urlAt(3000);
  }
  const port = await askPort(title);
  return port === undefined ? undefined : urlAt(port);
}

async function askPort(title: string): Promise<number | undefined> {
  const rows = async (): Promise<readonly PortRow[]> => {
    const ports = await listeningPorts();
    return ports.length === 0
      ? [{ label: l10n.t('Enter a URL'), detail: noneFound(), port: 3000 }]
      : ports.map((port) => ({
          label: `localhost:${port}`,
          port,
          iconPath: new vscode.ThemeIcon('server'),
        }));
  };
  const placeHolder = l10n.t('Select the server to test');
  const chosen = await vscode.window.showQuickPick(rows(), { title, placeHolder, ignoreFocusOut: true });
  return chosen?.port;
}

function noneFound(): string {
  return l10n.t('Nothing is listening on ports {0}.', USUAL_PORTS.join(', '));
}

async function askUrl(title: string, value: string): Promise<string | undefined> {
  const url = await vscode.window.showInputBox({
    title,
    value,
    prompt: l10n.t('URL of the handler'),
    placeHolder: urlAt(3000),
    ignoreFocusOut: true,
    validateInput: (text) => {
      switch (urlFault(text.trim())) {
        case 'malformed':
          return l10n.t('Enter a full URL, for example {0}', urlAt(3000));
        case 'credentials':
          return l10n.t('Remove the username and password from the URL. You can enter them in a later step.');
        case undefined:
          return undefined;
      }
    },
  });
  return url?.trim();
}

async function askAuthentication(title: string): Promise<AuthenticationType | undefined> {
  const rows: readonly (vscode.QuickPickItem & { readonly type: AuthenticationType })[] = [
    { label: l10n.t('Basic'), detail: l10n.t('Username and password'), type: 'basic' },
    { label: l10n.t('None'), detail: l10n.t('Anyone who knows the URL can call it'), type: 'none' },
    { label: l10n.t('OAuth 2.0'), detail: l10n.t('Client credentials'), type: 'oauth2' },
  ];
  const placeHolder = l10n.t('Select how the handler authenticates Lettr');
  const chosen = await vscode.window.showQuickPick(rows, { title, placeHolder, ignoreFocusOut: true });
  return chosen?.type;
}

/** The host, and the path too where the host alone is taken. */
function nameFor(url: string): string {
  const { host, pathname } = new URL(url);
  const isTaken = allHandlers().some(({ handler }) => handler.name === host && handler.url !== url);
  return isTaken ? `${host}${pathname}` : host;
}

function urlAt(port: number): string {
  return `http://localhost:${port}${DEFAULT_PATH}`;
}
