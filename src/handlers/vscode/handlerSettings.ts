import * as vscode from 'vscode';

import { SECTION, Setting } from '../../platform/ids.ts';
import { type Handler, readHandlers } from '../handler.ts';

/** A handler and the folder whose setting names it; `undefined` for one of the workspace or the user. */
export interface PlacedHandler {
  readonly handler: Handler;
  readonly folder: vscode.WorkspaceFolder | undefined;
}

/** The handlers of every folder of the workspace. One that several folders inherit belongs to none of them. */
export function allHandlers(): readonly PlacedHandler[] {
  const shared = readHandlers(vscode.workspace.getConfiguration(SECTION).get(Setting.handlers));
  const names = new Set(shared.map(({ name }) => name));
  const own = (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
    readHandlers(vscode.workspace.getConfiguration(SECTION, folder).get(Setting.handlers))
      .filter(({ name }) => !names.has(name))
      .map((handler) => ({ handler, folder })),
  );
  return [...shared.map((handler) => ({ handler, folder: undefined })), ...own];
}

/**
 * Adds a handler to the settings of the workspace, or to the user's where no folder is open. A handler of the same name
 * is replaced.
 */
export async function storeHandler({ name, url, authentication, timeout }: Handler): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const isWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const known = settings.inspect<unknown>(Setting.handlers);
  const before: unknown = isWorkspace ? known?.workspaceValue : known?.globalValue;
  const others = (Array.isArray(before) ? (before as readonly unknown[]) : []).filter(
    (entry) => readHandlers([entry])[0]?.name !== name,
  );
  await settings.update(
    Setting.handlers,
    [...others, { name, url, authentication, timeout }],
    isWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}
