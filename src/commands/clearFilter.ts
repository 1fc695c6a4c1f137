import * as l10n from '@vscode/l10n';

import { NO_FILTER, isEmptyFilter } from '../tree/arrangement.ts';
import type { CommandContext } from './shared/context.ts';
import { tellDone } from './shared/outcome.ts';

/** Lettr: Clear Filter. */
export async function clearFilter(context: CommandContext): Promise<void> {
  const { arrangement } = context;
  const wasEmpty = isEmptyFilter(arrangement.state.filter);
  arrangement.set({ filter: NO_FILTER });
  const text = wasEmpty ? l10n.t('No filter is active.') : l10n.t('Filter cleared.');
  tellDone(context, text, false);
}
