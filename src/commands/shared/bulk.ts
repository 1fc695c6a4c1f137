import * as l10n from '@vscode/l10n';

import { Cancelled, isProblem } from '../../api/errors.ts';
import type { CallOptions } from '../../api/types.ts';
import type { Verb } from '../../messages/problems.ts';
import { callOptions } from '../../messages/vscode/callProgress.ts';
import { plain } from '../../platform/text.ts';
import { type ProgressControl, withProgress } from '../../platform/vscode/progress.ts';
import type { CommandContext } from './context.ts';
import { tellReason } from './errorNotices.ts';
import { problemContext } from './problemContext.ts';
import type { Target } from './targets.ts';

/** The same piece of work on several webhooks. */
export interface Bulk {
  readonly title: string;
  /** "Disabled 3 webhooks." */
  readonly doneWords: (count: number) => string;
  readonly targets: readonly Target[];
  /** "Already disabled: Orders."; `undefined` when no row was skipped. */
  readonly skippedWords: string | undefined;
  readonly work: (target: Target, options: CallOptions) => Promise<unknown>;
  /** Takes the work back, on the webhooks on which it was done. */
  readonly undo?: (done: readonly Target[]) => unknown;
  readonly context: CommandContext;
  readonly verb: Verb;
}

interface Failed {
  readonly target: Target;
  readonly error: unknown;
}

/** Works through the webhooks one by one with one progress and tells the outcome in one summary. */
export async function runBulk(bulk: Bulk): Promise<void> {
  const failed: Failed[] = [];
  const done: Target[] = [];
  await withProgress(bulk.title, async (control) => {
    for (const [index, target] of bulk.targets.entries()) {
      if (control.signal.aborted || failed.some(({ error }) => endsAll(error))) {
        return;
      }
      control.tell(l10n.t('{0} of {1}: {2}', index + 1, bulk.targets.length, plain(target.webhook.name, 60)));
      const error = await attempt(bulk, target, control);
      if (error === undefined) {
        done.push(target);
      } else if (!(error instanceof Cancelled)) {
        bulk.context.log.warn(`${bulk.title}: ${plain(target.webhook.id)}`, error);
        failed.push({ target, error });
      }
    }
  });
  tellSummary(bulk, done, failed);
}

/** A rejected key is not sent again, and a rate limit that was not waited for holds for the rest too. */
function endsAll(error: unknown): boolean {
  return isProblem(error, 'unauthorized') || isProblem(error, 'rateLimited');
}

async function attempt(bulk: Bulk, target: Target, control: ProgressControl): Promise<unknown> {
  try {
    await bulk.work(target, callOptions(control));
    return undefined;
  } catch (error) {
    return error;
  }
}

function tellSummary(bulk: Bulk, done: readonly Target[], failed: readonly Failed[]): void {
  const { targets, skippedWords, context, undo } = bulk;
  const notTried = targets.filter(
    (target) => !done.includes(target) && !failed.some((failure) => failure.target === target),
  );
  const parts = [
    ...(done.length > 0 ? [bulk.doneWords(done.length)] : []),
    ...(failed.length > 0 ? [failedWords(bulk, failed)] : []),
    ...(notTried.length > 0 ? [l10n.t('Not changed: {0}.', namesOf(notTried))] : []),
    ...(skippedWords === undefined ? [] : [skippedWords]),
  ];
  context.tell({
    severity: failed.length > 0 ? 'warning' : 'information',
    text: plain(parts.join(' '), 600),
    actions: [
      ...(undo && done.length > 0 ? [{ label: l10n.t('Undo'), run: () => undo(done) }] : []),
      ...(failed.length > 0 ? [{ label: l10n.t('Show Log'), run: () => context.showLog() }] : []),
    ],
  });
}

/** "1 failed: Billing: Lettr had an internal error (status 500)." */
function failedWords({ context, verb }: Bulk, failed: readonly Failed[]): string {
  const reasons = failed.slice(0, 3).map(({ target, error }) => {
    const { text } = tellReason(error, problemContext(context.settings, { account: target.account, verb }));
    return `${plain(target.webhook.name, 60)}: ${text.replace(/\.$/, '')}`;
  });
  return l10n.t('{0} failed: {1}.', failed.length, reasons.join('; '));
}

/** The names of webhooks for a dialog or a message, the first ten of them. */
export function namesOf(targets: readonly Target[]): string {
  const names = targets.slice(0, 10).map(({ webhook }) => plain(webhook.name, 60));
  const more = targets.length - names.length;
  return more > 0 ? l10n.t('{0} and {1} more', names.join(', '), more) : names.join(', ');
}
