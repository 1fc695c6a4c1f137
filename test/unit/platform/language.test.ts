import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';

import { languageOf } from '../../../src/platform/language.ts';

const ROOT = new URL('../../../', import.meta.url);

describe('the language of the UI', () => {
  for (const [name, tag] of [
    ['de', 'de'],
    ['zh-cn', 'zh-CN'],
    ['pt_BR', 'pt-BR'],
    ['en_US', 'en-US'],
    ['de_DE.UTF-8', 'de-DE'],
    ['sr_RS@latin', 'sr-RS'],
    ['C', 'en'],
    ['C.UTF-8', 'en'],
    ['POSIX', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    ['nonsense', 'en'],
    ['xx', 'en'],
    ['qps-ploc', 'en'],
    ['not a language', 'en'],
    ['-', 'en'],
  ] as const) {
    it(`is ${tag} where VS Code says ${JSON.stringify(name)}`, () => {
      const language = languageOf(name);

      assert.equal(language, tag);
      // The fallback of Intl itself would be the system's language.
      assert.deepEqual(Intl.DateTimeFormat.supportedLocalesOf(language), [tag]);
    });
  }
});

/** What makes words or an order in a language, with its arguments as far as one line shows them. */
const LOCALISED = /\b(?:new Intl\.\w+|\.toLocale\w*|\.localeCompare)\(([^)]*)/g;

/** The language among the arguments. */
function languageIn(call: string): string | undefined {
  const args = call.slice(call.indexOf('(') + 1).split(',');
  return args[call.startsWith('.localeCompare') ? 1 : 0]?.trim();
}

describe('the source', () => {
  const files = globSync('src/**/*.ts', { cwd: ROOT }).toSorted();
  const codeOf = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8');

  it('reads the language of VS Code in one place', () => {
    const readers = files.filter((file) => /\benv\b[^;]*?\.language\b/.test(codeOf(file)));

    assert.deepEqual(readers, ['src/platform/vscode/language.ts']);
  });

  it('gives every formatter and every order a language', () => {
    const calls = files.flatMap((file) =>
      [...codeOf(file).matchAll(LOCALISED)].map(([call]) => ({ file, call, language: languageIn(call) })),
    );
    const odd = calls.filter(
      ({ language = '' }) =>
        !/^(?:this\.)?(?:'und'|language|uiLanguage\(|#options\.language\()/.test(
          language.replace(/^this\./, ''),
        ),
    );

    assert.ok(calls.length > 5);
    assert.deepEqual(odd, []);
  });
});
