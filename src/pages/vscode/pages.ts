import { isDeepStrictEqual } from 'node:util';

import type * as vscode from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import type { CommandId, DeliveryCommandId } from '../../platform/ids.ts';
import type { DocumentSubject, Documents } from '../../platform/vscode/documents.ts';
import { plain } from '../../platform/text.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import { renderMarkdown } from '../markdown.ts';
import type { Page } from '../page.ts';
import { PagePanel } from './panel.ts';

/** The name of a tab is no longer. */
const LONGEST_TITLE = 80;

/** A kind of page, such as that of a webhook. */
export interface PageKind {
  /** Stands in the addresses of its documents. */
  readonly name: string;
  /** The commands that its buttons may run. */
  readonly commands: readonly (CommandId | DeliveryCommandId)[];
  /** Makes a page of what is known at `now` (Unix ms). Sends nothing: VS Code also asks for what a reload left open. */
  readonly page: (subject: DocumentSubject, now: number) => Page;
  /** Whether there is nothing left to show, so that a panel of it closes. */
  readonly isOver?: (subject: DocumentSubject) => boolean;
}

/** A panel, what it is about, and the time to which its page refers. */
interface Shown {
  readonly panel: PagePanel;
  subject: DocumentSubject;
  /** Unix ms. */
  now: number;
  /** The section at which it was opened, and when (Unix ms). */
  opened: { readonly at: string | undefined; readonly time: number };
}

/** A page that changes sooner than this after it was opened may not have been on screen yet: it still opens where it was to. */
const OPENING_MS = 2_000;

/**
 * The pages of one kind, in panels and as text documents. Like a preview tab, one panel shows one page after another; a panel
 * whose tab was pinned keeps its page.
 */
export class Pages implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #kind: PageKind;
  readonly #documents: Documents;
  readonly #icon: vscode.Uri;
  readonly #shown = new Set<Shown>();

  constructor(kind: PageKind, documents: Documents, icon: vscode.Uri) {
    this.#kind = kind;
    this.#documents = documents;
    this.#icon = icon;
  }

  /** Shows the page of a subject in a panel, at its top or `at` one of its sections. */
  show(subject: DocumentSubject, at?: string): void {
    const all = [...this.#shown];
    const known =
      all.find((shown) => isDeepStrictEqual(shown.subject, subject)) ??
      all.find(({ panel }) => !panel.isPinned);
    const shown = known ?? this.#open(subject);
    shown.subject = subject;
    shown.opened = { at, time: Date.now() };
    this.#render(shown);
    shown.panel.reveal();
  }

  /** Opens the same as a text document, which VS Code can search, copy and compare. */
  async showText(subject: DocumentSubject): Promise<void> {
    const { title } = this.#kind.page(subject, Date.now());
    await this.#documents.show(this.#kind.name, subject, plain(title, LONGEST_TITLE));
  }

  /** The text of a document. */
  text(subject: DocumentSubject): string {
    return renderMarkdown(this.#kind.page(subject, Date.now()), uiLanguage());
  }

  /** Shows anew what `isMeant` and has changed; a page on which only the times would differ is left as it is. */
  refresh(isMeant: (subject: DocumentSubject) => boolean): void {
    for (const shown of this.#shown) {
      if (this.#kind.isOver?.(shown.subject)) {
        shown.panel.dispose();
      } else if (
        isMeant(shown.subject) &&
        !isDeepStrictEqual(shown.panel.page, this.#kind.page(shown.subject, shown.now))
      ) {
        this.#render(shown);
      }
    }
    this.#documents.refresh((subject, kind) => kind === this.#kind.name && isMeant(subject));
  }

  dispose(): void {
    for (const { panel } of this.#shown) {
      panel.dispose();
    }
    this.#disposables.dispose();
  }

  #open(subject: DocumentSubject): Shown {
    const shown: Shown = {
      subject,
      now: 0,
      opened: { at: undefined, time: 0 },
      panel: new PagePanel({
        icon: this.#icon,
        commands: this.#kind.commands,
        onShow: () => this.#render(shown),
        onClose: () => this.#shown.delete(shown),
      }),
    };
    this.#shown.add(shown);
    return shown;
  }

  #render(shown: Shown): void {
    shown.now = Date.now();
    const at = shown.now - shown.opened.time < OPENING_MS ? shown.opened.at : undefined;
    shown.panel.show(this.#kind.page(shown.subject, shown.now), shown.now, at);
  }
}
