import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Metafile, build } from 'esbuild';

import { TARGET, chunksOf, commonJS, mergeOutputs } from '../../../scripts/bundle/commonJS.ts';
import { LATER, type LaterFiles, later } from '../../../scripts/bundle/later.ts';
import { unusedParts } from '../../../scripts/bundle/unusedParts.ts';
import { vscodeApi } from '../../../scripts/bundle/vscodeApi.ts';
import { inRoot } from '../../../scripts/paths.ts';

type Output = Metafile['outputs'][string];

function output(
  imports: readonly (readonly [Output['imports'][number]['kind'], string])[] = [],
  inputs: readonly string[] = [],
): Output {
  return {
    bytes: 1,
    exports: [],
    imports: imports.map(([kind, path]) => ({ kind, path })),
    inputs: Object.fromEntries(inputs.map((path) => [path, { bytesInOutput: 1 }])),
  };
}

describe('the chunks that activation needs', () => {
  const outputs = (): Metafile['outputs'] => ({
    'dist/extension.cjs': output(
      [
        ['import-statement', 'dist/chunk-B.cjs'],
        ['dynamic-import', 'dist/later-X.cjs'],
      ],
      ['src/extension.ts'],
    ),
    'dist/chunk-B.cjs': output([['import-statement', 'dist/chunk-A.cjs']], ['src/b.ts']),
    'dist/chunk-A.cjs': output([['import-statement', 'dist/chunk-B.cjs']], ['src/a.ts']),
    'dist/later-X.cjs': output([['import-statement', 'dist/chunk-C.cjs']]),
    'dist/chunk-C.cjs': output(),
  });

  it('are those that it imports, directly or not, and none that come later', () => {
    assert.deepEqual(chunksOf({ inputs: {}, outputs: outputs() }), ['chunk-A.cjs', 'chunk-B.cjs']);
  });

  it('count as parts of extension.cjs', () => {
    const metafile = { inputs: {}, outputs: outputs() };
    mergeOutputs(metafile, ['chunk-A.cjs', 'chunk-B.cjs']);

    assert.deepEqual(Object.keys(metafile.outputs), [
      'dist/extension.cjs',
      'dist/later-X.cjs',
      'dist/chunk-C.cjs',
    ]);
    assert.deepEqual(Object.keys(metafile.outputs['dist/extension.cjs']?.inputs ?? {}), [
      'src/extension.ts',
      'src/b.ts',
      'src/a.ts',
    ]);
  });
});

describe('a bundle', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lettr-bundling-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is CommonJS whose later files share state with the first one', async () => {
    await bundled({
      'extension.ts': `import * as vscode from 'vscode';
        import { state } from './state.ts';
        export const version = vscode.version;
        export const isUri = vscode.Uri;
        export const load = async () => { state.count += 1; return (await import('./late.ts')).read(); };`,
      'state.ts': 'export const state = { count: 0 };',
      'late.ts': `import { state } from './state.ts'; export const read = () => state.count;`,
    });
    // What VS Code answers for `vscode`.
    mkdirSync(join(root, 'dist/node_modules/vscode'), { recursive: true });
    writeFileSync(
      join(root, 'dist/node_modules/vscode/index.js'),
      `exports.version = '1.105.0'; exports.Uri = 7;`,
    );
    const loaded: { version: string; isUri: number; load: () => Promise<number> } = createRequire(
      import.meta.url,
    )(join(root, 'dist/extension.cjs'));

    assert.deepEqual([loaded.version, loaded.isUri], ['1.105.0', 7]);
    assert.equal(await loaded.load(), 1);
    assert.equal(await loaded.load(), 2);
    assert.deepEqual(
      readdirSync(join(root, 'dist')).filter((name) => name.startsWith('chunk')),
      [],
      'a file for what both share',
    );
  });

  it('replaces the files of the one before', async () => {
    mkdirSync(join(root, 'dist'));
    writeFileSync(join(root, 'dist/late-OLD.cjs'), '');
    await bundled({ 'extension.ts': 'export const one = 1;' });

    assert.deepEqual(readdirSync(join(root, 'dist')), ['extension.cjs']);
  });

  it('takes of vscode only what is used', async () => {
    await bundled({
      'extension.ts': `import { window } from 'vscode'; export const show = () => window.showInformationMessage('x');`,
    });
    const code = readFileSync(join(root, 'dist/extension.cjs'), 'utf8');

    assert.match(code, /\.window/);
    assert.doesNotMatch(code, /TreeItemCollapsibleState|CompletionItem/);
  });

  it('is refused while a module that comes later has no file', async () => {
    await assert.rejects(
      bundled({
        'extension.ts': `export const load = () => import('./stray.ts');`,
        'stray.ts': 'export {};',
      }),
      /Say in scripts\/bundle\/later\.ts in which file stray\.ts belongs/,
    );
  });

  it('names no module for later that is not there', () => {
    const missing = Object.values(LATER)
      .flat()
      .filter((module) => !readable(inRoot(module)));

    assert.deepEqual(missing, []);
  });

  function readable(path: string): boolean {
    try {
      return readFileSync(path).length > 0;
    } catch {
      return false;
    }
  }

  async function bundled(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(root, name), text);
    }
    const laterFiles: LaterFiles = { late: ['late.ts'] };
    const dist = join(root, 'dist');
    await build({
      entryPoints: [join(root, 'extension.ts')],
      outdir: dist,
      absWorkingDir: root,
      bundle: true,
      format: 'esm',
      splitting: true,
      outExtension: { '.js': '.cjs' },
      write: false,
      platform: 'node',
      target: TARGET,
      metafile: true,
      logLevel: 'silent',
      plugins: [vscodeApi(), later(laterFiles, root), unusedParts(), commonJS({ dist, production: false })],
    });
  }
});
