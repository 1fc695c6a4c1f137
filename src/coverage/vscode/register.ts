import { Disposable } from 'vscode';

import type { Accounts } from '../../accounts/accounts.ts';
import type { Documents } from '../../platform/vscode/documents.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';

/** What the documents of accounts are made of. */
export interface CoverageOptions {
  readonly documents: Documents;
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
}

/** Adds the documents that show which events an account's webhooks take. They follow what is read elsewhere and send nothing. */
export function registerCoverage({ documents, accounts, stores }: CoverageOptions): Disposable {
  documents.add(KIND, {
    render: async ({ account: accountId = '' }) => {
      const { renderCoverage } = await import('../document.ts');
      return renderCoverage({
        account:
          accounts.state.kind === 'unread'
            ? 'unread'
            : (accounts.all.find(({ id }) => id === accountId) ?? 'removed'),
        state: stores.known(accountId)?.state ?? { kind: 'unread' },
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
  );
}

/** The kind's name in the addresses of its documents. */
const KIND = 'coverage';
