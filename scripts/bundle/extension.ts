import type { BuildOptions } from 'esbuild';
import { inRoot } from '../paths.ts';
import { TARGET, commonJS } from './commonJS.ts';
import { later } from './later.ts';
import { unusedParts } from './unusedParts.ts';
import { vscodeApi } from './vscodeApi.ts';

/** Where the extension's bundle and the list of what went into it are written. */
const DIST = inRoot('dist');
export const EXTENSION_META = inRoot('out/meta.json');

/**
 * How the extension becomes CommonJS files that run in the extension host of VS Code 1.105 and later: `extension.cjs`
 * with all that activation needs, and one for each `import()`. Compiling everything in one file took 5 ms of activation,
 * most of it for code that the first command or request needs.
 */
export function extensionBuild(production: boolean): BuildOptions & { metafile: true } {
  return {
    entryPoints: [inRoot('src/extension.ts')],
    outdir: DIST,
    absWorkingDir: inRoot(),
    bundle: true,
    // esbuild splits ES modules only; commonJS() then turns each file into the CommonJS that VS Code loads fastest.
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.cjs' },
    write: false,
    platform: 'node',
    target: TARGET,
    // jsonc-parser's UMD build, which is the default, requires files that a bundle does not contain.
    mainFields: ['module', 'main'],
    minify: production,
    sourcemap: production ? false : 'inline',
    legalComments: 'none',
    logLevel: 'warning',
    loader: { '.css': 'text' },
    metafile: true,
    // The half of the package that does not read files: VS Code has read the translations already.
    alias: { '@vscode/l10n': '@vscode/l10n/dist/browser.js' },
    plugins: [vscodeApi(), later(), unusedParts(), commonJS({ dist: DIST, production })],
  };
}
