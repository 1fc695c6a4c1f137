import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import * as l10n from '@vscode/l10n';

import { batchSchema } from '../src/samples/schema.ts';
import { inRoot } from './paths.ts';

/** Each language of the schema of a batch: the file in `schemas`, and its translations, if it needs any. */
const LANGUAGES = [
  { file: 'batch.schema.json', bundle: undefined },
  { file: 'batch.schema.de.json', bundle: 'l10n/bundle.l10n.de.json' },
] as const;

/** Writes the JSON Schemas that the package carries. They are made from the samples and the descriptions of their fields. */
export function writeSchemas(): void {
  mkdirSync(inRoot('schemas'), { recursive: true });
  for (const { file, bundle } of LANGUAGES) {
    l10n.config({
      contents: bundle === undefined ? {} : JSON.parse(readFileSync(inRoot(bundle), 'utf8')),
    });
    writeFileSync(inRoot('schemas', file), JSON.stringify(batchSchema()));
  }
  l10n.config({ contents: {} });
}
