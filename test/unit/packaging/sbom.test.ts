import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';

import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { build } from 'esbuild';

import { billOfMaterials } from '../../../scripts/bundle/sbom.ts';
import { parseObject, readObject } from '../../../scripts/json.ts';
import { ROOT } from '../../../scripts/paths.ts';
import { fakeBundle, type FakeBundle, type FakePackage } from './bundle.ts';

const PACKAGES: readonly FakePackage[] = [
  { name: 'node-thing', version: '3.1.0', license: 'MIT', imports: ['@scope/part'] },
  { name: '@scope/part', version: '0.2.0', license: 'Apache-2.0' },
  { name: 'left-out', license: 'ISC', bytes: 0 },
  { name: 'odd', license: 'SEE LICENSE IN odd.txt' },
];

interface Bom {
  readonly serialNumber?: string;
  readonly metadata: {
    readonly timestamp?: string;
    readonly component: Readonly<Record<string, unknown>>;
  };
  readonly components: readonly {
    readonly purl: string;
    readonly hashes: readonly { readonly alg: string; readonly content: string }[];
    readonly licenses: readonly unknown[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** The published schema of CycloneDX 1.6, made a function that gives what it has against a bill of materials. */
function schema(): (text: string) => unknown {
  const library = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
  const read = (name: string): object =>
    readObject(path.join(path.dirname(library), 'res/schema', `${name}.SNAPSHOT.schema.json`));
  const ajv = new Ajv({ strict: false });
  // By the names under which the main schema refers to them.
  for (const part of ['spdx', 'jsf-0.82']) {
    ajv.addSchema(read(part), `http://cyclonedx.org/schema/${part}.SNAPSHOT.schema.json`);
  }
  formats(ajv);
  // Formats that no library here knows, of fields that are not used.
  for (const name of ['idn-email', 'iri-reference']) ajv.addFormat(name, true);
  const validate = ajv.compile(read('bom-1.6'));
  return (text) => (validate(parseObject(text)) ? [] : validate.errors);
}

describe('the bill of materials', () => {
  let bundle: FakeBundle;
  let text: string;
  let bom: Bom;
  let faultsOf: (text: string) => unknown;

  before(function () {
    // The schema is large, and compiling it takes a busy machine a while.
    this.timeout(60_000);
    faultsOf = schema();
    bundle = fakeBundle(PACKAGES);
    text = billOfMaterials(bundle.meta, bundle.root, undefined);
    bom = JSON.parse(text);
  });
  after(() => bundle.remove());

  it('is what the schema of CycloneDX 1.6 wants', () => {
    assert.deepEqual(faultsOf(text), []);
    assert.equal(parseObject(text)['specVersion'], '1.6');
    assert.notDeepEqual(faultsOf(text.replace('"library"', '"libary"')), []);
    assert.notDeepEqual(faultsOf(text.replace('"MIT"', '"TIM"')), []);
  });

  it('is so for packages that the extension bundles', async () => {
    const contents = 'import fetch from "node-fetch"; import { t } from "@vscode/l10n"; fetch(t("x"));';
    const { metafile } = await build({
      stdin: { contents, resolveDir: ROOT },
      absWorkingDir: ROOT,
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    });
    const real = billOfMaterials(metafile);
    assert.deepEqual(faultsOf(real), []);
    assert.match(real, /"pkg:npm\/node-fetch@/);
    assert.match(real, /"pkg:npm\/%40vscode\/l10n@/);
    assert.doesNotMatch(real, /valibot/);
  });

  it('names what is in the bundle, and nothing that was left out', () => {
    assert.deepEqual(
      bom.components.map(({ purl }) => purl),
      ['pkg:npm/%40scope/part@0.2.0', 'pkg:npm/node-thing@3.1.0', 'pkg:npm/odd@1.0.0'],
    );
    assert.deepEqual(bom.metadata.component, {
      type: 'application',
      name: 'lettr-vscode',
      group: 'lettr',
      version: '1.2.3',
      'bom-ref': 'lettr.lettr-vscode@1.2.3',
      licenses: [{ license: { id: 'MIT' } }],
    });
  });

  it('has the hash of the lockfile and the licence of each', () => {
    for (const { hashes } of bom.components) {
      assert.deepEqual(
        hashes.map(({ alg }) => alg),
        ['SHA-512'],
      );
      assert.match(hashes[0]?.content ?? '', /^cf83e1357eefb8bd[0-9a-f]{112}$/);
    }
    assert.deepEqual(
      bom.components.map(({ licenses }) => licenses),
      [
        [{ license: { id: 'Apache-2.0' } }],
        [{ license: { id: 'MIT' } }],
        [{ license: { name: 'SEE LICENSE IN odd.txt' } }],
      ],
    );
  });

  it('says which brings which', () => {
    const brings = Object.fromEntries(bom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn ?? []]));
    assert.deepEqual(brings, {
      'lettr.lettr-vscode@1.2.3': [
        'pkg:npm/%40scope/part@0.2.0',
        'pkg:npm/node-thing@3.1.0',
        'pkg:npm/odd@1.0.0',
      ],
      'pkg:npm/%40scope/part@0.2.0': [],
      'pkg:npm/node-thing@3.1.0': ['pkg:npm/%40scope/part@0.2.0'],
      'pkg:npm/odd@1.0.0': [],
    });
  });

  it('is the same text for the same bundle, in whatever order esbuild names its parts', () => {
    assert.equal(bom.serialNumber, undefined);
    assert.equal(bom.metadata.timestamp, undefined);
    const turned = fakeBundle(PACKAGES.toReversed());
    try {
      assert.equal(billOfMaterials(turned.meta, turned.root, undefined), text);
    } finally {
      turned.remove();
    }
  });

  it('has the time of the source, if one is given', () => {
    const dated: Bom = JSON.parse(billOfMaterials(bundle.meta, bundle.root, '1767225600'));
    assert.equal(dated.metadata.timestamp, '2026-01-01T00:00:00.000Z');
  });

  for (const [what, locked] of [
    ['is not in the lockfile', undefined],
    ['has another version there', { version: '2.0.0', integrity: 'sha512-AAAA' }],
    ['has no hash there', { version: '1.0.0' }],
  ] as const) {
    it(`is not made when a package ${what}`, () => {
      const odd = fakeBundle([{ name: 'stray', license: 'MIT', locked }]);
      try {
        assert.throws(() => billOfMaterials(odd.meta, odd.root), /stray 1\.0\.0 is not what the lockfile/);
      } finally {
        odd.remove();
      }
    });
  }
});
