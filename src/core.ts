import * as vscode from 'vscode';

import { environmentKeyOf } from './accounts/account.ts';
import { Accounts } from './accounts/accounts.ts';
import { connectAccount, createKeyCheck, verbMemory } from './accounts/connect.ts';
import { SandboxQuotas } from './accounts/sandboxQuotas.ts';
import { Api } from './api/client.ts';
import type { CommandContext } from './commands/shared/context.ts';
import { registerCoverage } from './coverage/vscode/register.ts';
import type { Deliveries } from './deliveries/vscode/register.ts';
import type { EndpointDeps } from './endpoint/vscode/deps.ts';
import { registerMonitoring } from './monitoring/vscode/register.ts';
import { DisposableStore } from './platform/disposableStore.ts';
import { KEY_VARIABLE } from './platform/ids.ts';
import { type Memory, safeMemento } from './platform/memory.ts';
import type { createContextKeys } from './platform/vscode/context.ts';
import type { Documents } from './platform/vscode/documents.ts';
import { uiLanguage } from './platform/vscode/language.ts';
import type { Log } from './platform/vscode/log.ts';
import { askInDialog } from './platform/vscode/notify.ts';
import type { Settings } from './platform/vscode/settings.ts';
import { Arrangement } from './tree/arrangement.ts';
import type { RegisteredView } from './tree/vscode/register.ts';
import { WebhookView } from './tree/vscode/view.ts';
import { registerWebhookPages } from './webhookPage/vscode/register.ts';
import { Histories } from './webhooks/history.ts';
import { WebhookStores } from './webhooks/stores.ts';
import { Drafts } from './wizard/drafts.ts';

/** What is there from activation on. */
export interface CoreDeps extends Required<
  Pick<CommandContext, 'checkEndpoint' | 'keepForHandlers' | 'tell'>
> {
  readonly vscodeContext: Pick<
    vscode.ExtensionContext,
    'extension' | 'globalState' | 'globalStorageUri' | 'secrets'
  >;
  readonly settings: Settings;
  /** Of the workspace. */
  readonly memory: Memory;
  readonly view: RegisteredView;
  readonly documents: Documents;
  readonly deliveries: Deliveries;
  readonly setContext: ReturnType<typeof createContextKeys>;
  readonly icon: vscode.Uri;
  readonly log: Log;
}

/** Accounts and webhooks, and all that works with them. */
export interface Core extends vscode.Disposable {
  readonly context: CommandContext;
  readonly eventsOf: EndpointDeps['eventsOf'];
}

/**
 * Constructs and wires what works with accounts and webhooks, when the first of it is needed. Nothing is sent or read from
 * the secret store before the view is seen or a command asks for it.
 */
export function createCore(deps: CoreDeps): Core {
  const { vscodeContext, settings, memory, view: registeredView, documents, deliveries, icon, log } = deps;
  const { extension, globalState, globalStorageUri, secrets } = vscodeContext;
  const disposables = new DisposableStore();
  const own = disposables.add.bind(disposables);
  const machine = safeMemento(globalState, log);
  const api = new Api({
    userAgent: `${extension.packageJSON.name}/${extension.packageJSON.version}`,
    loadTransport: async () => (await import('./api/transport.ts')).createTransport(),
    verbs: verbMemory(machine),
    log,
  });
  const accounts = own(
    new Accounts({
      secrets,
      workspaceState: memory,
      globalState: machine,
      environmentKey: environmentKeyOf(process.env[KEY_VARIABLE]),
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
  const arrangement = own(new Arrangement(memory));
  const eventsOf: Core['eventsOf'] = (account) => connectAccount(connecting, account).events;
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
      eventsOf,
      icon,
    }),
  );
  const root = vscode.Uri.joinPath(globalStorageUri, 'accounts').fsPath;
  const view = own(
    new WebhookView({
      registered: registeredView,
      accounts,
      stores,
      histories,
      arrangement,
      settings,
      log,
      setContext: deps.setContext,
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
  const { tell, checkEndpoint, keepForHandlers } = deps;
  own(registerMonitoring({ accounts, stores, histories, settings, quotas, view, root, tell, log }));
  return {
    context: {
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
      checkEndpoint,
      keepForHandlers,
      keys: createKeyCheck(connecting),
      ask: askInDialog,
      tell,
      // As a string: `Uri.parse` would decode an escaped slash in it.
      open: (url) => vscode.commands.executeCommand('vscode.open', url),
      log,
      showLog: () => log.show(),
    },
    eventsOf,
    dispose: () => disposables.dispose(),
  };
}
