import path from 'node:path';
import { Enums, Models, Serialize, Spec, SPDX } from '@cyclonedx/cyclonedx-library';
import type { Metafile } from 'esbuild';
import { isObject, readObject, textAt, type JsonObject } from '../json.ts';
import { ROOT } from '../paths.ts';
import { bundledPackages, packageFolder } from './packages.ts';

/** How the lockfile writes the SHA-512 of a package's archive. */
const SHA512 = /^sha512-([A-Za-z0-9+/]+=*)$/;

/**
 * The bill of materials of a bundle: CycloneDX 1.6 as JSON. It names the packages whose code is in the bundle, with the
 * hashes of the lockfile, and which of them brings which. The same bundle gives the same text: there is no serial number,
 * and no time but `epoch`.
 * @param meta what esbuild says went into the bundle
 * @param root the folder that the paths of `meta` begin at, with the manifest and the lockfile
 * @param epoch seconds since 1970, if there is to be a time
 * @throws Error that names a package which the lockfile does not hold in the installed version
 */
export function billOfMaterials(
  meta: Metafile,
  root = ROOT,
  epoch = process.env['SOURCE_DATE_EPOCH'],
): string {
  const lock = readObject(path.join(root, 'package-lock.json'));
  const components = new Map(
    bundledPackages(meta).map((folder) => [folder, component(root, folder, locked(lock, folder))]),
  );
  const extension = application(readObject(path.join(root, 'package.json')));
  for (const [from, to] of edges(meta)) {
    const dependency = components.get(to);
    const dependent = from === undefined ? extension : components.get(from);
    if (dependency !== undefined) dependent?.dependencies.add(dependency.bomRef);
  }
  const metadata = new Models.Metadata({ component: extension });
  metadata.lifecycles.add(Enums.LifecyclePhase.Build);
  if (epoch !== undefined) metadata.timestamp = new Date(Number(epoch) * 1000);
  const bom = new Models.Bom({ metadata });
  for (const one of components.values()) bom.components.add(one);
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 1 })}\n`;
}

function application(manifest: JsonObject): Models.Component {
  const name = textAt(manifest, 'name') ?? '';
  const version = textAt(manifest, 'version') ?? '';
  const publisher = textAt(manifest, 'publisher') ?? '';
  const extension = new Models.Component(Enums.ComponentType.Application, name, {
    group: publisher,
    version,
    bomRef: `${publisher}.${name}@${version}`,
  });
  addLicense(extension, manifest);
  return extension;
}

function component(root: string, folder: string, entry: JsonObject | undefined): Models.Component {
  const manifest = readObject(path.join(root, folder, 'package.json'));
  const fullName = textAt(manifest, 'name') ?? '';
  const version = textAt(manifest, 'version') ?? '';
  const hash = SHA512.exec(textAt(entry ?? {}, 'integrity') ?? '')?.[1];
  if (hash === undefined || textAt(entry ?? {}, 'version') !== version) {
    throw new Error(`The bundled package ${fullName} ${version} is not what the lockfile names: run npm ci.`);
  }
  const [name = '', group] = fullName.split('/').toReversed();
  const purl = `pkg:npm/${group === undefined ? '' : `${encodeURIComponent(group)}/`}${name}@${version}`;
  const library = new Models.Component(Enums.ComponentType.Library, name, {
    ...(group === undefined ? {} : { group }),
    version,
    bomRef: purl,
    purl,
    scope: Enums.ComponentScope.Required,
  });
  library.hashes.set(Enums.HashAlgorithm['SHA-512'], Buffer.from(hash, 'base64').toString('hex'));
  addLicense(library, manifest);
  return library;
}

function addLicense(to: Models.Component, manifest: JsonObject): void {
  const license = textAt(manifest, 'license');
  if (license === undefined) return;
  to.licenses.add(
    SPDX.isSupportedSpdxId(license) ? new Models.SpdxLicense(license) : new Models.NamedLicense(license),
  );
}

function locked(lock: JsonObject, folder: string): JsonObject | undefined {
  const packages = lock['packages'];
  const entry = isObject(packages) ? packages[folder] : undefined;
  return isObject(entry) ? entry : undefined;
}

/** Which package imports which, by folder; our own code is undefined. */
function edges(meta: Metafile): [string | undefined, string][] {
  return Object.entries(meta.inputs).flatMap(([file, { imports }]) =>
    imports.flatMap(({ path: imported }): [string | undefined, string][] => {
      const [from, to] = [packageFolder(file), packageFolder(imported)];
      return to === undefined || from === to ? [] : [[from, to]];
    }),
  );
}
