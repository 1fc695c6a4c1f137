import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import { HandlerCommand, SECTION, Setting, TestController } from '../../platform/ids.ts';
import { registerHandlers as registerCommandHandlers } from '../../platform/vscode/registrar.ts';
import type { HandlerTests, HandlersDeps } from './handlerTests.ts';
import type { KnownHandler } from './knownHandlers.ts';

/** What other features do with handlers. */
export interface Handlers extends vscode.Disposable {
  /** Keeps credentials for the tests of a handler that the person picks. @throws {Cancelled} */
  keep(credentials: { readonly username: string; readonly password: string }): Promise<void>;
  /** The handlers of the workspace, each with what is kept for its tests. */
  known(): Promise<readonly KnownHandler[]>;
}

/**
 * Adds the handlers of the workspace to the Testing view. Nothing is read before the view asks for them.
 *
 * VS Code hides that view until an extension with tests has started. This one isn't started for it: `workspaceContains`
 * would start it in every workspace with settings, for a setting that few of them have. Until Lettr's view or one of its
 * commands starts it, "Run Handler Tests" leads there.
 */
export function registerHandlers(deps: HandlersDeps): Handlers {
  const disposables = new DisposableStore();
  const controller = disposables.add(
    vscode.tests.createTestController(TestController.handlers, l10n.t('Lettr Webhook Handlers')),
  );
  let tests: Promise<HandlerTests> | undefined;
  const load = (): Promise<HandlerTests> =>
    (tests ??= import('./handlerTests.ts').then((module) =>
      disposables.add(new module.HandlerTests(controller, deps)),
    ));
  controller.resolveHandler = async (item) => {
    if (!item) {
      (await load()).refresh();
    }
  };
  controller.refreshHandler = async () => (await load()).refresh();
  disposables.add(
    controller.createRunProfile(
      l10n.t('Send Test Deliveries'),
      vscode.TestRunProfileKind.Run,
      async (request, token) => {
        await deps.boundary.run(TestController.handlers, async () => (await load()).run(request, token));
      },
      true,
      undefined,
      true,
    ),
  );
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (tests && change.affectsConfiguration(`${SECTION}.${Setting.handlers}`)) {
        void tests.then((loaded) => loaded.refresh());
      }
    }),
  );
  const addHandler = async (): Promise<boolean> => {
    // The setting isn't read in an untrusted workspace.
    (await deps.consent()).demandTrust();
    return (await import('./addHandler.ts')).addHandler();
  };
  const showTests = async (): Promise<void> => {
    (await load()).refresh();
    await vscode.commands.executeCommand('workbench.view.testing.focus');
  };
  disposables.add(
    registerCommandHandlers(
      Object.values(HandlerCommand),
      async () => ({
        [HandlerCommand.add]: async () => {
          if (await addHandler()) {
            await showTests();
          }
        },
        [HandlerCommand.runTests]: async () => {
          const loaded = await load();
          loaded.refresh();
          if (controller.items.size > 0 || (await addHandler())) {
            await showTests();
            await loaded.run(new vscode.TestRunRequest(), new vscode.CancellationTokenSource().token);
          }
        },
        [HandlerCommand.insert]: async () =>
          (await import('./insertHandler.ts')).insertHandler(deps.extension),
      }),
      deps.boundary,
    ),
  );
  return {
    keep: async (credentials) => (await import('./keepCredentials.ts')).keepCredentials(credentials, deps),
    known: async () => (await import('./knownHandlers.ts')).knownHandlers(deps.secrets),
    dispose: () => disposables.dispose(),
  };
}
