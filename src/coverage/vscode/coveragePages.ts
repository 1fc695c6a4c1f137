import type { Disposable, Uri } from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { Pages } from '../../pages/vscode/pages.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import type { DocumentSubject, Documents } from '../../platform/vscode/documents.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import { KIND } from '../kind.ts';
import { COVERAGE_COMMANDS, coveragePage } from '../page.ts';

/** What the pages of event coverage are made of. */
export interface CoverageDeps {
  readonly documents: Documents;
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  /** Of the tabs. */
  readonly icon: Uri;
}

/** The pages that show which events an account's webhooks receive. They follow what is read elsewhere and send nothing. */
export class CoveragePages implements Disposable {
  readonly #disposables = new DisposableStore();
  readonly #pages: Pages;

  constructor({ documents, accounts, stores, icon }: CoverageDeps) {
    const accountOf = (id: string): Account | 'unread' | 'removed' =>
      accounts.state.kind === 'unread' ? 'unread' : (accounts.all.find((one) => one.id === id) ?? 'removed');
    this.#pages = this.#disposables.add(
      new Pages(
        {
          name: KIND,
          commands: COVERAGE_COMMANDS,
          page: ({ account = '' }) =>
            coveragePage({
              account: accountOf(account),
              state: stores.known(account)?.state ?? { kind: 'unread' },
              language: uiLanguage(),
            }),
          isOver: ({ account = '' }) => accountOf(account) === 'removed',
        },
        documents,
        icon,
      ),
    );
    const refresh = (accountId?: string): void =>
      this.#pages.refresh(({ account }) => accountId === undefined || account === accountId);
    this.#disposables.add(stores.onDidChange(({ account }) => refresh(account.id)));
    this.#disposables.add(stores.onDidForget(() => refresh()));
    this.#disposables.add(accounts.onDidChange(() => refresh()));
  }

  async show(account: Account, as: 'page' | 'text'): Promise<void> {
    const subject = { account: account.id };
    await (as === 'text' ? this.#pages.showText(subject) : this.#pages.show(subject));
  }

  /** The text of a document. */
  text(subject: DocumentSubject): string {
    return this.#pages.text(subject);
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
