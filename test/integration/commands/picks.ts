import * as vscode from 'vscode';

/** A pick list with its rows, as it was handed to VS Code. */
export interface PickList {
  readonly items: readonly vscode.QuickPickItem[];
  readonly options: vscode.QuickPickOptions;
}

/** Pick lists of one file's tests, on their way to VS Code. */
export interface Picks {
  lists(): readonly PickList[];
  /** The pick list on screen that is neither answered nor closed yet. */
  open(): vscode.QuickPick<vscode.QuickPickItem>;
}

/** Notes the pick lists of a file's tests; each goes on to VS Code as it is. */
export function watchPicks(): Picks {
  const lists: PickList[] = [];
  const picks: vscode.QuickPick<vscode.QuickPickItem>[] = [];
  const { showQuickPick, createQuickPick } = vscode.window;
  before(() => {
    Object.assign(vscode.window, {
      showQuickPick: (items: PickList['items'], options: vscode.QuickPickOptions) => {
        lists.push({ items, options });
        return showQuickPick(items, options);
      },
      createQuickPick: () => {
        const pick = createQuickPick();
        picks.push(pick);
        return pick;
      },
    });
  });
  beforeEach(() => {
    lists.length = 0;
    picks.length = 0;
  });
  after(() => void Object.assign(vscode.window, { showQuickPick, createQuickPick }));
  return {
    lists: () => lists,
    open: () => {
      const pick = picks.at(-1);
      if (!pick) {
        throw new Error('There is no pick list.');
      }
      return pick;
    },
  };
}
