import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../accounts/account.ts';
import type { LettrError } from '../api/errors.ts';
import { tellProblem } from '../messages/problems.ts';
import { withCallProgress } from '../messages/vscode/callProgress.ts';
import { Command, View } from '../platform/ids.ts';
import { plain } from '../platform/text.ts';
import { withViewProgress } from '../platform/vscode/progress.ts';
import type { Handler } from '../platform/vscode/registrar.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import { accountIn } from './shared/accountChoice.ts';
import type { CommandContext } from './shared/context.ts';
import { Failure, Refusal } from './shared/failure.ts';
import { problemContext } from './shared/problemContext.ts';
import { currentScope } from './shared/targets.ts';

/** The view's own bar is enough for a quick answer; a slow one gets a message with Cancel. */
const SLOW_MS = 2_000;

/**
 * Lettr: Refresh Webhooks. On the row of an account that account, otherwise all of them. A refresh that is asked for again
 * while it waits is the same one: it shows one progress, and what went wrong is told once.
 */
export function createRefresh(context: CommandContext): Handler {
  const running = new Map<string, Promise<void>>();
  return async (...args) => {
    await currentScope(context);
    const { accounts } = context;
    const named = accountIn(args, accounts.all);
    const key = named?.id ?? '';
    const joined = running.get(key);
    if (joined) {
      // Whoever began it tells how it ends.
      await joined.catch(() => undefined);
      return;
    }
    const refresh = refreshAccounts(named ? [named] : accounts.all, context);
    running.set(key, refresh);
    await refresh.finally(() => running.delete(key));
  };
}

async function refreshAccounts(read: readonly Account[], context: CommandContext): Promise<void> {
  const { stores, keys, view } = context;
  await Promise.all(read.map((account) => keys.allowAgain(account)));
  const scopes = read.map((account) => ({ account, store: stores.of(account) }));
  await withCallProgress(
    l10n.t('Refreshing webhooks'),
    (options) =>
      withViewProgress(View.webhooks, () => Promise.all(scopes.map(({ store }) => store.load(options)))),
    SLOW_MS,
  );
  const faults = scopes.flatMap(({ account, store }) => {
    const error = problemOf(store);
    return error ? [{ account, error }] : [];
  });
  // A view on screen says it by itself, in its message or in the accounts' rows.
  if (view.isVisible) {
    logFaults(faults, context);
  } else {
    throwFaults(faults, context);
  }
}

interface Fault {
  readonly account: Account;
  readonly error: LettrError;
}

function problemOf({ state }: WebhookStore): LettrError | undefined {
  return state.kind === 'ready' ? state.problem : state.kind === 'failed' ? state.error : undefined;
}

function logFaults(faults: readonly Fault[], { log }: CommandContext): void {
  for (const { account, error } of faults) {
    log.warn(`Couldn't read the webhooks of ${account.id}`, error);
  }
}

/** One message, however many accounts could not be read. */
function throwFaults(faults: readonly Fault[], context: CommandContext): void {
  const [first, ...more] = faults;
  if (!first) {
    return;
  }
  if (more.length === 0) {
    throw new Failure(first.error, { account: first.account, verb: 'read' });
  }
  logFaults(faults, context);
  const told = faults.map(({ account, error }) => {
    const { text } = tellProblem(error.problem, problemContext(context.settings, { account, verb: 'read' }));
    return l10n.t('{0}: {1}', plain(account.name, 60), text);
  });
  throw new Refusal({
    severity: 'error',
    text: l10n.t("Couldn't refresh {0} accounts. {1}", faults.length, told.join(' ')),
    actions: [
      { label: l10n.t('Try Again'), run: () => vscode.commands.executeCommand(Command.webhooksRefresh) },
      { label: l10n.t('Show Log'), run: () => context.showLog() },
    ],
  });
}
