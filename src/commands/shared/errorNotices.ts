import * as l10n from '@vscode/l10n';

import { Cancelled, LettrError } from '../../api/errors.ts';
import { type ActionId, type ProblemContext, type ProblemText, tellError } from '../../messages/problems.ts';
import type { ErrorNotices } from '../../platform/vscode/boundary.ts';
import type { Notice } from '../../platform/vscode/notify.ts';
import { plain } from '../../platform/text.ts';
import { WriteFailure } from '../../webhooks/verdict.ts';
import { Failure, type FailureContext, Refusal } from './failure.ts';

/** What the buttons do when a command does not say otherwise. */
export interface ActionHandlers {
  replaceKey(context: FailureContext): unknown;
  addAccount(): unknown;
  switchAccount(): unknown;
  showLog(): unknown;
  refresh(): unknown;
  openSettings(): unknown;
  /** Copies the id by which Lettr's support finds a request. */
  copyId(correlationId: string): unknown;
}

/**
 * Puts every failure of a command into the words of the error table.
 *
 * @param contextOf what these words need to know about a failure, at this moment.
 */
export function createErrorNotices(
  handlers: ActionHandlers,
  contextOf: (failure: FailureContext) => ProblemContext,
): ErrorNotices {
  return (error, again) => {
    if (error instanceof Refusal) {
      return error.notice;
    }
    const { reason, context } =
      error instanceof Failure ? error : { reason: error, context: {} satisfies FailureContext };
    if (reason instanceof Cancelled) {
      return undefined;
    }
    const { text, actions } = tellReason(reason, contextOf(context));
    return {
      severity: 'error',
      text,
      actions: actionsOf(actions, context).flatMap((action) =>
        button(action, handlers, { reason, context, again }),
      ),
    };
  };
}

/** A failure of any kind in a sentence, with its buttons. */
export function tellReason(reason: unknown, context: ProblemContext): ProblemText {
  if (reason instanceof LettrError) {
    return tellError(reason, context);
  }
  if (reason instanceof WriteFailure) {
    return tellWriteFailure(reason, context);
  }
  const words = plain(reason instanceof Error ? reason.message : String(reason));
  return { text: l10n.t('The Lettr extension had an internal error: {0}', words), actions: ['showLog'] };
}

/** A write whose answer was lost: what went wrong, then what the list says about it. */
function tellWriteFailure({ reason, verdict }: WriteFailure, context: ProblemContext): ProblemText {
  const outcome =
    verdict === 'notDone'
      ? l10n.t('The list was read again: nothing was changed.')
      : l10n.t("It isn't known whether the change was made.");
  const { text, actions } =
    reason instanceof LettrError
      ? tellError(reason, context, outcome)
      : {
          text: l10n.t('{0} {1}', l10n.t('The request was canceled while it was being sent.'), outcome),
          actions: [],
        };
  return {
    text,
    actions: [
      verdict === 'notDone' ? 'tryAgain' : 'refresh',
      'showLog',
      ...actions.filter((action) => action === 'copyId'),
    ],
  };
}

/** The table's buttons, and the review step where the command can lead back to it; none for a webhook that is gone. */
function actionsOf(actions: readonly ActionId[], context: FailureContext): readonly ActionId[] {
  const leadsBack = context.actions?.review && actions.length > 0 && !actions.includes('review');
  return leadsBack ? [...actions, 'review'] : actions;
}

interface FailedCommand {
  readonly reason: unknown;
  readonly context: FailureContext;
  readonly again: () => unknown;
}

function button(
  action: ActionId,
  handlers: ActionHandlers,
  { reason, context, again }: FailedCommand,
): Notice['actions'] {
  const id = correlationIdOf(reason);
  const usual: Partial<Record<ActionId, () => unknown>> = {
    replaceKey: () => handlers.replaceKey(context),
    addAccount: () => handlers.addAccount(),
    switchAccount: () => handlers.switchAccount(),
    showLog: () => handlers.showLog(),
    refresh: () => handlers.refresh(),
    openSettings: () => handlers.openSettings(),
    tryAgain: again,
    ...(id !== undefined && { copyId: () => handlers.copyId(id) }),
  };
  const run = context.actions?.[action] ?? usual[action];
  // Check Endpoint, Edit URL, Reveal It and Review mean something only where a command says what.
  return run ? [{ label: label(action), run }] : [];
}

function correlationIdOf(reason: unknown): string | undefined {
  const error = reason instanceof WriteFailure ? reason.reason : reason;
  return error instanceof LettrError ? error.correlationId : undefined;
}

function label(action: ActionId): string {
  switch (action) {
    case 'replaceKey':
      return l10n.t('Replace Key');
    case 'addAccount':
      return l10n.t('Add Account');
    case 'switchAccount':
      return l10n.t('Switch Account');
    case 'showLog':
      return l10n.t('Show Log');
    case 'tryAgain':
      return l10n.t('Try Again');
    case 'refresh':
      return l10n.t('Refresh');
    case 'openSettings':
      return l10n.t('Open Settings');
    case 'copyId':
      return l10n.t('Copy ID');
    case 'checkEndpoint':
      return l10n.t('Check Endpoint');
    case 'editUrl':
      return l10n.t('Edit URL');
    case 'revealIt':
      return l10n.t('Reveal It');
    case 'review':
      return l10n.t('Review');
  }
}
