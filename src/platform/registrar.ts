import * as vscode from 'vscode';

import type { CommandId } from './ids.ts';
import type { Log } from './log.ts';
import { type Notice, notify } from './notify.ts';

/** A command's body. Its arguments are unknown until it narrows them. */
export type Handler = (...args: readonly unknown[]) => unknown;

/** Puts a failure into words; `undefined` when there is nothing to tell. `again` runs the same command once more. */
export type Explain = (error: unknown, again: () => unknown) => Notice | undefined;

/**
 * Registers handlers behind the one boundary at which failures are shown: each is logged and told in one message.
 * The command settles before its message is answered.
 */
export function registerCommands(
  handlers: Readonly<Record<CommandId, Handler>>,
  { explain, log }: { readonly explain: Explain; readonly log: Log },
): vscode.Disposable {
  const tell = (error: unknown, again: () => unknown): void => {
    const notice = explain(error, again);
    if (notice) {
      // A button's own failure comes back here.
      notify(notice).catch((failure: unknown) => tell(failure, () => undefined));
    }
  };
  const run = async (id: string, handler: Handler, args: readonly unknown[]): Promise<unknown> => {
    try {
      return await handler(...args);
    } catch (error) {
      log.error(id, error);
      tell(error, () => run(id, handler, args));
      return undefined;
    }
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, (...args: readonly unknown[]) => run(id, handler, args)),
    ),
  );
}
