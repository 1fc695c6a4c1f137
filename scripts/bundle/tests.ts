import { globSync } from 'node:fs';
import type { BuildOptions, Plugin } from 'esbuild';
import { inRoot } from '../paths.ts';

/** The file that VS Code is told to run its tests with. */
export const TEST_BUNDLE = inRoot('out/test/integration/index.cjs');

/**
 * How the integration tests become one file for the extension host. `import 'integration-tests'` in it stands for every
 * `*.test.ts` at any depth of `test/integration`.
 */
export function testBuild(): BuildOptions {
  return {
    entryPoints: [inRoot('test/integration/index.ts')],
    outfile: TEST_BUNDLE,
    absWorkingDir: inRoot(),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    // Mocha and fastify look for files beside their own, which they find only when they stay where npm put them.
    external: ['vscode', 'mocha', 'fastify'],
    sourcemap: 'linked',
    logLevel: 'warning',
    plugins: [integrationTests()],
  };
}

function integrationTests(): Plugin {
  return {
    name: 'integration-tests',
    setup(build) {
      build.onResolve({ filter: /^integration-tests$/ }, ({ path }) => ({ path, namespace: 'tests' }));
      build.onLoad({ filter: /.*/, namespace: 'tests' }, () => {
        const files = globSync('test/integration/**/*.test.ts', { cwd: inRoot() }).toSorted();
        const contents = files
          .map((file) => `import ${JSON.stringify(`./${file.replaceAll('\\', '/')}`)};`)
          .join('\n');
        return { contents, resolveDir: inRoot(), loader: 'js', watchDirs: [inRoot('test/integration')] };
      });
    },
  };
}
