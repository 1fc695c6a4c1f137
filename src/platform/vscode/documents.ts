import * as vscode from 'vscode';

import { SCHEME } from '../ids.ts';
import { DisposableStore } from '../disposableStore.ts';

/** What a read-only document is about: ids by what they are of, such as `account` and `webhook`. */
export type DocumentSubject = Readonly<Record<string, string>>;

/** One kind of read-only document. */
export interface DocumentKind {
  /** Makes the Markdown anew. It sends nothing by itself: VS Code also asks for documents that a reload left open. */
  readonly render: (subject: DocumentSubject) => Promise<string>;
}

/** A document as VS Code reads it. */
interface Content {
  readonly bytes: Uint8Array;
  /** Unix ms; grows with each change, by which VS Code tells whether to read again. */
  readonly mtime: number;
}

/** What VS Code asked for last. */
interface Asked {
  readonly content: Promise<Content>;
  /** Whether it has to be made anew. */
  readonly isStale: boolean;
}

/**
 * The read-only `lettr:` documents, as files: VS Code opens only those again after a reload, and offers only for those to
 * compare them.
 */
export class Documents implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly #load: () => Promise<unknown>;
  readonly #kinds = new Map<string, DocumentKind>();
  readonly #asked = new Map<string, Asked>();

  readonly onDidChangeFile = this.#changed.event;

  /** @param load brings the kinds of documents; called before the first of them is read. */
  constructor(load: () => Promise<unknown>) {
    this.#load = load;
    this.#disposables.add(
      vscode.workspace.registerFileSystemProvider(SCHEME, this, { isReadonly: true, isCaseSensitive: true }),
    );
    this.#disposables.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#asked.delete(uri.toString())),
    );
  }

  /** Teaches a kind of document; `name` stands in its address. */
  add(name: string, kind: DocumentKind): void {
    this.#kinds.set(name, kind);
  }

  /** Opens a document beside its others; `title` is the name of its tab, harmless as a label. */
  async show(kind: string, subject: DocumentSubject, title: string): Promise<void> {
    const uri = addressOf(kind, subject, title);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
    // A webhook that was renamed would have two tabs, the older one with a name that is wrong by now.
    const outdated = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && isRenamed(input.uri, uri));
    await vscode.window.tabGroups.close(outdated, true);
  }

  /** Renders the open documents anew that `isMeant` accepts; their editors keep place and selection. */
  refresh(isMeant: (subject: DocumentSubject, kind: string) => boolean): void {
    const changes: vscode.FileChangeEvent[] = [];
    for (const [address, asked] of this.#asked) {
      const uri = vscode.Uri.parse(address);
      const { kind, subject } = parse(uri);
      if (isMeant(subject, kind)) {
        this.#asked.set(address, { ...asked, isStale: true });
        changes.push({ type: vscode.FileChangeType.Changed, uri });
      }
    }
    if (changes.length > 0) {
      this.#changed.fire(changes);
    }
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { bytes } = await this.#current(uri);
    return bytes;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bytes, mtime } = await this.#current(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length };
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** What VS Code asked for last, made anew when something changed since. It asks for size and bytes at the same time. */
  #current(uri: vscode.Uri): Promise<Content> {
    const address = uri.toString();
    const last = this.#asked.get(address);
    if (last && !last.isStale) {
      return last.content;
    }
    const content = this.#make(uri, last?.content);
    this.#asked.set(address, { content, isStale: false });
    return content;
  }

  async #make(uri: vscode.Uri, before: Promise<Content> | undefined): Promise<Content> {
    await this.#load();
    const { kind, subject } = parse(uri);
    const known = this.#kinds.get(kind);
    if (!known) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    const bytes = Buffer.from(await known.render(subject));
    const last = await before?.catch(() => undefined);
    return last && bytes.equals(last.bytes)
      ? last
      : { bytes, mtime: Math.max(Date.now(), (last?.mtime ?? 0) + 1) };
  }
}

function addressOf(kind: string, subject: DocumentSubject, title: string): vscode.Uri {
  const name = title.replaceAll(/[/\\]/g, '-');
  const query = new URLSearchParams({ kind, ...subject });
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md`, query: query.toString() });
}

function parse({ query }: vscode.Uri): { readonly kind: string; readonly subject: DocumentSubject } {
  const { kind = '', ...subject } = Object.fromEntries(new URLSearchParams(query));
  return { kind, subject };
}

/** Whether an address is of the same document under another name. */
function isRenamed(uri: vscode.Uri, now: vscode.Uri): boolean {
  return uri.scheme === SCHEME && uri.query === now.query && uri.path !== now.path;
}
