import { parseObject, textAt } from '../json.ts';
import { bundled, sizeFaults } from './ceilings.ts';
import type { PackedFile } from './vsix.ts';

const LICENSES = 'extension/dist/THIRD-PARTY-LICENSES.txt';
const REQUIRED = [
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/dist/extension.cjs',
  'extension/dist/sbom.cdx.json',
  LICENSES,
];
const API_KEY = /lttr_[A-Za-z0-9]{20,}/;

/**
 * Checks what `vsce` does not: the list of files, sizes, secrets, licences, icon, translations and what the Marketplace shows.
 * @param vsixBytes the size of the VSIX itself
 * @returns one sentence for each fault
 */
export function packageFaults(files: readonly PackedFile[], vsixBytes: number): string[] {
  const names = new Set(files.map(({ name }) => name));
  return [
    ...REQUIRED.filter((name) => !names.has(name)).map((name) => `${name} is missing from the package.`),
    ...sizeFaults(files, vsixBytes),
    ...files
      .filter(({ bytes }) => API_KEY.test(bytes.toString('latin1')))
      .map(({ name }) => `${name} contains an API key.`),
    ...licenseFaults(files),
    ...manifestFaults(files),
    ...translationFaults(files),
  ];
}

/** The licences and the bill of materials are made from one list; a file left from another build would not fit. */
function licenseFaults(files: readonly PackedFile[]): string[] {
  const lines = textOf(files, LICENSES).split('\n');
  return bundled(files)
    .filter((title) => !lines.includes(title))
    .map((title) => `${title} is in the bundle, and its licence is not in ${LICENSES}.`);
}

function manifestFaults(files: readonly PackedFile[]): string[] {
  const text = textOf(files, 'extension/package.json');
  const manifest = parseObject(text);
  const named = [...text.matchAll(/"(?:\.\/)?((?:media|schemas)\/[^"]+)"/g)].map(
    ([, path]) => `extension/${path}`,
  );
  return [
    ...(textAt(manifest, 'repository', 'url') ? [] : ['package.json names no repository.']),
    ...(textAt(manifest, 'license') ? [] : ['package.json names no license.']),
    ...named
      .filter((path) => !files.some(({ name }) => name === path))
      .map((path) => `package.json names ${path}, which is not in the package.`),
    ...iconFaults(textAt(manifest, 'icon'), files),
  ];
}

/** VS Code shows `%key%` where the English file lacks a key, and English where a translation does. */
function translationFaults(files: readonly PackedFile[]): string[] {
  const text = textOf(files, 'extension/package.json');
  const keys = [...text.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key ?? '');
  return files
    .filter(({ name }) => /^extension\/package\.nls(\.[\w-]+)?\.json$/.test(name))
    .flatMap(({ name }) => {
      const translated = parseObject(textOf(files, name));
      return keys.filter((key) => !(key in translated)).map((key) => `%${key}% is not in ${name}.`);
    });
}

function iconFaults(icon: string | undefined, files: readonly PackedFile[]): string[] {
  const bytes = files.find(({ name }) => name === `extension/${icon}`)?.bytes;
  if (icon === undefined || bytes === undefined)
    return ['package.json names no icon that is in the package.'];
  // A PNG begins with a fixed signature, then the header chunk with width and height.
  if (bytes.toString('latin1', 1, 4) !== 'PNG') return [`${icon} is not a PNG.`];
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return width === 128 && height === 128
    ? []
    : [`${icon} has ${width} x ${height} pixels instead of 128 x 128.`];
}

function textOf(files: readonly PackedFile[], name: string): string {
  return files.find((file) => file.name === name)?.bytes.toString('utf8') ?? '{}';
}
