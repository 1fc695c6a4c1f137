import * as l10n from '@vscode/l10n';

import { Cancelled, LettrError } from '../../api/errors.ts';
import {
  type ProblemContext,
  type ProblemText,
  type ActionId,
  tellProblem,
} from '../../messages/problems.ts';
import type { ErrorNotices } from '../../platform/vscode/boundary.ts';
import type { Notice } from '../../platform/vscode/notify.ts';
import { plain } from '../../platform/text.ts';
import { WriteFailure } from '../../webhooks/verdict.ts';
import { Failure, type FailureContext, Refusal } from './failure.ts';

/** What the buttons do when a command does not say otherwise. */
export interface ActionHandlers {
  replaceKey(context: FailureContext): unknown;
  switchAccount(): unknown;
  showLog(): unknown;
  refresh(): unknown;
  openSettings(): unknown;
}

/** Puts every failure of a command into the words of the error table. */
export function createErrorNotices(
  actions: ActionHandlers,
  surroundings: () => Pick<ProblemContext, 'hasProxy' | 'language'>,
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
    const problemContext: ProblemContext = {
      accountName: context.account?.name ?? '',
      verb: context.verb ?? 'read',
      ...surroundings(),
      now: Date.now(),
    };
    const told = tellReason(reason, problemContext);
    return {
      severity: 'error',
      text: told.text,
      actions: actionsOf(told.actions, context).flatMap((way) => button(way, actions, context, again)),
    };
  };
}

/** A failure of any kind in a sentence, with the actions out. */
export function tellReason(reason: unknown, context: ProblemContext): ProblemText {
  if (reason instanceof LettrError) {
    return tellProblem(reason.problem, context);
  }
  if (reason instanceof WriteFailure) {
    return tellWriteFailure(reason, context);
  }
  const words = plain(reason instanceof Error ? reason.message : String(reason));
  return { text: l10n.t('A fault in the Lettr extension stopped this: {0}', words), actions: ['showLog'] };
}

/** A write whose answer was lost: what went wrong, then what the list says about it. */
function tellWriteFailure({ reason, verdict }: WriteFailure, context: ProblemContext): ProblemText {
  const what =
    reason instanceof LettrError
      ? tellLost(reason, context)
      : l10n.t('The request was cancelled on its way.');
  return verdict === 'notDone'
    ? {
        text: l10n.t('{0} The list was read again: nothing was changed.', what),
        actions: ['tryAgain', 'showLog'],
      }
    : {
        text: l10n.t('{0} Whether Lettr did what was asked is not known.', what),
        actions: ['refresh', 'showLog'],
      };
}

function tellLost({ problem }: LettrError, context: ProblemContext): string {
  if (problem.kind !== 'server') {
    return tellProblem(problem, context).text;
  }
  // The table's sentence claims that nothing was changed; here the list decides that.
  return problem.status === 502 && context.hasProxy
    ? l10n.t('Lettr, or the proxy that the setting http.proxy names, had an internal error (status 502).')
    : l10n.t('Lettr had an internal error (status {0}).', problem.status);
}

/** The table's buttons, and the review step where the command can lead back to it; none for a webhook that is gone. */
function actionsOf(actions: readonly ActionId[], context: FailureContext): readonly ActionId[] {
  const leadsBack = context.actions?.review && actions.length > 0 && !actions.includes('review');
  return leadsBack ? [...actions, 'review'] : actions;
}

function button(
  way: ActionId,
  actions: ActionHandlers,
  context: FailureContext,
  again: () => unknown,
): Notice['actions'] {
  const usual: Partial<Record<ActionId, () => unknown>> = {
    replaceKey: () => actions.replaceKey(context),
    switchAccount: () => actions.switchAccount(),
    showLog: () => actions.showLog(),
    refresh: () => actions.refresh(),
    openSettings: () => actions.openSettings(),
    tryAgain: again,
  };
  const run = context.actions?.[way] ?? usual[way];
  // Edit URL, Reveal It and Review mean something only where a command says what.
  return run ? [{ label: label(way), run }] : [];
}

function label(way: ActionId): string {
  switch (way) {
    case 'replaceKey':
      return l10n.t('Replace Key');
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
    case 'editUrl':
      return l10n.t('Edit URL');
    case 'revealIt':
      return l10n.t('Reveal It');
    case 'review':
      return l10n.t('Review');
  }
}
