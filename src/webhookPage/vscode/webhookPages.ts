import * as l10n from '@vscode/l10n';
import type { Disposable, Uri } from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { Cancelled, LettrError } from '../../api/errors.ts';
import type { LettrClient } from '../../api/client.ts';
import { withCallProgress } from '../../messages/vscode/callProgress.ts';
import { accountWords } from '../../messages/words.ts';
import type { Page } from '../../pages/page.ts';
import { Pages } from '../../pages/vscode/pages.ts';
import type { WebhookContribution } from '../../pages/webhookContribution.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import type { DocumentSubject, Documents } from '../../platform/vscode/documents.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { Log } from '../../platform/vscode/log.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import type { Histories } from '../../webhooks/history.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import { PAGE_COMMANDS, refreshList } from '../actions.ts';
import { KIND } from '../kind.ts';
import { CAUSES, absencePage, nameOf, webhookPage } from '../page.ts';
import {
  type EventsAnswer,
  cancelled,
  failed,
  isAskable,
  notAsked,
  notListed,
  typesToAsk,
} from '../recentEvents.ts';

/** What the pages of webhooks are made of. */
export interface WebhookPagesDeps {
  readonly documents: Documents;
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  readonly histories: Histories;
  readonly settings: Settings;
  readonly log: Log;
  /** Emails' events as an account's key sees them. */
  readonly eventsOf: (account: Account) => LettrClient['events'];
  /** Of the tabs. */
  readonly icon: Uri;
  /** What another feature shows and knows of webhooks. */
  readonly contribution?: WebhookContribution | undefined;
}

/** How a webhook's page is wanted. */
export interface WebhookPageOptions {
  /** A panel at its top or at the causes, or a text document. */
  readonly as: 'page' | 'causes' | 'text';
  /** Asks for recent events although they are known. */
  readonly refresh: boolean;
}

/** What Lettr said of a webhook's events. */
interface Asked {
  readonly answer: EventsAnswer;
  /** The name of the webhook at that time, for when it is gone. */
  readonly name: string;
}

/** The pages of this window's webhooks. They follow what is read elsewhere. */
export class WebhookPages implements Disposable {
  readonly #disposables = new DisposableStore();
  readonly #deps: WebhookPagesDeps;
  readonly #pages: Pages;
  /** By account and webhook. */
  readonly #asked = new Map<string, Asked>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(deps: WebhookPagesDeps) {
    this.#deps = deps;
    const { documents, icon, stores, histories, accounts, contribution } = deps;
    this.#pages = this.#disposables.add(
      new Pages(
        {
          name: KIND,
          commands: PAGE_COMMANDS,
          page: (subject, now) => this.#page(subject, now),
          isOver: ({ account = '' }) => accounts.state.kind === 'read' && !this.#account(account),
        },
        documents,
        icon,
      ),
    );
    this.#disposables.add(stores.onDidChange(({ account }) => this.#refresh(account.id)));
    this.#disposables.add(histories.onDidChange(({ accountId }) => this.#refresh(accountId)));
    this.#disposables.add(accounts.onDidChange(() => this.#refresh()));
    this.#disposables.add(stores.onDidForget(() => this.#forget()));
    if (contribution) {
      this.#disposables.add(
        contribution.onDidChange((changed) => this.#refresh(changed?.accountId, changed?.webhookId)),
      );
    }
  }

  /** Shows a webhook at once, and asks Lettr for recent events unless they are known. */
  async show(account: Account, webhookId: string, { as, refresh }: WebhookPageOptions): Promise<void> {
    const subject = { account: account.id, webhook: webhookId };
    if (as === 'text') {
      await this.#pages.showText(subject);
    } else {
      this.#pages.show(subject, as === 'causes' ? CAUSES : undefined);
    }
    const key = keyOf(subject);
    if (refresh || !this.#asked.has(key)) {
      const asking =
        this.#asking.get(key) ?? this.#ask(account, webhookId).finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
      await asking;
    }
  }

  /** The text of a document. */
  text(subject: DocumentSubject): string {
    return this.#pages.text(subject);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #ask(account: Account, webhookId: string): Promise<void> {
    const store = this.#deps.stores.known(account.id);
    const webhook = store?.webhooks.get(webhookId);
    if (!webhook) {
      return;
    }
    const asked = typesToAsk(webhook);
    const answer = isAskable(asked) ? await this.#recent(account, asked) : notListed(webhook);
    // With another key or address the answer may be about another team.
    if (this.#deps.stores.known(account.id) === store) {
      this.#asked.set(keyOf({ account: account.id, webhook: webhookId }), { answer, name: nameOf(webhook) });
      this.#refresh(account.id, webhookId);
    }
  }

  async #recent(account: Account, asked: readonly string[]): Promise<EventsAnswer> {
    const { eventsOf, settings, log } = this.#deps;
    try {
      const recent = await withCallProgress(l10n.t('Loading recent events'), (options) =>
        eventsOf(account).recent(asked, options),
      );
      return { kind: 'read', recent, asked, at: Date.now() };
    } catch (error) {
      if (error instanceof Cancelled) {
        return cancelled();
      }
      if (!(error instanceof LettrError)) {
        throw error;
      }
      log.warn('Recent events could not be read', error);
      const context = { accountName: account.name, verb: 'read', hasProxy: settings.hasProxy } as const;
      return failed(error.problem, { ...context, now: Date.now(), language: uiLanguage() });
    }
  }

  #page(subject: DocumentSubject, now: number): Page {
    const { account: accountId = '', webhook: webhookId = '' } = subject;
    const { stores, histories, settings, contribution } = this.#deps;
    const account = this.#account(accountId);
    const state = stores.known(accountId)?.state;
    const asked = this.#asked.get(keyOf(subject));
    const name = asked?.name ?? webhookId;
    if (!account || state?.kind !== 'ready') {
      return absencePage(name, this.#whyUnread(account, state?.kind === 'failed'), [refreshList()]);
    }
    const webhook = state.webhooks.get(webhookId);
    if (!webhook) {
      return absencePage(name, l10n.t('{0} no longer has this webhook.', accountWords(account)), []);
    }
    const address = settings.apiAddress;
    return webhookPage({
      account,
      webhook,
      webhooks: [...state.webhooks.values()],
      history: histories.of(accountId, webhookId),
      events: asked?.answer ?? notAsked(),
      sightings: contribution?.sightings(accountId, webhookId) ?? [],
      sections: contribution?.sections(accountId, webhookId) ?? [],
      baseUrl: address.kind === 'valid' ? address.baseUrl : undefined,
      outdatedSince: state.problem ? state.loadedAt : undefined,
      now,
    });
  }

  #whyUnread(account: Account | undefined, isFailed: boolean): string {
    if (!account && this.#deps.accounts.state.kind === 'read') {
      return l10n.t("This webhook's account has been removed from VS Code.");
    }
    return isFailed
      ? l10n.t("Couldn't load this webhook. The Webhooks view shows the reason.")
      : l10n.t('Not loaded yet. Open the Webhooks view to load it.');
  }

  #account(id: string): Account | undefined {
    return this.#deps.accounts.all.find((account) => account.id === id);
  }

  #refresh(accountId?: string, webhookId?: string): void {
    this.#pages.refresh(
      ({ account, webhook }) =>
        (accountId === undefined || account === accountId) &&
        (webhookId === undefined || webhook === webhookId),
    );
  }

  /** What was read with another key, or from another address, may be of another team. */
  #forget(): void {
    for (const key of this.#asked.keys()) {
      const [accountId] = JSON.parse(key);
      if (this.#deps.stores.known(accountId)?.state.kind !== 'ready') {
        this.#asked.delete(key);
      }
    }
    this.#refresh();
  }
}

function keyOf({ account = '', webhook = '' }: DocumentSubject): string {
  return JSON.stringify([account, webhook]);
}
