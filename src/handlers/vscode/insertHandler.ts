import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as v from 'valibot';

import { uiLanguage } from '../../platform/vscode/language.ts';

const SNIPPETS = v.record(v.string(), v.object({ prefix: v.string(), body: v.array(v.string()) }));
const CONTRIBUTED = v.array(v.object({ language: v.string(), path: v.string() }));

interface SnippetRow extends vscode.QuickPickItem {
  readonly language: string;
  readonly body: readonly string[];
}

/** Asks for a framework and inserts a handler for it: at the cursor of an editor in its language, else as a new document. */
export async function insertHandler({ extensionUri, packageJSON }: vscode.Extension<unknown>): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const contributed = v.parse(CONTRIBUTED, packageJSON.contributes.snippets);
  const rows = await snippetRows(extensionUri, contributed, editor?.document.languageId);
  const chosen = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Insert Webhook Handler'),
    placeHolder: l10n.t('Select a framework'),
    matchOnDescription: true,
  });
  if (!chosen) {
    return;
  }
  const fits = contributed.some(
    ({ language, path }) =>
      language === editor?.document.languageId && path === pathOf(contributed, chosen.language),
  );
  const target =
    editor && fits
      ? editor
      : await vscode.window.showTextDocument(
          await vscode.workspace.openTextDocument({ language: chosen.language, content: '' }),
        );
  await target.insertSnippet(new vscode.SnippetString(chosen.body.join('\n')));
}

/** One row for each snippet; those for the language at hand come first. */
async function snippetRows(
  extensionUri: vscode.Uri,
  contributed: v.InferOutput<typeof CONTRIBUTED>,
  current: string | undefined,
): Promise<readonly SnippetRow[]> {
  const currentPath = current === undefined ? undefined : pathOf(contributed, current);
  const files = new Map(contributed.toReversed().map(({ language, path }) => [path, language]));
  const rows = await Promise.all(
    [...files].map(async ([path, language]) => {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, path));
      const snippets = v.parse(SNIPPETS, JSON.parse(Buffer.from(bytes).toString('utf8')));
      return Object.entries(snippets).map(([label, { prefix, body }]) => ({
        label,
        description: prefix,
        language,
        body,
        isCurrent: path === currentPath,
      }));
    }),
  );
  return rows
    .flat()
    .toSorted(
      (a, b) => Number(b.isCurrent) - Number(a.isCurrent) || a.label.localeCompare(b.label, uiLanguage()),
    );
}

function pathOf(contributed: v.InferOutput<typeof CONTRIBUTED>, language: string): string | undefined {
  return contributed.find((entry) => entry.language === language)?.path;
}
