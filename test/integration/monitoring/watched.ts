import { existsSync } from 'node:fs';

import * as vscode from 'vscode';

import type { Account } from '../../../src/accounts/account.ts';
import { type AccountOptions, type World, addAccount, seen, until } from '../support.ts';

/** An account whose first list was read for the view, and is shared with other windows. */
export async function watched(world: World, options?: AccountOptions): Promise<Account> {
  const account = await addAccount(world, options);
  await until(() => seen.contextKeys.get('lettr.view') === 'rows', 'the rows');
  await until(() => existsSync(listFileOf(world, account)), 'the shared list');
  return account;
}

/** The file in which the list of an account is kept for all windows. */
export function listFileOf({ access }: World, { id }: Account): string {
  return vscode.Uri.joinPath(access.globalStorageUri, 'accounts', id, 'list-1.json').fsPath;
}
