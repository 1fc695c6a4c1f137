import * as l10n from '@vscode/l10n';

import { Cancelled, isProblem } from '../../api/errors.ts';
import type { CallOptions } from '../../api/types.ts';
import { type Verb, tellWait } from '../../messages/problems.ts';
import { type Working, withProgress } from '../../platform/vscode/progress.ts';
import { plain } from '../../platform/text.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { CommandContext } from './context.ts';
import { tellReason } from './errorNotices.ts';
import type { Target } from './targets.ts';

/** The same piece of work on several webhooks. */
export interface Bulk {
  readonly title: string;
  /** "3 disabled". */
  readonly doneWords: (count: number) => string;
  readonly targets: readonly Target[];
  /** Rows that needed nothing, and why. */
  readonly skipped: { readonly targets: readonly Target[]; readonly words: string };
  readonly work: (target: Target, options: CallOptions) => Promise<unknown>;
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
  let done = 0;
  await withProgress(bulk.title, async (working) => {
    for (const [index, target] of bulk.targets.entries()) {
      if (working.signal.aborted || failed.some(({ error }) => endsAll(error))) {
        return;
      }
      working.tell(l10n.t('{0} of {1}: {2}', index + 1, bulk.targets.length, plain(target.webhook.name, 60)));
      const error = await attempt(bulk, target, working);
      if (error === undefined) {
        done += 1;
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

async function attempt(bulk: Bulk, target: Target, { signal, tell }: Working): Promise<unknown> {
  try {
    await bulk.work(target, { signal, onWait: (wait) => tell(tellWait(wait)) });
    return undefined;
  } catch (error) {
    return error;
  }
}

function tellSummary(bulk: Bulk, done: number, failed: readonly Failed[]): void {
  const { targets, skipped, context } = bulk;
  const notTried = targets.length - done - failed.length;
  const parts = [
    bulk.doneWords(done),
    ...(failed.length > 0 ? [failedWords(bulk, failed)] : []),
    ...(notTried > 0 ? [l10n.t('{0} not changed', notTried)] : []),
    ...(skipped.targets.length > 0
      ? [`${skipped.words}: ${skipped.targets.map(({ webhook }) => plain(webhook.name, 60)).join(', ')}`]
      : []),
  ];
  context.tell({
    severity: failed.length > 0 ? 'warning' : 'information',
    text: `${plain(parts.join(', '), 400)}.`,
    actions: failed.length > 0 ? [{ label: l10n.t('Show Log'), run: () => context.showLog() }] : [],
  });
}

/** "1 failed: Billing: Lettr had an internal error". */
function failedWords({ context, verb }: Bulk, failed: readonly Failed[]): string {
  const reasons = failed.slice(0, 3).map(({ target, error }) => {
    const { text } = tellReason(error, {
      accountName: target.account.name,
      verb,
      hasProxy: context.settings.hasProxy,
      language: uiLanguage(),
      now: Date.now(),
    });
    return `${plain(target.webhook.name, 60)}: ${text.replace(/\.$/, '')}`;
  });
  return l10n.t('{0} failed: {1}', failed.length, reasons.join('; '));
}
