import { readFileSync } from 'node:fs';

import type { BuildOptions, Plugin } from 'esbuild';
import { inRoot } from '../paths.ts';

/** Where the extension's bundle and the list of what went into it are written. */
export const EXTENSION_BUNDLE = inRoot('dist/extension.cjs');
export const EXTENSION_META = inRoot('out/meta.json');

/** What may differ when something else than `src/extension.ts` is bundled the same way. */
export interface ExtensionBuild {
  readonly production: boolean;
  readonly entry?: string;
  readonly outfile?: string;
}

/** How the extension becomes one CommonJS file that runs in the extension host of VS Code 1.105 and later. */
export function extensionBuild(build: ExtensionBuild): BuildOptions & { metafile: true } {
  return {
    entryPoints: [build.entry ?? inRoot('src/extension.ts')],
    outfile: build.outfile ?? EXTENSION_BUNDLE,
    absWorkingDir: inRoot(),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    // jsonc-parser's UMD build, which is the default, requires files that a bundle does not contain.
    mainFields: ['module', 'main'],
    minify: build.production,
    sourcemap: !build.production,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    plugins: [vscodeApi(), nativeStreams()],
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
        return { contents: ["const api = require('vscode');", ...exports].join('\n'), loader: 'js' };
      });
    },
  };
}

/** What `vscode` exports at run time, as its typings declare it: one tab below the module. */
const RUNTIME_NAME = /^\texport (?:abstract )?(?:class|enum|namespace|const|let|function) (\w+)/gm;

/** Every supported host has the web streams built in; the polyfill is two thirds of node-fetch's bundle. */
function nativeStreams(): Plugin {
  return {
    name: 'native-streams',
    setup(build) {
      build.onResolve({ filter: /^web-streams-polyfill(\/|$)/ }, (found) => ({
        path: found.path,
        namespace: 'empty',
      }));
      build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
        contents: 'module.exports = {};',
        loader: 'js',
      }));
    },
  };
}
