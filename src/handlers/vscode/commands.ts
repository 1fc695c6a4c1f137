import type { Extension } from 'vscode';

import { Command } from '../../platform/ids.ts';
import type { Handlers } from '../../platform/vscode/registrar.ts';

/** The commands of this feature; what they need is loaded when one is used. */
export function handlerCommands(extension: Extension<unknown>): Pick<Handlers, typeof Command.handlerInsert> {
  return {
    [Command.handlerInsert]: async () => (await import('./insertHandler.ts')).insertHandler(extension),
  };
}
