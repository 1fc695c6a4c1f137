import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

import {
  type BuildOptions,
  build as bundle,
  type Metafile,
  type OutputFile,
  type Plugin,
  transform,
} from 'esbuild';
import { inRoot } from '../paths.ts';

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
      build.onEnd(async ({ metafile, outputFiles = [] }) => {
        // Without it there were errors, which esbuild has told.
        if (!metafile) return;
        const needed = chunksOf(metafile);
        const files = await Promise.all(
          outputFiles
            .filter(({ path }) => !needed.includes(basename(path)))
            .map(async (file) => ({
              name: basename(file.path),
              code: await toCommonJS(file, { outputFiles, needed, production }),
            })),
        );
        mkdirSync(DIST, { recursive: true });
        for (const old of globSync('*.cjs*', { cwd: DIST })) rmSync(join(DIST, old));
        for (const { name, code } of files) writeFileSync(join(DIST, name), code);
        mergeOutputs(metafile, needed);
      });
    },
  };
}

const MAIN = 'extension.cjs';
/** As esbuild names it: relative to the repository, with slashes. */
const OUTPUT_MAIN = relative(inRoot(), join(DIST, MAIN)).replaceAll('\\', '/');

/** The names of the files that activation needs besides `extension.cjs`: what that shares with the files loaded later. */
function chunksOf({ outputs }: Metafile): readonly string[] {
  const found = new Set<string>();
  const add = (file: string): void => {
    for (const { kind, path, external } of outputs[file]?.imports ?? []) {
      if (kind !== 'import-statement' || external === true || found.has(path)) continue;
      found.add(path);
      add(path);
    }
  };
  add(OUTPUT_MAIN);
  return [...found].map((path) => basename(path)).toSorted();
}

/** Tells the list of what went into which file that the chunks went into `extension.cjs`. */
function mergeOutputs({ outputs }: Metafile, needed: readonly string[]): void {
  const main = outputs[OUTPUT_MAIN];
  for (const [file, { inputs }] of Object.entries(outputs)) {
    if (!main || !needed.includes(basename(file))) continue;
    Object.assign(main.inputs, inputs);
    delete outputs[file];
  }
}

interface Split {
  readonly outputFiles: readonly OutputFile[];
  readonly needed: readonly string[];
  readonly production: boolean;
}

/**
 * `extension.cjs` takes in the chunks that it needs, since each file of its own costs 1.5 ms before anything else runs, and gives them
 * to the other files as `chunk0`, `chunk1` and so on.
 */
async function toCommonJS(file: OutputFile, { outputFiles, needed, production }: Split): Promise<string> {
  const options = {
    format: 'cjs',
    platform: 'node',
    target: TARGET,
    define: { [REQUIRE]: 'require' },
    minify: production,
    sourcemap: production ? false : 'inline',
    // `require`, which VS Code answers for `vscode`, instead of Node's loader for ES modules.
    supported: { 'dynamic-import': false },
  } as const;
  if (basename(file.path) !== MAIN) {
    const { code } = await transform(file.text, options);
    const linked = needed.reduce(
      (text, chunk, index) => text.replaceAll(`require("./${chunk}")`, `require("./${MAIN}").chunk${index}`),
      code,
    );
    const left = needed.find((chunk) => linked.includes(chunk));
    if (left !== undefined) throw new Error(`${basename(file.path)} needs ${left}, which is not written.`);
    return linked;
  }
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const contents = [
    `export * from './${MAIN}';`,
    ...needed.map((chunk, index) => `export * as chunk${index} from './${chunk}';`),
  ];
  const {
    outputFiles: [merged],
  } = await bundle({
    ...options,
    banner: { js: '"use strict";' },
    stdin: { contents: contents.join('\n') },
    bundle: true,
    write: false,
    logLevel: 'warning',
    plugins: [
      {
        name: 'split-files',
        setup: (merge) => {
          merge.onResolve({ filter: /^/ }, ({ path }) => {
            const name = basename(path);
            return name === MAIN || needed.includes(name)
              ? { path: name, namespace: 'split' }
              : { path, external: true };
          });
          merge.onLoad({ filter: /^/, namespace: 'split' }, ({ path }) => ({
            contents: texts.get(path) ?? '',
            loader: 'js',
          }));
        },
      },
    ],
  });
  if (!merged) throw new Error(`esbuild made no ${MAIN}.`);
  return merged.text;
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
 * The modules that are loaded after activation, by `import()`, and in which file: each file costs half a millisecond by then, and
 * so would the chunks that esbuild makes of what two of them have in common.
 */
const LATER: Readonly<Record<string, readonly string[]>> = {
  // What the first rows need.
  session: ['src/accounts/entry.ts', 'src/monitoring/sharedList.ts', 'src/api/session.ts'],
  // Brings node-fetch, which only a request needs.
  transport: ['src/api/transport.ts'],
  later: [
    'src/commands/index.ts',
    'src/details/document.ts',
    'src/coverage/document.ts',
    'src/explain/vscode/explanations.ts',
    'src/monitoring/vscode/watching.ts',
  ],
};

function later(): Plugin {
  return {
    name: 'later',
    setup(build) {
      build.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const module = relative(inRoot(), join(resolveDir, path)).replaceAll('\\', '/');
        const file = Object.keys(LATER).find((name) => LATER[name]?.includes(module));
        return file === undefined
          ? { errors: [{ text: `Say in scripts/bundle/extension.ts in which file ${module} belongs.` }] }
          : { path: file, namespace: 'later' };
      });
      build.onLoad({ filter: /^/, namespace: 'later' }, ({ path }) => ({
        contents: (LATER[path] ?? [])
          .map((module) => `export * from ${JSON.stringify(`./${module}`)};`)
          .join('\n'),
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
