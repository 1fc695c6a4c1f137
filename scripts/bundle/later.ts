import { join, relative } from 'node:path';

import type { Plugin } from 'esbuild';
import { inRoot } from '../paths.ts';

/** The names of files, and for each the modules in it: paths below the root, with slashes. */
export type LaterFiles = Readonly<Record<string, readonly string[]>>;

/**
 * The modules that are loaded after activation, by `import()`, and in which file: each file costs half a millisecond by then, and
 * so would the chunks that esbuild makes of what two of them have in common.
 */
export const LATER: LaterFiles = {
  // What the first rows need.
  core: ['src/core.ts', 'src/accounts/entry.ts', 'src/monitoring/sharedList.ts', 'src/api/session.ts'],
  // Brings node-fetch, which only a request needs.
  transport: ['src/api/transport.ts'],
  later: [
    'src/commands/index.ts',
    'src/coverage/vscode/coveragePages.ts',
    'src/webhookPage/vscode/webhookPages.ts',
    'src/monitoring/vscode/accountWatchers.ts',
  ],
  // What the first delivery needs.
  deliveries: [
    'src/deliveries/vscode/consent.ts',
    'src/deliveries/vscode/feature.ts',
    'src/endpoint/sender.ts',
    'src/endpoint/vscode/feature.ts',
    'src/endpoint/vscode/credentials.ts',
    'src/handlers/vscode/addHandler.ts',
    'src/handlers/vscode/handlerTests.ts',
    'src/handlers/vscode/keepCredentials.ts',
    'src/handlers/vscode/knownHandlers.ts',
    'src/handlers/vscode/insertHandler.ts',
  ],
};

/** Puts every module that is imported by `import()` into the file that `files` names for it; one that is in none is an error. */
export function later(files: LaterFiles = LATER, root = inRoot()): Plugin {
  return {
    name: 'later',
    setup(build) {
      build.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const module = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
        const file = Object.keys(files).find((name) => files[name]?.includes(module));
        return file === undefined
          ? { errors: [{ text: `Say in scripts/bundle/later.ts in which file ${module} belongs.` }] }
          : { path: file, namespace: 'later' };
      });
      build.onLoad({ filter: /^/, namespace: 'later' }, ({ path }) => ({
        contents: (files[path] ?? [])
          .map((module) => `export * from ${JSON.stringify(`./${module}`)};`)
          .join('\n'),
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
}
