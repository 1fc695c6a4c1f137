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
    external: ['vscode'],
    minify: build.production,
    sourcemap: !build.production,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    plugins: [nativeStreams()],
  };
}

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
