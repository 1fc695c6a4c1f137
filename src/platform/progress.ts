import * as vscode from 'vscode';

/** What a piece of work gets from the progress that is shown for it. */
export interface Working {
  /** Fires when the person chose Cancel. */
  readonly signal: AbortSignal;
  /** Shows a sentence beside the title. */
  readonly tell: (message: string) => void;
}

/**
 * Shows a notification with Cancel while `work` runs. VS Code lets 150 ms pass before it appears, so quick work shows
 * nothing.
 */
export function withProgress<T>(title: string, work: (working: Working) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return work({ signal: abort.signal, tell: (message) => progress.report({ message }) });
    }),
  );
}

/** Shows the bar of a view while `work` runs. */
export function withViewProgress<T>(viewId: string, work: () => Promise<T>): Promise<T> {
  return Promise.resolve(vscode.window.withProgress({ location: { viewId } }, work));
}
