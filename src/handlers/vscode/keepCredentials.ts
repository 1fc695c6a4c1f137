import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import { HandlerCommand } from '../../platform/ids.ts';
import { plain } from '../../platform/text.ts';
import type { Handler } from '../handler.ts';
import { HandlerCredentials } from './credentials.ts';
import type { HandlersDeps } from './handlerTests.ts';
import { allHandlers } from './handlerSettings.ts';

/**
 * Keeps credentials for the one handler with basic authentication, or for the one of several that is picked.
 *
 * @throws {Cancelled} when the person picks none; after an offer to add one where there is none.
 */
export async function keepCredentials(
  credentials: { readonly username: string; readonly password: string },
  deps: Pick<HandlersDeps, 'secrets' | 'boundary'>,
): Promise<void> {
  if (basicHandlers().length === 0) {
    const add = async (): Promise<void> => {
      await vscode.commands.executeCommand(HandlerCommand.add);
      if (basicHandlers().length > 0) {
        await keepCredentials(credentials, deps);
      }
    };
    deps.boundary.tell({
      severity: 'information',
      text: l10n.t('There is no handler with basic authentication to test yet.'),
      actions: [{ label: l10n.t('Add Handler'), run: add }],
    });
    throw new Cancelled();
  }
  const rows = basicHandlers().map((handler) => ({
    label: plain(handler.name, 60),
    description: plain(handler.url, 80),
    handler,
  }));
  const chosen =
    rows.length === 1
      ? rows[0]
      : await vscode.window.showQuickPick(rows, {
          title: l10n.t('Keep for Handler Tests'),
          placeHolder: l10n.t('Select the handler to test with these credentials'),
        });
  if (!chosen) {
    throw new Cancelled();
  }
  await new HandlerCredentials(deps.secrets).keep(chosen.handler, { type: 'basic', ...credentials });
  void vscode.window.showInformationMessage(
    l10n.t('Kept the credentials for the tests of {0}.', chosen.label),
  );
}

function basicHandlers(): readonly Handler[] {
  return allHandlers()
    .map(({ handler }) => handler)
    .filter(({ authentication }) => authentication === 'basic');
}
