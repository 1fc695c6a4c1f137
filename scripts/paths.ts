import path from 'node:path';
import { readObject, textAt } from './json.ts';

/** The repository's root folder. */
export const ROOT = path.resolve(import.meta.dirname, '..');

/** What the scripts need of package.json. */
export interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
}

/** An absolute path inside the repository. */
export function inRoot(...parts: string[]): string {
  return path.join(ROOT, ...parts);
}

/** Reads the extension's package.json. */
export function readManifest(): Manifest {
  const manifest = readObject(inRoot('package.json'));
  const text = (key: keyof Manifest): string => textAt(manifest, key) ?? '';
  return { name: text('name'), publisher: text('publisher'), version: text('version') };
}
