import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import { Cancelled, LettrError } from '../../api/errors.ts';
import type { Webhook } from '../../api/types.ts';
import { withCallProgress } from '../../messages/vscode/callProgress.ts';
import { accountWords, eventCount } from '../../messages/words.ts';
import { Command } from '../../platform/ids.ts';
import { plain } from '../../platform/text.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import { endpointHost } from '../../webhooks/endpoint.ts';
import { healthReport, textOf } from '../../webhooks/health.ts';
import type { WebhookStore } from '../../webhooks/store.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import type { CommandContext } from './context.ts';
import { Failure, Refusal, inContext } from './failure.ts';
import { type RowArgument, rowArguments } from './rowArgument.ts';

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
      text: l10n.t('Add a Lettr account first.'),
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
    withCallProgress(l10n.t('Loading webhooks'), (options) => store.ensure(options)),
  );
}

/** Sandbox keys can't write; said before anything is asked. */
export function refuseSandbox(account: Account, isWrite = true): void {
  if (isWrite && account.mode === 'sandbox') {
    throw new Failure(new LettrError({ kind: 'sandboxRestricted' }), { account, verb: 'change' });
  }
}

/** The account that an argument names, or the current one. */
export async function scopeNamedBy(
  { accountId }: RowArgument,
  context: CommandContext,
): Promise<AccountScope> {
  await context.accounts.load();
  return accountId === undefined ? currentScope(context) : scopeOf(accountId, context);
}

/** The one webhook that a command was called for: of several rows, the one that was clicked. */
export async function targetOf(
  args: readonly unknown[],
  context: CommandContext,
  query: TargetQuery,
): Promise<Target> {
  const [target] = await targetsOf(args.slice(0, 1), context, query);
  return target;
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
  const rows = rowArguments(args, context.view.selection);
  const named = rows.filter(({ webhookId }) => webhookId !== undefined);
  if (named.length === 0) {
    const account = rows.find(({ accountId }) => accountId !== undefined);
    const scope = await scopeNamedBy(account ?? NO_ROW, context);
    refuseSandbox(scope.account, query.isWrite);
    return [await pickTarget(scope, await readList(scope), query, context)];
  }
  const found: Target[] = [];
  for (const row of named) {
    const scope = await scopeNamedBy(row, context);
    refuseSandbox(scope.account, query.isWrite);
    const webhook = (await readList(scope)).get(row.webhookId ?? '');
    if (webhook && !found.some((target) => target.webhook === webhook)) {
      found.push(targetIn(scope, webhook));
    }
  }
  const [first, ...rest] = found;
  if (!first) {
    throw new Failure(new LettrError({ kind: 'notFound' }), {});
  }
  return [first, ...rest];
}

const NO_ROW: RowArgument = { webhookId: undefined, accountId: undefined };

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

function scopeOf(accountId: string, { accounts, stores }: CommandContext): AccountScope {
  const account = accounts.all.find(({ id }) => id === accountId);
  if (!account) {
    throw new Refusal({
      severity: 'warning',
      text: l10n.t('This account has been removed from VS Code.'),
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
    throw new Refusal({ severity: 'information', text: text ?? l10n.t('No webhooks match.'), actions: [] });
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
