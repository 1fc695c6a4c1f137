import path from 'node:path';
import { isObject, type JsonObject } from '../../scripts/json.ts';

/**
 * The names of the bundle's files that hold something of an npm package, by what esbuild tells.
 * @throws Error when none does, since whoever asks wants to see that they are not loaded
 */
export function filesWith(meta: JsonObject, npmPackage: string): string[] {
  const files = outputsOf(meta)
    .filter(({ sources }) => sources.some((source) => source.includes(`node_modules/${npmPackage}/`)))
    .map(({ file }) => file);
  if (files.length === 0) throw new Error(`No file of the bundle holds anything of ${npmPackage}.`);
  return files;
}

/** The names of the npm packages that the bundle holds something of. */
export function packagesIn(meta: JsonObject): string[] {
  const sources = outputsOf(meta).flatMap((output) => output.sources);
  const names = sources.map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
}

/** The names of the bundle's files. */
export function filesOf(meta: JsonObject): string[] {
  return outputsOf(meta).map(({ file }) => file);
}

/** What a file holds: only what is left of each source when nothing unused is. */
function outputsOf({
  outputs,
}: JsonObject): { readonly file: string; readonly sources: readonly string[] }[] {
  if (!isObject(outputs)) throw new Error('esbuild told of no files.');
  return Object.entries(outputs).map(([name, output]) => {
    const inputs = isObject(output) && isObject(output['inputs']) ? output['inputs'] : {};
    const sources = Object.entries(inputs)
      .filter(([, input]) => isObject(input) && Number(input['bytesInOutput']) > 0)
      .map(([source]) => source);
    return { file: path.basename(name), sources };
  });
}
