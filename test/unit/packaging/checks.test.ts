import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { BUNDLED_PACKAGES, sizes, VSIX_KB } from '../../../scripts/packaging/ceilings.ts';
import { packageFaults } from '../../../scripts/packaging/checks.ts';
import type { PackedFile } from '../../../scripts/packaging/vsix.ts';

const ICON = readFileSync(new URL('../../../media/icon.png', import.meta.url));
const KB = 1024;

/** The texts of a package that has no fault, by path below `extension/`. */
const SOUND: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    license: 'MIT',
    icon: 'media/icon.png',
    repository: { url: 'https://example.com' },
    contributes: { title: '%view.title%', views: [{ icon: 'media/lettr.svg' }] },
  }),
  'package.nls.json': '{"view.title": "Webhooks"}',
  'package.nls.de.json': '{"view.title": "Webhooks"}',
  'readme.md': '# Lettr',
  'changelog.md': '# Changelog',
  'LICENSE.txt': 'MIT License',
  'l10n/bundle.l10n.json': '{}',
  'l10n/bundle.l10n.de.json': '{}',
  'media/lettr.svg': '<svg/>',
  'media/walkthrough/account.svg': '<svg/>',
  'dist/extension.cjs': '"use strict";',
  'dist/chunk-ABCD1234.cjs': '"use strict";',
  'dist/later-ABCD1234.cjs': '"use strict";',
  'dist/transport-ABCD1234.cjs': '"use strict";',
  'dist/sbom.cdx.json': bom(['@scope/ant 1.0.0', 'bee 2.1.0']),
  'dist/THIRD-PARTY-LICENSES.txt': 'Packages.\n\n@scope/ant 1.0.0\nLicense: MIT\n\nbee 2.1.0\nLicense: ISC\n',
};

function bom(titles: readonly string[]): string {
  const components = titles.map((title) => {
    const [, group, name, version] = /^(?:(@.+)\/)?(\S+) (\S+)$/.exec(title) ?? [];
    return { group, name, version };
  });
  return JSON.stringify({ components });
}

/** Files of a package: the sound ones, with changes; undefined removes one. */
function filesOf(changes: Readonly<Record<string, string | undefined>> = {}): PackedFile[] {
  const texts = Object.entries({ ...SOUND, ...changes });
  return [
    { name: 'extension.vsixmanifest', bytes: Buffer.from('') },
    { name: '[Content_Types].xml', bytes: Buffer.from('') },
    ...('media/icon.png' in changes ? [] : [{ name: 'extension/media/icon.png', bytes: ICON }]),
    ...texts.flatMap(([path, text]) =>
      text === undefined ? [] : [{ name: `extension/${path}`, bytes: Buffer.from(text, 'latin1') }],
    ),
  ];
}

describe('the check of the package', () => {
  it('finds nothing in a sound one', () => {
    assert.deepEqual(packageFaults(filesOf(), VSIX_KB * KB), []);
  });

  it('has the whole stay below its ceiling', () => {
    assert.deepEqual(packageFaults(filesOf(), (VSIX_KB + 1) * KB), [
      `The package has ${VSIX_KB + 1}.0 KB; ${VSIX_KB} are allowed.`,
    ]);
  });

  const many = Array.from({ length: BUNDLED_PACKAGES + 1 }, (_, index) => `ant${index} 1.0.0`);
  const faulty: readonly (readonly [string, Readonly<Record<string, string | undefined>>, RegExp])[] = [
    ['a source', { 'src/extension.ts': '' }, /^extension\/src\/extension\.ts does not belong/],
    ['a source map', { 'dist/extension.cjs.map': '' }, /extension\.cjs\.map does not belong/],
    ['a chunk without a ceiling', { 'dist/stray-ABCD1234.cjs': '' }, /stray-ABCD1234\.cjs does not belong/],
    ['no bundle', { 'dist/extension.cjs': undefined }, /extension\.cjs is missing/],
    [
      'a bundle that is too large',
      { 'dist/extension.cjs': 'x'.repeat(99 * KB) },
      /extension\.cjs has 99\.0 KB; \d+ are/,
    ],
    [
      'a picture that is too large',
      { 'media/walkthrough/account.svg': 'x'.repeat(9 * KB) },
      /account\.svg has 9\.0 KB/,
    ],
    [
      'too many bundled packages',
      {
        'dist/sbom.cdx.json': bom(many),
        'dist/THIRD-PARTY-LICENSES.txt': many.join('\n'),
      },
      new RegExp(`^${many.length} npm packages are in the bundle; ${BUNDLED_PACKAGES} are`),
    ],
    [
      'a bundled package without its licence',
      { 'dist/sbom.cdx.json': bom(['bee 2.2.0']) },
      /^bee 2\.2\.0 is in the bundle/,
    ],
    ['a key', { 'readme.md': `lttr_${'a1'.repeat(20)}` }, /readme\.md contains an API key/],
    [
      'a picture that is not there',
      { 'media/lettr.svg': undefined },
      /names extension\/media\/lettr\.svg, which is not/,
    ],
    [
      'a text without English',
      { 'package.nls.json': '{}' },
      /^%view\.title% is not in extension\/package\.nls\.json/,
    ],
    [
      'a text without German',
      { 'package.nls.de.json': '{}' },
      /^%view\.title% is not in extension\/package\.nls\.de/,
    ],
    ['an icon that is no PNG', { 'media/icon.png': '<svg/>' }, /^media\/icon\.png is not a PNG/],
    [
      'an icon of another size',
      {
        'media/icon.png': ICON.toString('latin1').replace('\0\0\0\x80\0\0\0\x80', '\0\0\0\x40\0\0\0\x40'),
      },
      /^media\/icon\.png has 64 x 64 pixels/,
    ],
  ];
  for (const [what, changes, fault] of faulty) {
    it(`finds ${what}`, () => {
      const faults = packageFaults(filesOf(changes), KB);
      assert.equal(faults.length, 1, faults.join('\n'));
      assert.match(faults[0] ?? '', fault);
    });
  }

  it('prints each file with its ceiling, the whole and the number of packages', () => {
    const lines = sizes(filesOf({ 'dist/extension.cjs': 'x'.repeat(1536) }), 3 * KB);
    assert.equal(lines.length, filesOf().length + 2);
    assert.ok(
      lines.some((line) => /^ +1\.5 of +\d+ {2}extension\/dist\/extension\.cjs$/.test(line)),
      lines.join('\n'),
    );
    assert.match(lines.at(-2) ?? '', new RegExp(`^ +3\\.0 of ${VSIX_KB} {2}the package`));
    assert.match(lines.at(-1) ?? '', /^ +2 of +\d+ {2}bundled npm packages$/);
  });
});
