import type { Disposable } from 'vscode';

import type { Account } from '../../accounts/account.ts';
import { KIND } from '../kind.ts';
import type { WebhookPageOptions, WebhookPages, WebhookPagesDeps } from './webhookPages.ts';

export interface WebhookPagesHandle extends Disposable {
  /** Shows the page of a webhook, and sends one request for recent events unless they are known. */
  show(account: Account, webhookId: string, options: WebhookPageOptions): Promise<void>;
}

/** Adds the pages of webhooks and their documents. Everything else is loaded when it is first needed. */
export function registerWebhookPages(deps: WebhookPagesDeps): WebhookPagesHandle {
  let loaded: Promise<WebhookPages> | undefined;
  const load = (): Promise<WebhookPages> =>
    (loaded ??= import('./webhookPages.ts').then((module) => new module.WebhookPages(deps)));
  deps.documents.add(KIND, { render: async (subject) => (await load()).text(subject) });
  return {
    show: async (account, webhookId, options) => (await load()).show(account, webhookId, options),
    dispose: () => void loaded?.then((pages) => pages.dispose()),
  };
}
