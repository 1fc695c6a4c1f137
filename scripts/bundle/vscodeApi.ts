import { readFileSync } from 'node:fs';

import type { Plugin } from 'esbuild';
import { inRoot } from '../paths.ts';
import { REQUIRE } from './commonJS.ts';

/**
 * Imports of `vscode` become plain constants. Without this each importing file gets a namespace object of its own, for
 * which esbuild copies several hundred properties: 16 files took 4 ms of activation.
 */
export function vscodeApi(): Plugin {
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
