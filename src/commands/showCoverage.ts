import type { CommandContext } from './shared/context.ts';
import { rowArgument, textIn } from './shared/rowArgument.ts';
import { readList, scopeNamedBy } from './shared/targets.ts';

/**
 * Lettr: Show Event Coverage. Of the account of a row, or of `{ account }`; else of the current one. `as: 'text'` in the
 * argument opens a text document in place of the page.
 */
export async function showCoverage(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const scope = await scopeNamedBy(rowArgument(args[0]), context);
  await readList(scope);
  await context.pages.showCoverage(scope.account, textIn(args[0], 'as') === 'text' ? 'text' : 'page');
}
