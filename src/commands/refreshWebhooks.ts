import * as l10n from '@vscode/l10n';

import { tellWait } from '../messages/problems.ts';
import { View } from '../platform/ids.ts';
import { withProgress, withViewProgress } from '../platform/progress.ts';
import type { CommandContext } from './shared/context.ts';
import { Failure } from './shared/failure.ts';
import { currentPlace } from './shared/targets.ts';

/** The view's own bar is enough for a quick answer; a slow one gets a message with Cancel. */
const SLOW_MS = 2_000;

/** Lettr: Refresh Webhooks. */
export async function refreshWebhooks(context: CommandContext): Promise<void> {
  const { account, store } = await currentPlace(context);
  await context.keys.allowAgain(account);
  await withProgress(
    l10n.t('Reading webhooks'),
    ({ signal, tell }) =>
      withViewProgress(View.webhooks, () => store.load({ signal, onWait: (ms) => tell(tellWait(ms)) })),
    SLOW_MS,
  );
  const { state } = store;
  const error = state.kind === 'ready' ? state.problem : state.kind === 'failed' && state.error;
  if (error) {
    throw new Failure(error, { account, verb: 'read' });
  }
}
