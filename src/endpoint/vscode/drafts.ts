import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import * as v from 'valibot';
import * as vscode from 'vscode';

import type { DeliverySource } from '../../deliveries/delivery.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import { BATCH_ENDING } from '../../platform/ids.ts';
import type { Log } from '../../platform/vscode/log.ts';
import type { Target } from './target.ts';

/** Where a batch goes that is being edited. No credentials: they are asked for at each send. */
export interface Draft {
  readonly target: Target;
  readonly source: DeliverySource;
}

const TARGET_FILE = 'target.json';
/** ms; a draft whose window was ended is removed when it is older. */
const OLD_MS = 7 * 86_400_000;

const DraftFile = v.object({
  target: v.object({
    url: v.string(),
    authentication: v.optional(v.string()),
    webhook: v.optional(v.object({ accountId: v.string(), id: v.string(), name: v.string() })),
  }),
  source: v.picklist(['sample', 'rebuilt', 'captured', 'replayed', 'check', 'test']),
});

/**
 * Batches that are being edited. Each is a file in the extension's storage, so that VS Code opens it again after a reload and
 * asks for no place to save it; it goes when its editor is closed.
 */
export class Drafts implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #folder: string | undefined;

  constructor(folder: string | undefined, log: Pick<Log, 'warn'>) {
    this.#folder = folder;
    const failed = (error: unknown): void => log.warn('A batch that was edited could not be removed', error);
    this.#disposables.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.#isOwn(uri)) {
          this.#remove(uri).catch(failed);
        }
      }),
    );
    this.#removeOld().catch(failed);
  }

  /** Writes a batch in lines that can be edited, and what belongs to it. @returns the document's address. */
  async create(draft: Draft, name: string, body: Uint8Array): Promise<vscode.Uri> {
    if (this.#folder === undefined) {
      throw new Error('There is no place for the document.');
    }
    const folder = join(this.#folder, crypto.randomUUID());
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, TARGET_FILE), JSON.stringify(draft), { mode: 0o600 });
    const file = join(
      folder,
      `${name.replaceAll(/[^\p{L}\p{N}+-]+/gu, ' ').trim() || 'Batch'}${BATCH_ENDING}`,
    );
    await writeFile(file, inLines(body), { mode: 0o600 });
    return vscode.Uri.file(file);
  }

  /** Where a document goes; `undefined` for one that was not made here. */
  async read(uri: vscode.Uri): Promise<Draft | undefined> {
    if (!this.#isOwn(uri)) {
      return undefined;
    }
    try {
      const { target, source } = v.parse(
        DraftFile,
        JSON.parse(await readFile(join(dirname(uri.fsPath), TARGET_FILE), 'utf8')),
      );
      return { target: { ...target, authentication: target.authentication }, source };
    } catch {
      return undefined;
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #isOwn({ scheme, fsPath }: vscode.Uri): boolean {
    return (
      scheme === 'file' &&
      this.#folder !== undefined &&
      dirname(dirname(fsPath)) === vscode.Uri.file(this.#folder).fsPath
    );
  }

  /** VS Code also tells of closing when it merely changes a document's language. */
  async #remove(uri: vscode.Uri): Promise<void> {
    const isOpen = openFiles().has(uri.fsPath);
    await (isOpen ? undefined : rm(dirname(uri.fsPath), { recursive: true, force: true }));
  }

  async #removeOld(): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined) {
      return;
    }
    const open = new Set([...openFiles()].map((file) => dirname(file)));
    for (const name of await readdir(folder).catch(() => [])) {
      // As VS Code writes it, also where the letter of a drive differs.
      const draft = vscode.Uri.file(join(folder, name)).fsPath;
      if (!open.has(draft) && (await lastWrite(draft)) < Date.now() - OLD_MS) {
        await rm(draft, { recursive: true, force: true });
      }
    }
  }
}

/** The paths of all files in tabs, also of those that VS Code hasn't loaded yet. */
function openFiles(): ReadonlySet<string> {
  return new Set(
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.fsPath] : [])),
  );
}

/** Unix ms; when a file of a draft was saved last, which its folder doesn't tell. Now where that can't be read. */
async function lastWrite(draft: string): Promise<number> {
  const files = await readdir(draft).catch(() => []);
  const times = await Promise.all(
    [draft, ...files.map((file) => join(draft, file))].map(
      async (path) => (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs,
    ),
  );
  return Math.max(...times);
}

function inLines(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  try {
    return `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`;
  } catch {
    return text;
  }
}
