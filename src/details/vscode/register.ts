import { Disposable } from 'vscode';

import type { Accounts } from '../../accounts/accounts.ts';
import type { Documents } from '../../platform/vscode/documents.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import type { Histories } from '../../webhooks/history.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';

/** What the documents of webhooks are made of. */
export interface DetailsOptions {
  readonly documents: Documents;
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  readonly histories: Histories;
  readonly settings: Settings;
}

/** Adds the documents that show one webhook each. They follow what is read elsewhere and send nothing. */
export function registerDetails({
  documents,
  accounts,
  stores,
  histories,
  settings,
}: DetailsOptions): Disposable {
  documents.add(KIND, {
    render: async ({ account: accountId = '', webhook: webhookId = '' }) => {
      const { renderDetails } = await import('../document.ts');
      const address = settings.apiAddress;
      return renderDetails({
        account:
          accounts.state.kind === 'unread'
            ? 'unread'
            : (accounts.all.find(({ id }) => id === accountId) ?? 'removed'),
        webhookId,
        state: stores.known(accountId)?.state ?? { kind: 'unread' },
        history: histories.of(accountId, webhookId),
        baseUrl: address.kind === 'valid' ? address.baseUrl : undefined,
        now: Date.now(),
        language: uiLanguage(),
      });
    },
  });
  const refresh = (accountId?: string): void =>
    documents.refresh(
      (subject, kind) => kind === KIND && (accountId === undefined || subject['account'] === accountId),
    );
  return Disposable.from(
    stores.onDidChange(({ account }) => refresh(account.id)),
    stores.onDidForget(() => refresh()),
    accounts.onDidChange(() => refresh()),
    histories.onDidChange(({ accountId }) => refresh(accountId)),
  );
}

/** The kind's name in the addresses of its documents. */
const KIND = 'details';
