import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { EXTENSION_META, extensionBuild } from './bundle/extension.ts';
import { thirdPartyLicenses } from './bundle/licenses.ts';
import { writeSnippets } from './bundle/snippets.ts';
import { testBuild } from './bundle/tests.ts';
import { inRoot } from './paths.ts';
import { fail, say } from './say.ts';
import { writeSchemas } from './schemas.ts';

/** Bundles the extension into `dist/` and writes its JSON Schemas; in production also writes the licences and the bill of materials of what the bundle contains. */
export async function buildExtension(production: boolean): Promise<void> {
  writeSchemas();
  const { metafile } = await build(extensionBuild(production));
  mkdirSync(path.dirname(EXTENSION_META), { recursive: true });
  writeFileSync(EXTENSION_META, JSON.stringify(metafile));
  writeSnippets();
  if (!production) return;
  writeFileSync(inRoot('dist/THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(metafile));
  // Loaded only here: its library takes longer than the whole build.
  const { billOfMaterials } = await import('./bundle/sbom.ts');
  writeFileSync(inRoot('dist/sbom.cdx.json'), billOfMaterials(metafile));
}

/** Bundles the integration tests into `out/`. */
export async function buildTests(): Promise<void> {
  await build(testBuild());
}

/** Bundles the extension, and the tests if asked to, at every change until the process ends. */
async function watch(production: boolean, tests: boolean): Promise<void> {
  writeSchemas();
  writeSnippets();
  for (const options of [extensionBuild(production), ...(tests ? [testBuild()] : [])]) {
    const watched = await context({ ...options, logLevel: 'info' });
    await watched.watch();
  }
}

async function main(): Promise<void> {
  const option = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ options: { production: option, watch: option, tests: option } });
  if (values.watch) return watch(values.production, values.tests);
  await buildExtension(values.production);
  if (values.tests) await buildTests();
  say(
    `Built dist/extension.cjs${values.production ? ' for production' : ''}${values.tests ? ' and the tests' : ''}.`,
  );
}

if (import.meta.main) await main().catch(fail);
