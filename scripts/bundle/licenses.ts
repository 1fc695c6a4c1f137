import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { readObject, textAt, type JsonObject } from '../json.ts';
import { ROOT } from '../paths.ts';
import { bundledPackages } from './packages.ts';

const LICENSE_FILE = /^licen[cs]e/i;
const NOTICE_FILE = /^notice(\.(txt|md))?$/i;
const LICENSE_SECTION = /^(?:#+ *)?licen[cs]e\s*(?:-+\s*)?\n([\s\S]+)/im;
const LINK_TARGET = /^\[[^\]]+\]:.*$/gm;
/** Characters; a section that only names its licence is shorter than any licence is. */
const SHORTEST_LICENSE = 300;

/**
 * The licences of every npm package in a bundle, as one text sorted by package name.
 * @param meta what esbuild says went into the bundle
 * @param root the folder that the paths of `meta` begin at
 * @throws Error that names a package without a licence or without its text
 */
export function thirdPartyLicenses(meta: Metafile, root = ROOT): string {
  const sections = bundledPackages(meta).map((folder) => section(path.join(root, folder)));
  const intro = 'This extension contains the following third-party packages.\n';
  return [intro, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}

function section(folder: string): string {
  const manifest = readObject(path.join(folder, 'package.json'));
  const license = textAt(manifest, 'license');
  const text = licenseText(folder) ?? standardText(manifest);
  const title = `${textAt(manifest, 'name')} ${textAt(manifest, 'version')}`;
  if (license === undefined || text === undefined) {
    throw new Error(`The bundled package ${title} has no licence text: it may not be shipped.`);
  }
  return [`${title}\nLicense: ${license}`, text.trim(), ...notices(folder)].join('\n\n') + '\n';
}

/** The licence file, or the section of the readme that some packages have in its place. */
function licenseText(folder: string): string | undefined {
  const names = readdirSync(folder);
  const file = names.find((name) => LICENSE_FILE.test(name));
  if (file !== undefined) return readFileSync(path.join(folder, file), 'utf8');
  const readme = names.find((name) => /^readme/i.test(name));
  if (readme === undefined) return undefined;
  const text = LICENSE_SECTION.exec(readFileSync(path.join(folder, readme), 'utf8'))?.[1] ?? '';
  const license = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replace(LINK_TARGET, '');
  return license.length < SHORTEST_LICENSE ? undefined : license;
}

/** What Apache-2.0 wants passed on beside the licence. */
function notices(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => NOTICE_FILE.test(name));
  return names.map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
}

/** Some packages name the MIT licence in their manifest only; its standard text then stands with the author's name. */
function standardText(manifest: JsonObject): string | undefined {
  const author = textAt(manifest, 'author') ?? textAt(manifest, 'author', 'name');
  if (textAt(manifest, 'license') !== 'MIT' || author === undefined) return undefined;
  return readFileSync(path.join(ROOT, 'LICENSE'), 'utf8').replace(
    /^Copyright .*$/m,
    () => `Copyright (c) ${author}`,
  );
}
