import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../accounts/account.ts';
import type { LettrError } from '../api/errors.ts';
import { tellProblem, tellWait } from '../messages/problems.ts';
import { Command, View } from '../platform/ids.ts';
import { withProgress, withViewProgress } from '../platform/vscode/progress.ts';
import { plain } from '../platform/text.ts';
import { uiLanguage } from '../platform/vscode/language.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import { accountIn } from './shared/accountChoice.ts';
import type { CommandContext } from './shared/context.ts';
import { Failure, Refusal } from './shared/failure.ts';
import { currentScope } from './shared/targets.ts';

/** The view's own bar is enough for a quick answer; a slow one gets a message with Cancel. */
const SLOW_MS = 2_000;

/** Lettr: Refresh Webhooks. On the row of an account that account, otherwise all of them. */
export async function refreshWebhooks(context: CommandContext, args: readonly unknown[]): Promise<void> {
  await currentScope(context);
  const { accounts, stores, keys } = context;
  const named = accountIn(args, accounts.all);
  const read = named ? [named] : accounts.all;
  await Promise.all(read.map((account) => keys.allowAgain(account)));
  const scopes = read.map((account) => ({ account, store: stores.of(account) }));
  await withProgress(
    l10n.t('Reading webhooks'),
    ({ signal, tell }) =>
      withViewProgress(View.webhooks, () =>
        Promise.all(
          scopes.map(({ store }) => store.load({ signal, onWait: (wait) => tell(tellWait(wait)) })),
        ),
      ),
    SLOW_MS,
  );
  tellFaults(
    scopes.flatMap((scope) => {
      const error = problemOf(scope.store);
      return error ? [{ account: scope.account, error }] : [];
    }),
    context,
  );
}

interface Fault {
  readonly account: Account;
  readonly error: LettrError;
}

function problemOf({ state }: WebhookStore): LettrError | undefined {
  return state.kind === 'ready' ? state.problem : state.kind === 'failed' ? state.error : undefined;
}

/** One message, however many accounts could not be read. */
function tellFaults(faults: readonly Fault[], { settings, log }: CommandContext): void {
  const [first, ...more] = faults;
  if (!first) {
    return;
  }
  if (more.length === 0) {
    throw new Failure(first.error, { account: first.account, verb: 'read' });
  }
  for (const { account, error } of faults) {
    log.warn(`The webhooks of ${account.id} could not be read`, error);
  }
  const context = {
    verb: 'read',
    hasProxy: settings.hasProxy,
    now: Date.now(),
    language: uiLanguage(),
  } as const;
  const told = faults.map(({ account, error }) => {
    const { text } = tellProblem(error.problem, { ...context, accountName: account.name });
    return l10n.t('{0}: {1}', plain(account.name, 60), text);
  });
  throw new Refusal({
    severity: 'error',
    text: l10n.t('{0} accounts could not be read. {1}', faults.length, told.join(' ')),
    actions: [
      { label: l10n.t('Try Again'), run: () => vscode.commands.executeCommand(Command.webhooksRefresh) },
      { label: l10n.t('Show Log'), run: () => log.show() },
    ],
  });
}
