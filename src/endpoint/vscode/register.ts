import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Authentication } from '../../api/types.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import { BATCH_ENDING, DeliveryCommand, PageCommand } from '../../platform/ids.ts';
import type { Action } from '../../platform/vscode/notify.ts';
import { type Handler, registerHandlers } from '../../platform/vscode/registrar.ts';
import type { EndpointDeps } from './deps.ts';
import type { EndpointFeature } from './feature.ts';
import type { Target } from './target.ts';

/** An endpoint with credentials that were typed elsewhere already. */
export interface TypedTarget extends Target {
  readonly credentials?: Authentication | undefined;
}

/** What other features do with endpoints. */
export interface Endpoints extends vscode.Disposable {
  /**
   * Checks an endpoint and shows the report. Never rejects: a failure is shown like the command's.
   *
   * @param actions what the message with the result offers first.
   */
  check(target: TypedTarget, actions?: readonly Action[]): Promise<unknown>;
}

/** What is there before the first command. */
export interface RegisterEndpointDeps extends Pick<EndpointDeps, 'boundary' | 'deliveries'> {
  /** Brings what the first of the commands needs. */
  readonly load: () => Promise<EndpointDeps>;
}

/** Adds the commands that send deliveries and check endpoints, and "Send" above a batch that is being edited. */
export function registerEndpoint({ boundary, deliveries, load: loadDeps }: RegisterEndpointDeps): Endpoints {
  const disposables = new DisposableStore();
  const create = async (): Promise<EndpointFeature> => {
    const [{ EndpointFeature: Feature }, deps] = await Promise.all([import('./feature.ts'), loadDeps()]);
    return new Feature(deps, disposables);
  };
  let feature: Promise<EndpointFeature> | undefined;
  const load = (): Promise<EndpointFeature> => (feature ??= create());
  disposables.add(
    registerHandlers(
      [...Object.values(DeliveryCommand), PageCommand.openDeliveryBody],
      async (): Promise<Readonly<Record<string, Handler>>> => ({
        ...(await deliveries.handlers()),
        ...(await load()).handlers(),
      }),
      boundary,
    ),
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
  return {
    // In memory all the way: the arguments of a command could be seen elsewhere.
    check: ({ credentials, ...target }, actions) =>
      boundary.run(DeliveryCommand.check, async () => (await load()).check(target, credentials, actions)),
    dispose: () => disposables.dispose(),
  };
}
