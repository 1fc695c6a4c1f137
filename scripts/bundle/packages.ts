import type { Metafile } from 'esbuild';

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The folder of the npm package that a file belongs to, both relative to the repository; undefined for our own files. */
export function packageFolder(file: string): string | undefined {
  return PACKAGE_FOLDER.exec(file)?.[0];
}

/** The folders, relative to the repository, of the npm packages whose code is in the bundle, sorted. */
export function bundledPackages(meta: Metafile): string[] {
  const folders = Object.values(meta.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => packageFolder(file));
  return [...new Set(folders.filter((folder) => folder !== undefined))].toSorted();
}
