import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { handlerSources } from '../../scripts/bundle/snippets.ts';
import { run } from '../../scripts/child.ts';
import { removeFolder } from '../../scripts/cleanup.ts';
import { provideFrameworks } from '../../scripts/frameworks.ts';
import { inRoot } from '../../scripts/paths.ts';
import { say } from '../../scripts/say.ts';
import { answer } from './runtimes.ts';

/** The little that is used of `@vscode/tree-sitter-wasm`. */
interface TreeSitter {
  readonly Parser: {
    new (): { setLanguage(language: unknown): void; parse(code: string): { readonly rootNode: SyntaxNode } };
    init(): Promise<void>;
  };
  readonly Language: { load(file: string): Promise<unknown> };
}

interface SyntaxNode {
  readonly hasError: boolean;
}

/** A language's own tool, for what no framework runs here. */
interface Compiler {
  readonly file: string;
  readonly tool: string;
  readonly asked: readonly string[];
  /** A file of a library that the code imports. */
  readonly library?: string;
  readonly check: (file: string, folder: string) => Promise<unknown>;
}

const COMPILERS: readonly Compiler[] = [
  {
    file: 'net_http.go',
    tool: 'go',
    asked: ['env', 'GOVERSION'],
    check: async (file) => {
      assert.equal(await run('gofmt', ['-l', file]), '');
      await run('go', ['vet', file]);
    },
  },
  {
    file: 'rails_controller.rb',
    tool: 'ruby',
    asked: ['-e', 'print RUBY_VERSION'],
    check: (file) => run('ruby', ['-wc', file]),
  },
  {
    file: 'LettrWebhookController.java',
    tool: 'javac',
    asked: ['--version'],
    // Where Debian's packages have Spring and Jackson.
    library: '/usr/share/java/spring3-web.jar',
    check: (file, folder) => run('javac', ['-proc:none', '-d', folder, '-cp', '/usr/share/java/*', file]),
  },
];

const frameworks = await provideFrameworks(say);

describe('the code of the handlers', () => {
  let folder: string;
  const { Parser, Language }: TreeSitter = createRequire(path.join(frameworks, 'package.json'))(
    '@vscode/tree-sitter-wasm',
  );

  before(async () => {
    await Parser.init();
    mkdirSync(path.join(frameworks, 'runs'), { recursive: true });
    folder = mkdtempSync(path.join(frameworks, 'runs/compile-'));
  });
  after(() => removeFolder(folder));

  for (const { name, language, file } of handlerSources()) {
    it(`can be parsed for ${name}`, async () => {
      const grammar = language === 'csharp' ? 'c-sharp' : language;
      const wasm = `node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`;
      const parser = new Parser();
      parser.setLanguage(await Language.load(path.join(frameworks, wasm)));
      assert.equal(parser.parse(readFileSync(inRoot('snippets', file), 'utf8')).rootNode.hasError, false);
    });
  }

  for (const file of handlerSources().flatMap((source) =>
    source.language === 'typescript' ? source.file : [],
  )) {
    it(`has the right types in ${file}`, async () => {
      const copy = path.join(folder, file);
      copyFileSync(inRoot('snippets', file), copy);
      const options = [
        '--ignoreConfig',
        '--strict',
        '--noEmit',
        '--skipLibCheck',
        '--experimentalDecorators',
      ];
      const types = ['--types', 'node', '--typeRoots', inRoot('node_modules/@types')];
      const modules = ['--target', 'es2024', '--module', 'esnext', '--moduleResolution', 'bundler'];
      await run('tsc', [...options, ...types, ...modules, copy], { cwd: folder, env: process.env });
    });
  }

  for (const { file, tool, asked, library, check } of COMPILERS) {
    const isComplete = library === undefined || existsSync(library);
    const version = isComplete ? answer(tool, asked) : { missing: `there is no ${library}` };
    if ('missing' in version) {
      it.skip(`is accepted by ${tool} in ${file}: ${version.missing}`);
      continue;
    }
    it(`is accepted by ${tool} in ${file} (${version.found})`, () => check(inRoot('snippets', file), folder));
  }
});
