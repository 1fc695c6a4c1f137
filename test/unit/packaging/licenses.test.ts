import assert from 'node:assert/strict';

import { thirdPartyLicenses } from '../../../scripts/bundle/licenses.ts';
import { fakeBundle, type FakePackage } from './bundle.ts';

const WORDS = 'Everybody may use this, as long as this text stays with it. '.repeat(9);

function licensesOf(...packages: readonly FakePackage[]): string {
  const bundle = fakeBundle(packages);
  try {
    return thirdPartyLicenses(bundle.meta, bundle.root);
  } finally {
    bundle.remove();
  }
}

describe('the licences of what is bundled', () => {
  it('stand in one text, by package', () => {
    const text = licensesOf(
      { name: 'zebra', license: 'ISC', files: { LICENSE: `Zebra. ${WORDS}` } },
      { name: '@scope/ant', version: '2.0.0', license: 'MIT', files: { 'license.md': `Ant. ${WORDS}` } },
      { name: 'left-out', bytes: 0 },
    );
    assert.match(
      text,
      /^This extension contains[^]+\n@scope\/ant 2\.0\.0\nLicense: MIT\n\nAnt\. [^]+\nzebra 1\.0\.0\nLicense: ISC\n\nZebra\. /,
    );
    assert.doesNotMatch(text, /left-out/);
  });

  it('are taken from the readme where there is no file', () => {
    const readme = `# Ant\n\nDoes things.\n\n## License\n\nCopyright &lt;me@example.com&gt;. ${WORDS}\n`;
    const text = licensesOf({ name: 'ant', license: 'MIT', files: { 'README.md': readme } });
    assert.match(text, /Copyright <me@example\.com>\. Everybody/);
    assert.doesNotMatch(text, /Does things/);
  });

  it('have the notice of a package too, which Apache-2.0 asks for', () => {
    const files = { LICENSE: WORDS, NOTICE: 'Ant, made by ants.' };
    assert.match(
      licensesOf({ name: 'ant', license: 'Apache-2.0', files }),
      /Everybody[^]+\n\nAnt, made by ants\./,
    );
  });

  it('are the standard text where a package only names MIT and its author', () => {
    const files = { 'README.md': '# Ant\n\n## License\n\nMIT\n' };
    const text = licensesOf({ name: 'ant', license: 'MIT', author: 'A. Nt', files });
    assert.match(text, /Copyright \(c\) A\. Nt\n[^]+Permission is hereby granted/);
  });

  const incomplete: readonly (readonly [string, FakePackage])[] = [
    ['names no licence', { name: 'ant', files: { LICENSE: WORDS } }],
    ['has no text', { name: 'ant', license: 'ISC', author: 'A. Nt' }],
    ['has no text and no author', { name: 'ant', license: 'MIT' }],
    ['only repeats the name', { name: 'ant', license: 'ISC', files: { 'README.md': '## License\n\nISC\n' } }],
  ];
  for (const [what, one] of incomplete) {
    it(`stop the build when a package ${what}`, () => {
      assert.throws(() => licensesOf(one), /ant 1\.0\.0 has no licence text/);
    });
  }
});
