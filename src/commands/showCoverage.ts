import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import { plain } from '../platform/text.ts';
import type { CommandContext } from './shared/context.ts';
import { type AccountScope, currentScope, readList } from './shared/targets.ts';

/** Lettr: Show Event Coverage. Of the account of a row, or of `{ account }`; else of the current one. */
export async function showCoverage(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const scope = await scopeOf(context, args);
  await readList(scope);
  const subject = { account: scope.account.id };
  await context.documents.show(
    'coverage',
    subject,
    l10n.t('Event Coverage of {0}', plain(scope.account.name)),
  );
}

async function scopeOf(context: CommandContext, [row]: readonly unknown[]): Promise<AccountScope> {
  const { accounts, stores } = context;
  await accounts.load();
  const account = accountIn(row, accounts.all);
  if (!account) {
    return currentScope(context);
  }
  return {
    account,
    get store() {
      return stores.of(account);
    },
  };
}

/** Rows of accounts and of webhooks name their account; an account itself will do too. */
function accountIn(row: unknown, all: readonly Account[]): Account | undefined {
  if (typeof row !== 'object' || row === null) {
    return undefined;
  }
  const ids: readonly unknown[] = ['account', 'accountId', 'id'].map((key) => Reflect.get(row, key));
  return all.find(({ id }) => ids.includes(id));
}
