import * as vscode from 'vscode';

/** What bench/harness/extensions.ts contributes for it. */
interface Contributions {
  readonly commands: readonly { readonly command: string }[];
  readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
}

const NAME = 'lettr-bench';

/*
 * The floor of activation: registers what the extension registers, with nothing behind it. Commands and views are those
 * of the manifest, which is made from the extension's.
 */
export function activate({ extension, subscriptions }: vscode.ExtensionContext): void {
  const contributes: Contributions = extension.packageJSON.contributes;
  const tests = vscode.tests.createTestController(NAME, NAME);
  subscriptions.push(
    ...contributes.commands.map(({ command }) => vscode.commands.registerCommand(command, () => undefined)),
    ...Object.values(contributes.views)
      .flat()
      .map(({ id }) => vscode.window.createTreeView(id, { treeDataProvider, canSelectMany: true })),
    vscode.window.createOutputChannel(NAME, { log: true }),
    vscode.workspace.registerFileSystemProvider(NAME, files, { isReadonly: true, isCaseSensitive: true }),
    vscode.languages.registerCodeLensProvider({ pattern: `**/*.${NAME}` }, { provideCodeLenses: () => [] }),
    tests,
    tests.createRunProfile(NAME, vscode.TestRunProfileKind.Run, () => undefined, true, undefined, true),
  );
}

const treeDataProvider: vscode.TreeDataProvider<string> = {
  getChildren: () => [],
  getTreeItem: (label) => new vscode.TreeItem(label),
};

const missing = (): never => {
  throw vscode.FileSystemError.FileNotFound();
};

const files: vscode.FileSystemProvider = {
  onDidChangeFile: () => new vscode.Disposable(() => undefined),
  watch: () => new vscode.Disposable(() => undefined),
  stat: missing,
  readFile: missing,
  readDirectory: missing,
  createDirectory: missing,
  writeFile: missing,
  delete: missing,
  rename: missing,
};
