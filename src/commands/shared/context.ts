import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { KeyCheckResult } from '../../accounts/connect.ts';
import type { Authentication } from '../../api/types.ts';
import type { Log } from '../../platform/vscode/log.ts';
import type { Action, Ask, Notice } from '../../platform/vscode/notify.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import type { Arrangement } from '../../tree/arrangement.ts';
import type { TreeNode } from '../../tree/nodes.ts';
import type { Histories } from '../../webhooks/history.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import type { Credentials } from '../../wizard/credentials.ts';
import type { Drafts } from '../../wizard/drafts.ts';
import type { AccountForm } from '../../wizard/vscode/account.ts';
import type { WebhookFormDraft } from './resumeDraft.ts';

/** What commands work with; `extension.ts` makes it. */
export interface CommandContext {
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  readonly settings: Settings;
  readonly histories: Histories;
  /** Filter, sort and grouping of the view. */
  readonly arrangement: Arrangement;
  readonly pages: {
    /** Shows a webhook's page, at its top or at the causes, or as a text document; `refresh` asks for recent events anew. */
    showWebhook(
      account: Account,
      webhookId: string,
      options: { readonly as: 'page' | 'causes' | 'text'; readonly refresh: boolean },
    ): Promise<void>;
    /** Shows which event types an account's webhooks receive. */
    showCoverage(account: Account, as: 'page' | 'text'): Promise<void>;
  };
  /** What was typed about accounts in wizards that were left. Keys are among it. */
  readonly accountDrafts: Drafts<AccountForm>;
  /** What was typed into wizards about webhooks. */
  readonly drafts: Drafts<WebhookFormDraft>;
  /** Keeps generated credentials for the tests of a handler; absent where there are no such tests. */
  readonly keepForHandlers?: (credentials: Credentials) => Promise<void>;
  /**
   * Sends test requests to an endpoint, as Lettr will, and shows what came of it. Never rejects: a failure is shown like
   * a command's.
   *
   * @param actions what the message with the result offers first.
   */
  checkEndpoint(endpoint: EndpointToCheck, actions?: readonly Action[]): Promise<unknown>;
  /** Shows a message; a failure of what its button does is shown like a command's. */
  tell(notice: Notice): void;
  /** Asks in a modal dialog. */
  readonly ask: Ask;
  readonly keys: KeyCheck;
  readonly view: {
    /** Whether the view is on screen. */
    readonly isVisible: boolean;
    /** Gets ready for somebody who is about to type a filter. */
    prepareFilter(): void;
    readonly selection: readonly TreeNode[];
    /** Selects a webhook's row; of the current account, unless another one is named. */
    reveal(id: string, accountId?: string): Promise<void>;
  };
  /** Opens a page in the browser; the address is not changed in any way. */
  open(url: string): Thenable<unknown>;
  readonly log: Log;
  showLog(): void;
}

/** An endpoint before Lettr hears of it. */
export interface EndpointToCheck {
  readonly url: string;
  /** The webhook whose URL it is; `undefined` where none has it yet. */
  readonly webhook?: { readonly accountId: string; readonly id: string; readonly name: string } | undefined;
  /** `none`, `basic`, `oauth2`, or what else Lettr says. */
  readonly authentication: string | undefined;
  /** What was typed, passed on in memory only; asked for when it is missing. */
  readonly credentials?: Authentication | undefined;
}

/** Lettr's opinion on keys. */
export interface KeyCheck {
  /**
   * Asks Lettr whose key this is and whether it may list webhooks, and only at the origin it is meant for.
   *
   * @throws {LettrError | Cancelled}
   */
  check(key: string, origin: string, signal: AbortSignal): Promise<KeyCheckResult>;
  /** Lets the rejected key of an account be tried once more. */
  allowAgain(account: Account): Promise<void>;
  /** How many keys Lettr rejected within five minutes. */
  recentRejections(): number;
}
