import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { handlerSources, snippetBody } from '../../../scripts/bundle/snippets.ts';

/** What VS Code makes of a body when nothing is typed: the escapes and the placeholder are gone, tabs are spaces. */
function inserted(body: readonly string[], indent: string): string {
  return body
    .map((line) =>
      line
        .replace(/\$\{0:(.*)\}$/, '$1')
        .replaceAll(/\\([\\$}])/g, '$1')
        .replace(/^\t+/, (tabs) => indent.repeat(tabs.length)),
    )
    .join('\n');
}

describe('the snippets of webhook handlers', () => {
  for (const { name, file } of handlerSources()) {
    it(`insert the code for ${name} as it was tested`, () => {
      const code = readFileSync(`snippets/${file}`, 'utf8');
      const indent = /^([ \t]+)\S/m.exec(code)?.[1] ?? '';
      assert.equal(inserted(snippetBody(code), indent), code.trimEnd());
    });

    it(`select one place in the code for ${name}`, () => {
      const body = snippetBody(readFileSync(`snippets/${file}`, 'utf8'));
      const selected = body.filter((line) => line.includes('${0:'));
      assert.equal(selected.length, 1);
      // Code that is typed over the comment must not come to stand behind a statement.
      assert.match(selected[0] ?? '', /^\t*\$\{0:/);
    });
  }

  it('are contributed for the languages that they are written in', () => {
    const languages = new Set(handlerSources().map(({ language }) => language));
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
    const paths = new Set(contributes.snippets.map((entry: { path: string }) => entry.path));
    assert.deepEqual(paths, new Set([...languages].map((language) => `./dist/snippets/${language}.json`)));
  });

  it('hold none of the faults that handlers often have', () => {
    for (const { name, file } of handlerSources()) {
      const code = readFileSync(`snippets/${file}`, 'utf8');
      assert.doesNotMatch(code, /createHmac|hash_hmac|lettr-signature/i, `${name}: nothing is signed`);
      assert.doesNotMatch(code, /split\(['"]:/, `${name}: breaks a password with a colon`);
      assert.doesNotMatch(code, /event\.id\b|event\[['"]id['"]\]/, `${name}: the field is event_id`);
      assert.match(code, /WEBHOOK_USERNAME|lettr\.username/, `${name}: the credentials' usual names`);
      assert.match(code, /msys/i, `${name}: events are wrapped`);
    }
  });
});
