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
  return registerHandlers(Object.values(Command), load, boundary);
}

/** The same for the commands of a feature. */
export function registerHandlers<Id extends string>(
  ids: readonly Id[],
  load: () => Promise<Readonly<Record<Id, Handler>>>,
  boundary: Boundary,
): vscode.Disposable {
  let handlers: Promise<Readonly<Record<Id, Handler>>> | undefined;
  return vscode.Disposable.from(
    ...ids.map((id) =>
      vscode.commands.registerCommand(id, (...args: readonly unknown[]) =>
        boundary.run(id, async () => (await (handlers ??= load()))[id](...args)),
      ),
    ),
  );
}
