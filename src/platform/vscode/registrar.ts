import * as vscode from 'vscode';

import type { Boundary } from './boundary.ts';
import { Command, type CommandId } from '../ids.ts';

/** A command's body. Its arguments are unknown until it narrows them. */
export type Handler = (...args: readonly unknown[]) => unknown;

export type Handlers = Readonly<Record<CommandId, Handler>>;

/**
 * Registers every command behind the boundary that shows its failures. All arguments are passed on.
 *
 * @param load brings the handlers when the first command is used; called once.
 */
export function registerCommands(load: () => Promise<Handlers>, boundary: Boundary): vscode.Disposable {
  let handlers: Promise<Handlers> | undefined;
  return vscode.Disposable.from(
    ...Object.values(Command).map((id) =>
      vscode.commands.registerCommand(id, (...args: readonly unknown[]) =>
        boundary.run(id, async () => (await (handlers ??= load()))[id](...args)),
      ),
    ),
  );
}
