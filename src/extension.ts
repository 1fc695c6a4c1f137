import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { environmentKeyOf } from './accounts/account.ts';
import { Accounts } from './accounts/accounts.ts';
import { connectAccount, createKeyCheck, verbMemory } from './accounts/connect.ts';
import { Api } from './api/client.ts';
import type { CommandContext } from './commands/shared/context.ts';
import { registerCoverage } from './coverage/vscode/register.ts';
import { SendConsent } from './deliveries/vscode/consent.ts';
import { type Deliveries, registerDeliveries } from './deliveries/vscode/register.ts';
import { registerEndpoint } from './endpoint/vscode/register.ts';
import { registerHandlers } from './handlers/vscode/register.ts';
import { SandboxQuotas } from './accounts/sandboxQuotas.ts';
import { registerMonitoring } from './monitoring/vscode/register.ts';
import { registerCopy } from './pages/vscode/copy.ts';
import { Boundary } from './platform/vscode/boundary.ts';
import { createContextKeys } from './platform/vscode/context.ts';
import { KEY_VARIABLE } from './platform/ids.ts';
import { Documents } from './platform/vscode/documents.ts';
import { uiLanguage } from './platform/vscode/language.ts';
import { createLog } from './platform/vscode/log.ts';
import { safeMemento } from './platform/memory.ts';
import { askInDialog } from './platform/vscode/notify.ts';
import { registerCommands } from './platform/vscode/registrar.ts';
import { Settings } from './platform/vscode/settings.ts';
import { Arrangement } from './tree/arrangement.ts';
import { WebhookView } from './tree/vscode/view.ts';
import { registerWebhookPages } from './webhookPage/vscode/register.ts';
import { Histories } from './webhooks/history.ts';
import { WebhookStores } from './webhooks/stores.ts';
import { Drafts } from './wizard/drafts.ts';

/** What the integration tests see of the running extension. */
export interface TestAccess extends Pick<
  vscode.ExtensionContext,
  'secrets' | 'globalState' | 'workspaceState' | 'globalStorageUri' | 'storageUri' | 'logUri'
> {
  readonly context: CommandContext;
  readonly deliveries: Deliveries;
}

/** Registers everything and does nothing else: nothing is sent or read from the secret store before the view or a command is used. */
export function activate({
  extension,
  extensionMode,
  globalState,
  globalStorageUri,
  logUri,
  secrets,
  storageUri,
  subscriptions,
  workspaceState,
}: vscode.ExtensionContext): TestAccess | undefined {
  l10n.config({ contents: vscode.l10n.bundle ?? {} });
  const own = <T extends { dispose(): unknown }>(part: T): T => {
    subscriptions.push(part);
    return part;
  };

  const log = own(createLog());
  const environmentKey = environmentKeyOf(process.env[KEY_VARIABLE]);
  const workspace = safeMemento(workspaceState, log);
  const machine = safeMemento(globalState, log);
  const settings = new Settings();
  const api = new Api({
    userAgent: `${extension.packageJSON.name}/${extension.packageJSON.version}`,
    loadTransport: async () => (await import('./api/transport.ts')).createTransport(),
    verbs: verbMemory(machine),
    log,
  });
  const accounts = own(
    new Accounts({
      secrets,
      workspaceState: workspace,
      globalState: machine,
      environmentKey,
      language: uiLanguage,
      environmentOrigin: () => settings.apiOrigin,
      log,
    }),
  );
  const quotas = own(new SandboxQuotas());
  const connecting = { api, accounts, settings, onSandboxQuota: quotas.set.bind(quotas) };
  const stores = own(new WebhookStores((account) => connectAccount(connecting, account)));
  own(accounts.onDidReplaceKey(({ id }) => stores.forget(id)));
  own(settings.onDidChangeApiAddress(() => stores.forget()));
  const histories = own(new Histories());
  const arrangement = own(new Arrangement(workspace));
  const documents = own(new Documents());
  own(registerCopy());
  const icon = vscode.Uri.joinPath(extension.extensionUri, 'media', 'icon.png');
  const setContext = createContextKeys();
  const place = (name: string): string => vscode.Uri.joinPath(storageUri ?? globalStorageUri, name).fsPath;
  const deliveries = own(
    registerDeliveries({ folder: place('deliveries'), memory: workspace, settings, log, setContext, icon }),
  );
  const coveragePages = own(registerCoverage({ documents, accounts, stores, icon }));
  const webhookPages = own(
    registerWebhookPages({
      contribution: deliveries.contribution,
      documents,
      accounts,
      stores,
      histories,
      settings,
      log,
      eventsOf: (account) => connectAccount(connecting, account).events,
      icon,
    }),
  );
  const root = vscode.Uri.joinPath(globalStorageUri, 'accounts').fsPath;
  const view = own(
    new WebhookView({
      accounts,
      stores,
      histories,
      arrangement,
      settings,
      log,
      setContext,
      lastKnown: async (account) => {
        // A key that isn't sent to the present address doesn't show what it read at another one either.
        if (account.origin !== settings.apiOrigin) {
          return undefined;
        }
        const fingerprint = await accounts.fingerprint(account);
        const { readSharedList } = await import('./monitoring/sharedList.ts');
        return fingerprint === undefined ? undefined : readSharedList(root, account, fingerprint);
      },
      prepare: api.prepare.bind(api),
    }),
  );

  // Commands, wizards and the words for their failures are not needed before the first command.
  const commands = () => import('./commands/index.ts');
  const boundary = new Boundary(async () => (await commands()).errorNotices(log, settings), log);
  const tell = boundary.tell.bind(boundary);
  const consent = new SendConsent({ tell, ask: (question) => context.ask(question) });
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
  const context: CommandContext = {
    accounts,
    stores,
    settings,
    view,
    histories,
    arrangement,
    pages: {
      showWebhook: (...subject) => webhookPages.show(...subject),
      showCoverage: (...subject) => coveragePages.show(...subject),
    },
    drafts: new Drafts(),
    accountDrafts: new Drafts(),
    checkEndpoint: (...endpoint) => endpoints.check(...endpoint),
    keepForHandlers: (credentials) => handlers.keep(credentials),
    keys: createKeyCheck(connecting),
    ask: askInDialog,
    tell,
    // As a string: `Uri.parse` would decode an escaped slash in it.
    open: (url) => vscode.commands.executeCommand('vscode.open', url),
    log,
    showLog: () => log.show(),
  };
  own(registerMonitoring({ accounts, stores, histories, settings, quotas, view, root, tell, log }));
  own(registerCommands(async () => (await commands()).commandHandlers(context), boundary));
  const endpoints = own(
    registerEndpoint({
      handlers: () => handlers.known(),
      accounts,
      stores,
      settings,
      boundary,
      deliveries,
      memory: workspace,
      consent,
      eventsOf: (account) => connectAccount(connecting, account).events,
      drafts: place('drafts'),
      log,
      icon,
    }),
  );
  // Tests in the extension host look inside; nobody else can.
  return extensionMode === vscode.ExtensionMode.Test
    ? { context, deliveries, secrets, globalState, workspaceState, globalStorageUri, storageUri, logUri }
    : undefined;
}
