import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import { HandlerCredentials } from './credentials.ts';
import { allHandlers } from './handlerSettings.ts';

/** Keeps credentials for the one handler with basic authentication, or for the one of several that is picked. */
export async function keepCredentials(
  credentials: { readonly username: string; readonly password: string },
  secrets: vscode.SecretStorage,
): Promise<void> {
  const handlers = allHandlers()
    .map(({ handler }) => handler)
    .filter(({ authentication }) => authentication === 'basic');
  const rows = handlers.map((handler) => ({ label: handler.name, description: handler.url, handler }));
  const placeHolder =
    rows.length === 0
      ? l10n.t('No handler with basic authentication yet. Add one in the Testing view first.')
      : l10n.t('Select the handler to test with these credentials');
  const chosen =
    rows.length === 1
      ? rows[0]
      : await vscode.window.showQuickPick(rows, { title: l10n.t('Keep for Handler Tests'), placeHolder });
  if (!chosen) {
    throw new Cancelled();
  }
  await new HandlerCredentials(secrets).keep(chosen.handler, { type: 'basic', ...credentials });
  void vscode.window.showInformationMessage(
    l10n.t('Kept the credentials for the tests of {0}.', chosen.label),
  );
}
