import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { CommandContext } from './commands/shared/context.ts';
import type { Core } from './core.ts';
import type { SendConsent } from './deliveries/vscode/consent.ts';
import { type Deliveries, registerDeliveries } from './deliveries/vscode/register.ts';
import { registerEndpoint } from './endpoint/vscode/register.ts';
import { registerHandlers } from './handlers/vscode/register.ts';
import { registerCopy } from './pages/vscode/copy.ts';
import { safeMemento } from './platform/memory.ts';
import { Boundary } from './platform/vscode/boundary.ts';
import { createContextKeys } from './platform/vscode/context.ts';
import { Documents } from './platform/vscode/documents.ts';
import { createLog } from './platform/vscode/log.ts';
import { registerCommands } from './platform/vscode/registrar.ts';
import { Settings } from './platform/vscode/settings.ts';
import { registerWebhookView } from './tree/vscode/register.ts';

/** What the integration tests see of the running extension. */
export interface TestAccess extends Pick<
  vscode.ExtensionContext,
  'secrets' | 'globalState' | 'workspaceState' | 'globalStorageUri' | 'storageUri' | 'logUri'
> {
  readonly context: CommandContext;
  readonly deliveries: Deliveries;
}

/** Registers everything and does nothing else; what is behind it is loaded when it is first needed. */
export function activate(vscodeContext: vscode.ExtensionContext): Promise<TestAccess> | undefined {
  const { extension, extensionMode, globalState, globalStorageUri, logUri } = vscodeContext;
  const { secrets, storageUri, subscriptions, workspaceState } = vscodeContext;
  l10n.config({ contents: vscode.l10n.bundle ?? {} });
  const own = <T extends { dispose(): unknown }>(part: T): T => {
    subscriptions.push(part);
    return part;
  };

  const log = own(createLog());
  const memory = safeMemento(workspaceState, log);
  const settings = new Settings();
  const setContext = createContextKeys();
  const icon = vscode.Uri.joinPath(extension.extensionUri, 'media', 'icon.png');
  const place = (name: string): string => vscode.Uri.joinPath(storageUri ?? globalStorageUri, name).fsPath;

  // Accounts, webhooks and their rows.
  let loaded: Promise<Core> | undefined;
  const core = (): Promise<Core> =>
    (loaded ??= import('./core.ts').then(({ createCore }) =>
      own(
        createCore({
          vscodeContext,
          settings,
          memory,
          view,
          documents,
          deliveries,
          setContext,
          icon,
          tell,
          checkEndpoint: (...endpoint) => endpoints.check(...endpoint),
          keepForHandlers: (credentials) => handlers.keep(credentials),
          log,
        }),
      ),
    ));
  const view = own(registerWebhookView(core, log));
  const documents = own(new Documents(core));
  own(registerCopy());

  // Commands, wizards and the words for their failures.
  const commands = () => import('./commands/index.ts');
  const boundary = new Boundary(async () => (await commands()).errorNotices(log, settings), log);
  const tell = boundary.tell.bind(boundary);
  own(
    registerCommands(async () => {
      const [{ commandHandlers }, { context }] = await Promise.all([commands(), core()]);
      return commandHandlers(context);
    }, boundary),
  );

  // Deliveries and who gets them.
  const deliveries = own(
    registerDeliveries({ folder: place('deliveries'), memory, settings, log, setContext, icon }),
  );
  let consented: Promise<SendConsent> | undefined;
  const consent = (): Promise<SendConsent> =>
    (consented ??= import('./deliveries/vscode/consent.ts').then(
      (module) =>
        new module.SendConsent({ tell, ask: async (question) => (await core()).context.ask(question) }),
    ));
  const handlers = own(
    registerHandlers({
      extension,
      secrets,
      deliveries,
      consent,
      boundary,
      log,
      send: async (...request) => (await import('./endpoint/sender.ts')).send(...request),
      askCredentials: async (handler) =>
        (await import('./endpoint/vscode/credentials.ts')).askCredentials(handler, 'kept'),
    }),
  );
  const endpoints = own(
    registerEndpoint({
      boundary,
      deliveries,
      load: async () => {
        const { context, eventsOf } = await core();
        const { accounts, stores } = context;
        return {
          handlers: () => handlers.known(),
          accounts,
          stores,
          settings,
          boundary,
          deliveries,
          memory,
          consent: await consent(),
          eventsOf,
          drafts: place('drafts'),
          log,
          icon,
        };
      },
    }),
  );

  // Tests in the extension host look inside; nobody else can.
  return extensionMode === vscode.ExtensionMode.Test
    ? core().then(({ context }) => ({
        context,
        deliveries,
        secrets,
        globalState,
        workspaceState,
        globalStorageUri,
        storageUri,
        logUri,
      }))
    : undefined;
}
