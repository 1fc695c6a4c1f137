import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { getL10nJson } from '@vscode/l10n-dev';
import { ROOT, inRoot } from './paths.ts';
import { say } from './say.ts';

// Writes l10n/bundle.l10n.json, the list of all texts that translators start from: every text is its own translation.

const files = globSync('src/**/*.ts', { cwd: ROOT })
  .map((file) => readFileSync(inRoot(file), 'utf8'))
  .filter((contents) => contents.includes('l10n.t('));
const found = await getL10nJson(files.map((contents) => ({ extension: '.ts', contents })));
const entries = Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1));

const bundle = inRoot('l10n', 'bundle.l10n.json');
writeFileSync(bundle, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
say(`${bundle}: ${entries.length} texts`);
