import { parseObject, textAt } from '../json.ts';
import type { PackedFile } from './vsix.ts';

const MAX_BYTES = 200 * 1024;
const EXPECTED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package(\.nls(\.[a-z-]+)?)?\.json$/i,
  /^extension\/(readme|changelog)\.md$/,
  /^extension\/LICENSE\.txt$/,
  /^extension\/dist\/[a-z]+(-[a-z]+)*(-[A-Z0-9]{8})?\.cjs$/,
  /^extension\/dist\/THIRD-PARTY-LICENSES\.txt$/,
  /^extension\/(dist\/)?sbom[\w.-]*\.json$/,
  /^extension\/media\/[\w./-]+\.(svg|png|md)$/,
  /^extension\/l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/i,
];
const REQUIRED = [
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/dist/extension.cjs',
  'extension/dist/THIRD-PARTY-LICENSES.txt',
];
const API_KEY = /lttr_[A-Za-z0-9]{20,}/;

/**
 * Checks what `vsce` does not: the list of files, size, secrets, icon, translations and what the Marketplace shows.
 * @param vsixBytes the size of the VSIX itself
 * @returns one sentence for each fault
 */
export function packageFaults(files: readonly PackedFile[], vsixBytes: number): string[] {
  const names = new Set(files.map(({ name }) => name));
  return [
    ...REQUIRED.filter((name) => !names.has(name)).map((name) => `${name} is missing from the package.`),
    ...[...names].filter(isUnexpected).map((name) => `${name} does not belong in the package.`),
    ...(vsixBytes > MAX_BYTES ? [`The package has ${vsixBytes} bytes; ${MAX_BYTES} are allowed.`] : []),
    ...files
      .filter(({ bytes }) => API_KEY.test(bytes.toString('latin1')))
      .map(({ name }) => `${name} contains an API key.`),
    ...manifestFaults(files),
  ];
}

function isUnexpected(name: string): boolean {
  return !EXPECTED.some((pattern) => pattern.test(name));
}

function manifestFaults(files: readonly PackedFile[]): string[] {
  const text = textOf(files, 'extension/package.json');
  const manifest = parseObject(text);
  const translated = parseObject(textOf(files, 'extension/package.nls.json'));
  const keys = [...text.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key ?? '');
  return [
    ...(textAt(manifest, 'repository', 'url') ? [] : ['package.json names no repository.']),
    ...(textAt(manifest, 'license') ? [] : ['package.json names no license.']),
    ...keys.filter((key) => !(key in translated)).map((key) => `%${key}% is not in package.nls.json.`),
    ...iconFaults(textAt(manifest, 'icon'), files),
  ];
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
