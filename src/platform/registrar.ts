import * as vscode from 'vscode';

import type { Boundary } from './boundary.ts';
import type { CommandId } from './ids.ts';

/** A command's body. Its arguments are unknown until it narrows them. */
export type Handler = (...args: readonly unknown[]) => unknown;

/** Registers a handler for every command, behind the boundary that shows its failures. All arguments are passed on. */
export function registerCommands(
  handlers: Readonly<Record<CommandId, Handler>>,
  boundary: Boundary,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, (...args: readonly unknown[]) =>
        boundary.run(id, () => handler(...args)),
      ),
    ),
  );
}
