import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import { Cancelled, LettrError } from '../../api/errors.ts';
import type { Webhook } from '../../api/types.ts';
import { tellWait } from '../../messages/problems.ts';
import { accountWords, eventCount } from '../../messages/words.ts';
import { Command } from '../../platform/ids.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import { withProgress } from '../../platform/vscode/progress.ts';
import { plain } from '../../platform/text.ts';
import { endpointHost } from '../../webhooks/endpoint.ts';
import { healthReport, textOf } from '../../webhooks/health.ts';
import type { WebhookStore } from '../../webhooks/store.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import type { CommandContext } from './context.ts';
import { Failure, Refusal, inContext } from './failure.ts';

/** An account with its webhooks. */
export interface AccountScope {
  readonly account: Account;
  /** Asked for at each use: another key or address gives the account another store, also while a wizard is open. */
  readonly store: WebhookStore;
}

function scopeFor(account: Account, stores: WebhookStores): AccountScope {
  return {
    account,
    get store() {
      return stores.of(account);
    },
  };
}

/** A webhook that a command acts on. */
export interface Target extends AccountScope {
  readonly webhook: Webhook;
}

export interface TargetQuery {
  /** The question of the picker, for a command that was called without a webhook. */
  readonly placeholder: string;
  /** Whether the command changes something at Lettr; a sandbox key is then refused before anything is asked. */
  readonly isWrite: boolean;
  /** Which webhooks the picker offers. */
  readonly isOffered?: (webhook: Webhook) => boolean;
  /** What to say when it would offer none. */
  readonly noneOffered?: string;
}

/** The current account. @throws {Refusal} when there is none, with the way to add one. */
export async function currentScope({ accounts, stores }: CommandContext): Promise<AccountScope> {
  await accounts.load();
  const account = accounts.current;
  if (!account) {
    throw new Refusal({
      severity: 'information',
      text: l10n.t('There is no Lettr account in this window yet.'),
      actions: [
        { label: l10n.t('Add Account'), run: () => vscode.commands.executeCommand(Command.accountAdd) },
      ],
    });
  }
  return scopeFor(account, stores);
}

/** The webhooks of a scope, read first when they are not known yet. */
export function readList({ account, store }: AccountScope): Promise<ReadonlyMap<string, Webhook>> {
  return inContext({ account, verb: 'read' }, () =>
    withProgress(l10n.t('Reading webhooks'), ({ signal, tell }) =>
      store.ensure({ signal, onWait: (wait) => tell(tellWait(wait)) }),
    ),
  );
}

/** Sandbox keys cannot write; said before anything is asked. */
export function refuseSandbox(account: Account, isWrite = true): void {
  if (isWrite && account.mode === 'sandbox') {
    throw new Failure(new LettrError({ kind: 'sandboxRestricted' }), { account, verb: 'change' });
  }
}

/**
 * The webhooks that a command was called for: the rows handed over by a menu, `{ id, account? }`, the selection in the
 * view for a key press, or the one that the person picks: from the account whose row was meant, or the current one.
 *
 * @throws {Cancelled} when the person leaves the picker.
 */
export async function targetsOf(
  args: readonly unknown[],
  context: CommandContext,
  query: TargetQuery,
): Promise<readonly [Target, ...Target[]]> {
  await context.accounts.load();
  const named = namedIn(args, context);
  if (named.length === 0) {
    const [meant] = rowsIn(args, context).flatMap(accountOf);
    const scope = meant === undefined ? await currentScope(context) : scopeOf(meant, context);
    refuseSandbox(scope.account, query.isWrite);
    return [await pickTarget(scope, await readList(scope), query, context)];
  }
  const found: Target[] = [];
  for (const { id, account: accountId } of named) {
    const scope = accountId === undefined ? await currentScope(context) : scopeOf(accountId, context);
    refuseSandbox(scope.account, query.isWrite);
    const webhook = (await readList(scope)).get(id);
    if (webhook) {
      found.push(targetIn(scope, webhook));
    }
  }
  const [first, ...rest] = found;
  if (!first) {
    throw new Failure(new LettrError({ kind: 'notFound' }), {});
  }
  return [first, ...rest];
}

interface Named {
  readonly id: string;
  readonly account: string | undefined;
}

function namedIn(args: readonly unknown[], context: CommandContext): readonly Named[] {
  return rowsIn(args, context).flatMap(nameOf);
}

/** A menu hands over the clicked row and, with several selected, all of them. */
function rowsIn([first, all]: readonly unknown[], { view }: CommandContext): readonly unknown[] {
  if (isRecord(first) && first['selection'] === true) {
    return view.selection;
  }
  return Array.isArray(all) && all.length > 0 ? all : [first];
}

function nameOf(value: unknown): readonly Named[] {
  // Rows of accounts and groups name no webhook; what comes from elsewhere has no kind.
  if (!isRecord(value) || typeof value['id'] !== 'string' || (value['kind'] ?? 'webhook') !== 'webhook') {
    return [];
  }
  const account = value['account'] ?? value['accountId'];
  return [{ id: value['id'], account: typeof account === 'string' ? account : undefined }];
}

/** The account of a row that is not a webhook's. */
function accountOf(row: unknown): readonly string[] {
  if (!isRecord(row)) {
    return [];
  }
  const id = row['kind'] === 'account' ? row['id'] : row['accountId'];
  return typeof id === 'string' ? [id] : accountOf(row['parent']);
}

/** Keeps the store of the scope asked for at each use, which a spread would not. */
function targetIn(scope: AccountScope, webhook: Webhook): Target {
  return {
    account: scope.account,
    webhook,
    get store() {
      return scope.store;
    },
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function scopeOf(accountId: string, { accounts, stores }: CommandContext): AccountScope {
  const account = accounts.all.find(({ id }) => id === accountId);
  if (!account) {
    throw new Refusal({
      severity: 'warning',
      text: l10n.t('That account is not stored here any more.'),
      actions: [],
    });
  }
  return scopeFor(account, stores);
}

async function pickTarget(
  scope: AccountScope,
  webhooks: ReadonlyMap<string, Webhook>,
  { placeholder, isOffered = () => true, noneOffered }: TargetQuery,
  { histories }: CommandContext,
): Promise<Target> {
  const offered = [...webhooks.values()].filter(isOffered);
  if (offered.length === 0) {
    const text =
      webhooks.size === 0
        ? l10n.t('There are no webhooks in {0} yet.', accountWords(scope.account))
        : noneOffered;
    throw new Refusal({ severity: 'information', text: text ?? l10n.t('No webhook fits.'), actions: [] });
  }
  const { compare } = new Intl.Collator(uiLanguage(), { numeric: true });
  const now = Date.now();
  const health = (webhook: Webhook): string =>
    textOf(healthReport(webhook, histories.of(scope.account.id, webhook.id), now).hover, now, uiLanguage());
  const items = offered
    .toSorted((a, b) => compare(a.name, b.name))
    .map((webhook) => ({
      webhook,
      label: plain(webhook.name),
      description: `${endpointHost(webhook.url)} · ${eventCount(webhook.events)}`,
      detail: health(webhook),
    }));
  const picked = await vscode.window.showQuickPick(items, {
    title: accountWords(scope.account),
    placeHolder: placeholder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked) {
    throw new Cancelled();
  }
  return targetIn(scope, picked.webhook);
}
