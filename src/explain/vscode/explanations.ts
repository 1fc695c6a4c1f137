import { isDeepStrictEqual } from 'node:util';

import * as l10n from '@vscode/l10n';
import type { Disposable } from 'vscode';

import type { Account } from '../../accounts/account.ts';
import { Cancelled, LettrError } from '../../api/errors.ts';
import { tellWait } from '../../messages/problems.ts';
import { accountWords } from '../../messages/words.ts';
import type { DocumentSubject } from '../../platform/vscode/documents.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import { withProgress } from '../../platform/vscode/progress.ts';
import { plain } from '../../platform/text.ts';
import {
  type EventsAnswer,
  cancelled,
  failed,
  isAskable,
  notAsked,
  notListed,
  typesToAsk,
} from '../events.ts';
import { explain } from '../explain.ts';
import { refreshList } from '../fixes.ts';
import { renderMarkdown } from '../markdown.ts';
import { type Page, absencePage, pageOf, titleOf } from '../page.ts';
import { HealthPanel } from './panel.ts';
import { type ExplainParts, KIND } from './parts.ts';

/** A webhook that is explained in this window. */
interface Case {
  readonly accountId: string;
  readonly webhookId: string;
  /** As it was last known, for when it is gone. */
  name: string;
  events: EventsAnswer;
  /** Whether Lettr was asked for events, with whatever outcome. */
  wasAsked: boolean;
  /** Unix ms to which the times on its page refer, and of the list that it was made from. */
  now: number;
  readAt: number;
  page: Page | undefined;
  panel: HealthPanel | undefined;
  asking: Promise<EventsAnswer> | undefined;
}

/** The explanations of this window, in panels and documents. They follow what is read elsewhere. */
export class Explanations implements Disposable {
  readonly #disposables = new DisposableStore();
  readonly #parts: ExplainParts;
  readonly #cases = new Map<string, Case>();

  constructor(parts: ExplainParts) {
    this.#parts = parts;
    const { stores, histories, accounts } = parts;
    this.#disposables.add(stores.onDidChange(({ account }) => this.#follow(account.id)));
    this.#disposables.add(histories.onDidChange(({ accountId }) => this.#follow(accountId)));
    this.#disposables.add(accounts.onDidChange(() => this.#dropRemoved()));
    this.#disposables.add(stores.onDidForget(() => this.#forget()));
  }

  /**
   * Shows why a webhook is in the state it is in. A panel asks Lettr for recent events, once; a text document takes over
   * what is known already.
   */
  async show(account: Account, webhookId: string, as: 'panel' | 'text'): Promise<void> {
    const one = this.#caseOf({ accountId: account.id, webhookId });
    if (as === 'panel' || !one.wasAsked) {
      const store = this.#parts.stores.known(account.id);
      one.asking ??= this.#ask(account, webhookId).finally(() => (one.asking = undefined));
      const events = await one.asking;
      // With another key or address the answer may be about another team.
      one.wasAsked = this.#parts.stores.known(account.id) === store;
      one.events = one.wasAsked ? events : notAsked();
    }
    const page = this.#paint(one, true);
    if (as === 'text') {
      await this.#parts.documents.show(KIND, { account: account.id, webhook: webhookId }, titleOf(one.name));
    } else if (one.panel) {
      one.panel.reveal();
    } else {
      one.panel = new HealthPanel(
        page,
        this.#parts.icon,
        () => this.#paint(one, true),
        () => (one.panel = undefined),
      );
    }
  }

  /** The text of a document. Sends nothing: VS Code also asks for what a reload left open. */
  text({ account: accountId = '', webhook: webhookId = '' }: DocumentSubject): string {
    const one = this.#caseOf({ accountId, webhookId });
    return renderMarkdown(one.page ?? this.#paint(one, true));
  }

  dispose(): void {
    for (const { panel } of this.#cases.values()) {
      panel?.dispose();
    }
    this.#disposables.dispose();
  }

  async #ask(account: Account, webhookId: string): Promise<EventsAnswer> {
    const { stores, eventsOf, settings, log } = this.#parts;
    const webhook = stores.known(account.id)?.webhooks.get(webhookId);
    if (!webhook) {
      return notAsked();
    }
    const asked = typesToAsk(webhook);
    if (!isAskable(asked)) {
      return notListed(webhook);
    }
    try {
      const recent = await withProgress(l10n.t('Reading recent events'), ({ signal, tell }) =>
        eventsOf(account).recent(asked, { signal, onWait: (wait) => tell(tellWait(wait)) }),
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

  #caseOf({ accountId, webhookId }: { readonly accountId: string; readonly webhookId: string }): Case {
    const key = JSON.stringify([accountId, webhookId]);
    const known = this.#cases.get(key);
    if (known) {
      return known;
    }
    const made: Case = {
      accountId,
      webhookId,
      name: webhookId,
      events: notAsked(),
      wasAsked: false,
      now: Date.now(),
      readAt: Date.now(),
      page: undefined,
      panel: undefined,
      asking: undefined,
    };
    this.#cases.set(key, made);
    return made;
  }

  #follow(accountId: string): void {
    for (const one of this.#cases.values()) {
      if (one.accountId === accountId && one.page) {
        this.#paint(one, false);
      }
    }
  }

  /** Shows what is known now. Unless it `isDue`, a page on which only the times would differ is left as it is. */
  #paint(one: Case, isDue: boolean): Page {
    const before = this.#pageOf(one);
    if (!isDue && isDeepStrictEqual(before, one.page)) {
      return before;
    }
    const state = this.#parts.stores.known(one.accountId)?.state;
    one.now = Date.now();
    one.readAt = state?.kind === 'ready' ? state.loadedAt : one.now;
    const page = this.#pageOf(one);
    one.page = page;
    one.panel?.show(page);
    this.#parts.documents.refresh(
      ({ account, webhook }, kind) => kind === KIND && account === one.accountId && webhook === one.webhookId,
    );
    return page;
  }

  #pageOf(one: Case): Page {
    const { accounts, stores, histories } = this.#parts;
    const account = accounts.all.find(({ id }) => id === one.accountId);
    const state = stores.known(one.accountId)?.state;
    if (!account || state?.kind !== 'ready') {
      return absencePage(plain(one.name), this.#whyUnread(account, state?.kind === 'failed'), [
        refreshList(),
      ]);
    }
    const webhook = state.webhooks.get(one.webhookId);
    if (!webhook) {
      const text = l10n.t('{0} does not have this webhook any more.', accountWords(account));
      return absencePage(plain(one.name), text, []);
    }
    one.name = plain(webhook.name, 255) || plain(webhook.id, 255);
    const explanation = explain({
      account,
      webhook,
      webhooks: [...state.webhooks.values()],
      history: histories.of(account.id, webhook.id),
      events: one.events,
      readAt: one.readAt,
      now: one.now,
      language: uiLanguage(),
    });
    return pageOf(explanation, uiLanguage());
  }

  #whyUnread(account: Account | undefined, isFailed: boolean): string {
    if (!account && this.#parts.accounts.state.kind === 'read') {
      return l10n.t('Its account is not stored here any more.');
    }
    return isFailed
      ? l10n.t('It could not be read; the view Webhooks says why.')
      : l10n.t('It was not read in this window yet; it is as soon as the view Webhooks is shown.');
  }

  /** A panel without its account has nothing left to show; a document says so. */
  #dropRemoved(): void {
    const { accounts } = this.#parts;
    for (const one of this.#cases.values()) {
      const isRemoved =
        accounts.state.kind === 'read' && !accounts.all.some(({ id }) => id === one.accountId);
      if (isRemoved) {
        one.panel?.dispose();
        one.panel = undefined;
      }
      if (one.page) {
        this.#paint(one, false);
      }
    }
  }

  /** What was read with another key, or from another address, may be of another team. */
  #forget(): void {
    for (const one of this.#cases.values()) {
      if (this.#parts.stores.known(one.accountId)?.state.kind !== 'ready') {
        one.events = notAsked();
        one.wasAsked = false;
      }
      if (one.page) {
        this.#paint(one, false);
      }
    }
  }
}
