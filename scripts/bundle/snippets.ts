import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { inRoot } from '../paths.ts';

/** A webhook handler for one framework: a file of `snippets` that tests run as it is. */
export interface HandlerSource {
  /** The framework's name. */
  readonly name: string;
  /** VS Code's id of the language. */
  readonly language: string;
  /** What is typed to get it. */
  readonly prefix: string;
  readonly file: string;
}

/** One entry of a snippet file of VS Code. */
export interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const FOLDER = inRoot('snippets');
const TARGET = inRoot('dist/snippets');
/** Where the cursor goes after inserting: the line that the person replaces. */
const YOUR_CODE = /(?:\/\/|#) Your code: .*$/;

export function handlerSources(): readonly HandlerSource[] {
  return JSON.parse(readFileSync(path.join(FOLDER, 'catalogue.json'), 'utf8'));
}

/** Turns code into the body of a snippet: what has a meaning in snippets is escaped, and the example comment is selected. */
export function snippetBody(code: string): readonly string[] {
  return code
    .trimEnd()
    .split('\n')
    .map((line) => {
      const escaped = line.replaceAll(/[\\$}]/g, String.raw`\$&`);
      // Tabs follow the editor's indentation; spaces would be kept as they are.
      const indented = escaped.replace(/^( {2})+/, (spaces) => '\t'.repeat(spaces.length / widthOf(code)));
      return indented.replace(YOUR_CODE, (comment) => `\${0:${comment}}`);
    });
}

/** Writes one file for each language into `dist/snippets`, as package.json contributes them. */
export function writeSnippets(): void {
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  const languages = Map.groupBy(handlerSources(), ({ language }) => language);
  for (const [language, sources] of languages) {
    const snippets = sources.map(({ name, prefix, file }): readonly [string, Snippet] => [
      name,
      {
        prefix,
        description: `Lettr webhook handler for ${name}`,
        body: snippetBody(readFileSync(path.join(FOLDER, file), 'utf8')),
      },
    ]);
    writeFileSync(path.join(TARGET, `${language}.json`), JSON.stringify(Object.fromEntries(snippets)));
  }
}

/** How many spaces one level of a file is: the indentation of its first indented line. */
function widthOf(code: string): number {
  return /^( +)\S/m.exec(code)?.[1]?.length ?? 2;
}
