import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import type { CommandContext } from './shared/context.ts';
import { rowArgument } from './shared/rowArgument.ts';
import { readList, scopeNamedBy } from './shared/targets.ts';

/** Lettr: Show Event Coverage. Of the account of a row, or of `{ account }`; else of the current one. */
export async function showCoverage(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const scope = await scopeNamedBy(rowArgument(args[0]), context);
  await readList(scope);
  const subject = { account: scope.account.id };
  await context.documents.show(
    'coverage',
    subject,
    l10n.t('Event Coverage of {0}', plain(scope.account.name)),
  );
}
