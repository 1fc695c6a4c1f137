import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { build as bundle, type Metafile, type OutputFile, type Plugin, transform } from 'esbuild';

/** The oldest Node that a supported VS Code has. */
export const TARGET = 'node22';

/** Stands for `require` while the files are still ES modules, where esbuild would put a helper in its place. */
export const REQUIRE = '__commonJSRequire';

/** The file that VS Code loads. */
const MAIN = 'extension.cjs';

interface CommonJSOptions {
  readonly dist: string;
  readonly production: boolean;
}

/**
 * Writes each file of a split build as CommonJS to `dist`, in place of the files of the build before. esbuild has made them as ES modules,
 * the only ones that it splits.
 */
export function commonJS({ dist, production }: CommonJSOptions): Plugin {
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
        mkdirSync(dist, { recursive: true });
        for (const old of globSync('*.cjs*', { cwd: dist })) rmSync(join(dist, old));
        for (const { name, code } of files) writeFileSync(join(dist, name), code);
        mergeOutputs(metafile, needed);
      });
    },
  };
}

/** The names of the files that activation needs besides `extension.cjs`: what that shares with the files loaded later. */
export function chunksOf({ outputs }: Metafile): readonly string[] {
  const found = new Set<string>();
  const add = (file: string): void => {
    for (const { kind, path, external } of outputs[file]?.imports ?? []) {
      if (kind !== 'import-statement' || external === true || found.has(path)) continue;
      found.add(path);
      add(path);
    }
  };
  add(mainOf(outputs));
  return [...found].map((path) => basename(path)).toSorted();
}

/** Tells the list of what went into which file that the chunks went into `extension.cjs`. */
export function mergeOutputs({ outputs }: Metafile, needed: readonly string[]): void {
  const main = outputs[mainOf(outputs)];
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

/** The path of `extension.cjs` as esbuild names it: below the working directory, with slashes. */
function mainOf(outputs: Metafile['outputs']): string {
  const main = Object.keys(outputs).find((path) => basename(path) === MAIN);
  if (main === undefined) throw new Error(`esbuild made no ${MAIN}.`);
  return main;
}
