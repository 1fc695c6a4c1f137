import { statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { readVsix } from '../../scripts/packaging/vsix.ts';
import type { Bench, Group } from '../harness/bench.ts';
import { filesOf, packagesIn } from '../harness/bundle.ts';
import type { Figure, Report } from '../harness/figures.ts';

const DIST = 'extension/dist/';

export const packed: Group = { name: 'package', title: 'Package', isUntimed: true, run: measure };

function measure({ options: { vsix, meta } }: Bench): Promise<Report> {
  const code = readVsix(vsix).filter(({ name }) => name.startsWith(DIST));
  const files = code.map(({ name, bytes }) => ({ name: name.slice(DIST.length), bytes }));
  for (const file of filesOf(meta)) {
    if (!files.some(({ name }) => name === file))
      throw new Error(`${file} is not in the package: something else was built meanwhile.`);
  }
  const packages = packagesIn(meta);
  return Promise.resolve({
    figures: [
      { name: 'VSIX', unit: 'KB', values: [statSync(vsix).size / 1000] },
      ...files.map(({ name, bytes }): Figure => ({
        name: `\`dist/${name}\` (${(gzipSync(bytes).length / 1000).toFixed(1)} KB zipped)`,
        unit: 'KB',
        values: [bytes.length / 1000],
      })),
      { name: 'npm packages in the bundle', unit: '', values: [packages.length] },
    ],
    notes: [`Packages: ${packages.join(', ')}. The ceilings are checked by \`npm run package\`.`],
  });
}
