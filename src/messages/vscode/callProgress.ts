import type { CallOptions } from '../../api/types.ts';
import { type ProgressControl, withProgress } from '../../platform/vscode/progress.ts';
import { tellWait } from '../problems.ts';

/**
 * Makes a call to Lettr and shows a notification with Cancel once it takes a while; the notification says when the call
 * has to wait for a rate limit.
 *
 * @param quietMs how long nothing is shown, when that is not the usual time.
 * @returns what `call` returns; rejects as it does.
 */
export function withCallProgress<T>(
  title: string,
  call: (options: CallOptions) => Promise<T>,
  quietMs?: number,
): Promise<T> {
  return withProgress(title, (control) => call(callOptions(control)), quietMs);
}

/** The options of a call whose progress is shown through `control`. */
export function callOptions({ signal, tell }: ProgressControl): CallOptions {
  return { signal, onWait: (wait) => tell(tellWait(wait)) };
}
