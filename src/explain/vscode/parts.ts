import type { Uri } from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { EventsApi } from '../../api/types.ts';
import type { Documents } from '../../platform/vscode/documents.ts';
import type { Log } from '../../platform/vscode/log.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import type { Histories } from '../../webhooks/history.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';

/** What explanations are made of. */
export interface ExplainParts {
  readonly documents: Documents;
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  readonly histories: Histories;
  readonly settings: Settings;
  readonly log: Log;
  /** Emails' events as an account's key sees them. */
  readonly eventsOf: (account: Account) => EventsApi;
  /** Of the tabs. */
  readonly icon: Uri;
}

/** The kind's name in the addresses of its documents. */
export const KIND = 'health';
