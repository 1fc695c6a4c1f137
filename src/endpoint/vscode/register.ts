import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { EventsApi } from '../../api/types.ts';
import type { SendConsent } from '../../deliveries/vscode/consent.ts';
import type { Deliveries } from '../../deliveries/vscode/register.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import { DeliveryCommand, PageCommand } from '../../platform/ids.ts';
import type { Boundary } from '../../platform/vscode/boundary.ts';
import { type Handler, registerHandlers } from '../../platform/vscode/registrar.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import type { TargetDeps } from './target.ts';

export interface EndpointDeps extends TargetDeps {
  readonly deliveries: Deliveries;
  readonly settings: Settings;
  readonly boundary: Boundary;
  readonly consent: SendConsent;
  readonly eventsOf: (account: Account) => EventsApi;
  /** Where batches that are being edited lie; `undefined` when VS Code offers no place. */
  readonly drafts: string | undefined;
  readonly icon: vscode.Uri;
}

/** The name that makes a document a batch: its schema, its CodeLens and its actions go by it. */
export const BATCH_ENDING = '.lettr-batch.json';

/** Adds the commands that send deliveries and check endpoints, and "Send" above a batch that is being edited. */
export function registerEndpoint(deps: EndpointDeps): vscode.Disposable {
  const disposables = new DisposableStore();
  const load = async (): Promise<Readonly<Record<string, Handler>>> => {
    const { createEndpointHandlers } = await import('./feature.ts');
    return { ...(await deps.deliveries.handlers()), ...createEndpointHandlers(deps, disposables) };
  };
  disposables.add(
    registerHandlers([...Object.values(DeliveryCommand), PageCommand.openDeliveryBody], load, deps.boundary),
  );
  disposables.add(
    vscode.languages.registerCodeLensProvider(
      { pattern: `**/*${BATCH_ENDING}` },
      {
        provideCodeLenses: ({ uri }) => [
          new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
            command: DeliveryCommand.sendDocument,
            title: `$(play) ${l10n.t('Send')}`,
            arguments: [uri],
          }),
        ],
      },
    ),
  );
  return disposables;
}
