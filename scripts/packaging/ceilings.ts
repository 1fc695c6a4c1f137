import { isObject, parseObject, textAt } from '../json.ts';
import type { PackedFile } from './vsix.ts';

/** A kind of file in the package, by its path below `extension/`, and the most that one of it may weigh, in KB of 1024 bytes. */
interface Ceiling {
  readonly file: RegExp;
  readonly kb: number;
}

/** The most that the VSIX itself may weigh, compressed, in KB. */
export const VSIX_KB = 270;

/** The most npm packages that may be in the bundle. */
export const BUNDLED_PACKAGES = 10;

/** Everything that may be in the package; the first row that fits counts. About a quarter more than there is. */
const CEILINGS: readonly Ceiling[] = [
  { file: /^dist\/extension\.cjs$/, kb: 22 },
  { file: /^dist\/core-[A-Z0-9]{8}\.cjs$/, kb: 80 },
  { file: /^dist\/chunk-[A-Z0-9]{8}\.cjs$/, kb: 39 },
  { file: /^dist\/later-[A-Z0-9]{8}\.cjs$/, kb: 150 },
  { file: /^dist\/deliveries-[A-Z0-9]{8}\.cjs$/, kb: 131 },
  { file: /^dist\/transport-[A-Z0-9]{8}\.cjs$/, kb: 33 },
  { file: /^dist\/snippets\/[a-z]+\.json$/, kb: 9 },
  { file: /^dist\/THIRD-PARTY-LICENSES\.txt$/, kb: 11 },
  { file: /^dist\/sbom\.cdx\.json$/, kb: 6 },
  { file: /^schemas\/batch\.schema\.json$/, kb: 92 },
  { file: /^schemas\/batch\.schema\.[a-z]{2}(-[a-z]+)?\.json$/i, kb: 96 },
  { file: /^package\.json$/, kb: 37 },
  { file: /^package\.nls\.json$/, kb: 13 },
  { file: /^package\.nls\.[a-z]{2}(-[a-z]+)?\.json$/i, kb: 15 },
  { file: /^l10n\/bundle\.l10n\.json$/, kb: 94 },
  { file: /^l10n\/bundle\.l10n\.[a-z]{2}(-[a-z]+)?\.json$/i, kb: 106 },
  { file: /^media\/icon\.png$/, kb: 6 },
  { file: /^media\/lettr\.svg$/, kb: 1 },
  { file: /^media\/walkthrough\/[a-z]+\.svg$/, kb: 4 },
  { file: /^readme\.md$/, kb: 20 },
  { file: /^changelog\.md$/, kb: 4 },
  { file: /^LICENSE\.txt$/, kb: 2 },
];

/** What `vsce` adds; it grows with nothing. */
const OF_THE_FORMAT = ['[Content_Types].xml', 'extension.vsixmanifest'];
const BOM = 'extension/dist/sbom.cdx.json';

/** One line for each file, with its size and the most that it may have; then the whole. */
export function sizes(files: readonly PackedFile[], vsixBytes: number): string[] {
  return [
    ...files.map(({ name, bytes }) => row(kb(bytes.length), ceilingOf(name), name)),
    row(kb(vsixBytes), VSIX_KB, `the package, with ${files.length} files`),
    row(String(bundled(files).length), BUNDLED_PACKAGES, 'bundled npm packages'),
  ];
}

/** One sentence for each file that does not belong in the package or is over its ceiling, and for the whole. */
export function sizeFaults(files: readonly PackedFile[], vsixBytes: number): string[] {
  const packages = bundled(files).length;
  return [
    ...files.flatMap(({ name, bytes }) => fileFaults(name, bytes.length)),
    ...(vsixBytes > VSIX_KB * 1024 ? [`The package has ${kb(vsixBytes)} KB; ${VSIX_KB} are allowed.`] : []),
    ...(packages > BUNDLED_PACKAGES
      ? [`${packages} npm packages are in the bundle; ${BUNDLED_PACKAGES} are allowed.`]
      : []),
  ];
}

/** The bundled npm packages as "name version", as the bill of materials in the package lists them. */
export function bundled(files: readonly PackedFile[]): string[] {
  const bom = files.find(({ name }) => name === BOM);
  const components = bom === undefined ? [] : parseObject(bom.bytes.toString('utf8'))['components'];
  return (Array.isArray(components) ? components.filter(isObject) : []).map((component) => {
    const [group, name] = [textAt(component, 'group'), textAt(component, 'name')];
    return `${group === undefined ? '' : `${group}/`}${name} ${textAt(component, 'version')}`;
  });
}

function fileFaults(name: string, bytes: number): string[] {
  if (OF_THE_FORMAT.includes(name)) return [];
  const most = ceilingOf(name);
  if (most === undefined) return [`${name} does not belong in the package.`];
  return bytes > most * 1024 ? [`${name} has ${kb(bytes)} KB; ${most} are allowed.`] : [];
}

function ceilingOf(name: string): number | undefined {
  const path = /^extension\/(.+)$/.exec(name)?.[1];
  return CEILINGS.find(({ file }) => path !== undefined && file.test(path))?.kb;
}

function row(size: string, most: number | undefined, what: string): string {
  return `${size.padStart(6)} of ${String(most ?? '-').padStart(3)}  ${what}`;
}

function kb(bytes: number): string {
  return (bytes / 1024).toFixed(1);
}
