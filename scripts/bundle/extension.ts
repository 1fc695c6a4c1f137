import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { type BuildOptions, type Plugin, transform } from 'esbuild';
import { inRoot } from '../paths.ts';

/** Where the extension's bundle and the list of what went into it are written. */
const DIST = inRoot('dist');
export const EXTENSION_META = inRoot('out/meta.json');

/**
 * How the extension becomes CommonJS files that run in the extension host of VS Code 1.105 and later: `extension.cjs`
 * with the few chunks that activation needs, and one for each `import()`. Compiling everything in one file took 5 ms of
 * activation, most of it for code that the first command or request needs.
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
    metafile: true,
    // The half of the package that does not read files: VS Code has read the translations already.
    alias: { '@vscode/l10n': '@vscode/l10n/dist/browser.js' },
    plugins: [vscodeApi(), later(), unusedParts(), commonJS(production)],
  };
}

const TARGET = 'node22';

/** Stands for `require` while the files are still ES modules, where esbuild would put a helper in its place. */
const REQUIRE = '__commonJSRequire';

/** Writes each file of a split build as CommonJS, in place of the files of the build before. */
function commonJS(production: boolean): Plugin {
  return {
    name: 'common-js',
    setup(build) {
      build.onEnd(async ({ outputFiles = [] }) => {
        const files = await Promise.all(
          outputFiles.map(async ({ path, text }) => {
            const { code } = await transform(text, {
              format: 'cjs',
              platform: 'node',
              target: TARGET,
              define: { [REQUIRE]: 'require' },
              minify: production,
              sourcemap: production ? false : 'inline',
              // `require`, which VS Code answers for `vscode`, instead of Node's loader for ES modules.
              supported: { 'dynamic-import': false },
            });
            return { path, code };
          }),
        );
        mkdirSync(DIST, { recursive: true });
        for (const old of globSync('*.cjs*', { cwd: DIST })) rmSync(join(DIST, old));
        for (const { path, code } of files) writeFileSync(path, code);
      });
    },
  };
}

/**
 * Imports of `vscode` become plain constants. Without this each importing file gets a namespace object of its own, for
 * which esbuild copies several hundred properties: 16 files took 4 ms of activation.
 */
function vscodeApi(): Plugin {
  return {
    name: 'vscode-api',
    setup(build) {
      build.onResolve({ filter: /^vscode$/ }, ({ path, namespace }) =>
        namespace === 'vscode-api' ? { path, external: true } : { path, namespace: 'vscode-api' },
      );
      build.onLoad({ filter: /.*/, namespace: 'vscode-api' }, () => {
        const typings = readFileSync(inRoot('node_modules/@types/vscode/index.d.ts'), 'utf8');
        const names = [...typings.matchAll(RUNTIME_NAME)].map(([, name]) => name);
        const exports = [...new Set(names)].map(
          // Pure, so that what nobody imports is left out.
          (name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`,
        );
        return { contents: [`const api = ${REQUIRE}('vscode');`, ...exports].join('\n'), loader: 'js' };
      });
    },
  };
}

/** What `vscode` exports at run time, as its typings declare it: one tab below the module. */
const RUNTIME_NAME = /^\texport (?:abstract )?(?:class|enum|namespace|const|let|function) (\w+)/gm;

/**
 * The modules that are loaded after activation, by `import()`. All but the transport share one file: each file costs half
 * a millisecond, and so would the chunks that esbuild makes of what two of them have in common.
 */
const LATER = [
  'src/commands/index.ts',
  'src/api/session.ts',
  'src/accounts/entry.ts',
  'src/details/document.ts',
  'src/coverage/document.ts',
  'src/explain/explanations.ts',
  'src/monitoring/watching.ts',
];
/** Brings node-fetch, which only a request needs. */
const TRANSPORT = 'src/api/transport.ts';

function later(): Plugin {
  return {
    name: 'later',
    setup(build) {
      build.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        const file = relative(inRoot(), join(resolveDir, path)).replaceAll('\\', '/');
        if (kind !== 'dynamic-import' || file === TRANSPORT) return undefined;
        return LATER.includes(file)
          ? { path: 'later', namespace: 'later' }
          : { errors: [{ text: `Say in scripts/bundle/extension.ts in which file ${file} belongs.` }] };
      });
      build.onLoad({ filter: /.*/, namespace: 'later' }, () => ({
        contents: LATER.map((file) => `export * from ${JSON.stringify(`./${file}`)};`).join('\n'),
        resolveDir: inRoot(),
        loader: 'ts',
      }));
    },
  };
}

/**
 * Parts of node-fetch that every supported host has built in, and the reading of multipart answers, which is never
 * reached: no file is made for it.
 */
function unusedParts(): Plugin {
  return {
    name: 'unused-parts',
    setup(build) {
      build.onResolve({ filter: /\/multipart-parser\.js$/ }, ({ path }) => ({ path, external: true }));
      const builtIn = /^web-streams-polyfill(\/|$)|^\.\/streams\.cjs$|^node-domexception$/;
      build.onResolve({ filter: builtIn }, ({ path }) => ({ path, namespace: 'built-in' }));
      build.onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path }) => ({
        contents: path === 'node-domexception' ? 'export default globalThis.DOMException;' : 'export {};',
        loader: 'js',
      }));
    },
  };
}
