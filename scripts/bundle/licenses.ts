import { readdirSync, readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';
import { readObject, textAt, type JsonObject } from '../json.ts';
import { inRoot } from '../paths.ts';

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENSE_FILE = /^licen[cs]e/i;
const LICENSE_SECTION = /^(?:#+ *)?licen[cs]e\s*(?:-+\s*)?\n([\s\S]+)/im;
const LINK_TARGET = /^\[[^\]]+\]:.*$/gm;

/**
 * The licences of every npm package in a bundle, as one text sorted by package name.
 * @throws Error that names a package without a licence or without its text
 */
export function thirdPartyLicenses(meta: Metafile): string {
  const sections = bundledPackages(meta).map(section);
  const intro = 'This extension contains the following third-party packages.\n';
  return [intro, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folders, relative to the repository, of the npm packages whose code is in the bundle. */
export function bundledPackages(meta: Metafile): string[] {
  const folders = Object.values(meta.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => PACKAGE_FOLDER.exec(file)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].toSorted();
}

function section(folder: string): string {
  const manifest = readObject(inRoot(folder, 'package.json'));
  const license = textAt(manifest, 'license');
  const text = licenseText(folder) ?? standardText(manifest);
  const title = `${textAt(manifest, 'name')} ${textAt(manifest, 'version')}`;
  if (license === undefined || text === undefined) {
    throw new Error(`The bundled package ${title} has no licence text: it may not be shipped.`);
  }
  return `${title}\nLicense: ${license}\n\n${text.trim()}\n`;
}

/** The licence file, or the section of the readme that some packages have in its place. */
function licenseText(folder: string): string | undefined {
  const names = readdirSync(inRoot(folder));
  const file = names.find((name) => LICENSE_FILE.test(name));
  if (file !== undefined) return readFileSync(inRoot(folder, file), 'utf8');
  const readme = names.find((name) => /^readme/i.test(name));
  if (readme === undefined) return undefined;
  const text = LICENSE_SECTION.exec(readFileSync(inRoot(folder, readme), 'utf8'))?.[1];
  return text?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replace(LINK_TARGET, '');
}

/** Some packages name the MIT licence in their manifest only; its standard text then stands with the author's name. */
function standardText(manifest: JsonObject): string | undefined {
  const author = textAt(manifest, 'author') ?? textAt(manifest, 'author', 'name');
  if (textAt(manifest, 'license') !== 'MIT' || author === undefined) return undefined;
  return readFileSync(inRoot('LICENSE'), 'utf8').replace(/^Copyright .*$/m, () => `Copyright (c) ${author}`);
}
