import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of a bundle that is made up, in a folder of its own below `node_modules`. */
export interface FakePackage {
  readonly name: string;
  readonly version?: string;
  readonly license?: string;
  readonly author?: string;
  /** Further files by name, for example `LICENSE`. */
  readonly files?: Readonly<Record<string, string>>;
  /** The names of the packages that it imports. */
  readonly imports?: readonly string[];
  /** Bytes of it in the bundle; 0 for what was imported and left out. */
  readonly bytes?: number;
  /** What the lockfile says of it, if not the truth; undefined for nothing. */
  readonly locked?: Readonly<Record<string, string>> | undefined;
}

/** A folder with a manifest, a lockfile and installed packages, and what esbuild would say about a bundle of them. */
export interface FakeBundle {
  readonly root: string;
  readonly meta: Metafile;
  remove(): void;
}

/** The SHA-512 of nothing, as a lockfile writes it. */
export const INTEGRITY =
  'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==';

/** Makes such a folder, in which our own code imports every package. */
export function fakeBundle(packages: readonly FakePackage[]): FakeBundle {
  const root = mkdtempSync(path.join(tmpdir(), 'lettr-bundle-'));
  const own = { name: 'lettr-vscode', publisher: 'lettr', version: '1.2.3', license: 'MIT' };
  writeFileSync(path.join(root, 'package.json'), JSON.stringify(own));
  for (const one of packages) install(root, one);
  const locked = packages.map((one) => [folder(one.name), lockEntry(one)] as const);
  const lock = Object.fromEntries(locked.filter(([, known]) => known !== undefined));
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: lock }));
  return { root, meta: metafile(packages), remove: () => rmSync(root, { recursive: true }) };
}

function install(root: string, { name, version = '1.0.0', license, author, files = {} }: FakePackage): void {
  const target = path.join(root, folder(name));
  mkdirSync(target, { recursive: true });
  writeFileSync(path.join(target, 'package.json'), JSON.stringify({ name, version, license, author }));
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(target, file), text);
}

function lockEntry(one: FakePackage): FakePackage['locked'] {
  return 'locked' in one ? one.locked : { version: one.version ?? '1.0.0', integrity: INTEGRITY };
}

function metafile(packages: readonly FakePackage[]): Metafile {
  const imported = (names: readonly string[]): Metafile['inputs'][string]['imports'] =>
    names.map((name) => ({ path: entry(name), kind: 'import-statement' }));
  const inputs = Object.fromEntries(
    packages.map(({ name, imports = [] }) => [entry(name), { bytes: 9, imports: imported(imports) }]),
  );
  const outputs = Object.fromEntries(
    packages.map(({ name, bytes = 9 }) => [entry(name), { bytesInOutput: bytes }]),
  );
  const ours = { bytes: 9, imports: imported(packages.map(({ name }) => name)) };
  return {
    inputs: { 'src/extension.ts': ours, ...inputs },
    outputs: {
      'dist/extension.cjs': {
        bytes: 9,
        exports: [],
        imports: [],
        inputs: { 'src/extension.ts': { bytesInOutput: 9 }, ...outputs },
      },
    },
  };
}

function folder(name: string): string {
  return `node_modules/${name}`;
}

function entry(name: string): string {
  return `${folder(name)}/index.js`;
}
