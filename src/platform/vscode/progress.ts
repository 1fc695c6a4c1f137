import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

/** What a piece of work gets from the progress that is shown for it. */
export interface ProgressControl {
  /** Fires when the person chose Cancel. */
  readonly signal: AbortSignal;
  /** Shows a sentence beside the title. */
  readonly tell: (message: string) => void;
}

/** VS Code shows a progress notification at once and for at least a second; quick work is over before that. */
const QUIET_MS = 400;

/**
 * Runs `work` and shows a notification with Cancel as soon as it takes longer than `quietMs`.
 *
 * @returns what `work` returns; rejects as it does.
 */
export async function withProgress<T>(
  title: string,
  work: (control: ProgressControl) => Promise<T>,
  quietMs = QUIET_MS,
): Promise<T> {
  const abort = new AbortController();
  let told: string | undefined;
  let report = (message: string): void => {
    told = message;
  };
  const running = work({ signal: abort.signal, tell: (message) => report(message) });
  if (await isOverWithin(running, quietMs)) {
    return running;
  }
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    report = (message) => progress.report({ message });
    if (told !== undefined) {
      report(told);
    }
    token.onCancellationRequested(() => abort.abort());
    return running;
  });
}

/** Shows the bar of a view while `work` runs. */
export function withViewProgress<T>(viewId: string, work: () => Promise<T>): Promise<T> {
  return Promise.resolve(vscode.window.withProgress({ location: { viewId } }, work));
}

/** Whether work settles, well or badly, before `ms` have gone by. */
export async function isOverWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const isOver = work.then(
    () => true,
    () => true,
  );
  const isLate = delay(ms, false, { signal: timer.signal }).catch(() => false);
  const answer = await Promise.race([isOver, isLate]);
  timer.abort();
  return answer;
}
