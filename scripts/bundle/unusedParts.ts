import type { Plugin } from 'esbuild';

/**
 * Parts of node-fetch that every supported host has built in, and the reading of multipart answers, which is never
 * reached: no file is made for it.
 */
export function unusedParts(): Plugin {
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
