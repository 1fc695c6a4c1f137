import assert from 'node:assert/strict';

import { renderMarkdown } from '../../../src/explain/markdown.ts';
import { HOSTILE } from './harness.ts';
import { SITUATIONS, UNPRINTED, page, textsOf, withText } from './pages.ts';

/** The text that a reader of rendered Markdown sees, roughly: without escapes, fences and marks of blocks. */
function plainOf(markdown: string): string {
  return markdown
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/`+ ?([^`]*?) ?`+/g, '$1')
    .replace(/^(?:#+|-) /gm, '');
}

/** What each line is, without its text. */
function shapeOf(markdown: string): readonly string[] {
  return markdown.split('\n').map((line) => /^(?:#+ |- |\| |\|$|$)/.exec(line)?.[0] ?? 'text');
}

describe('an explanation as Markdown', () => {
  for (const [name, what] of Object.entries(SITUATIONS)) {
    it(`says of ${name} all that the panel says`, () => {
      const shown = page(what);
      const text = plainOf(renderMarkdown(shown));
      for (const one of textsOf(shown)) {
        assert.ok(text.includes(one), `"${one}" is not in ${text}`);
      }
    });
  }

  it('has a heading first, and one blank line between blocks', () => {
    const text = renderMarkdown(page(SITUATIONS['failing with everything'] ?? assert.fail()));
    assert.match(text, /^# Health: One\n\n/);
    assert.doesNotMatch(text, /\n\n\n/);
    assert.match(text, /[^\n]\n$/);
  });

  it('names the commands, since a document cannot run them', () => {
    const text = renderMarkdown(page(SITUATIONS['disabled here'] ?? assert.fail()));
    assert.match(text, /- Enable Webhook: use the command "Lettr: Enable Webhook"/);
    assert.doesNotMatch(text, /command:|Open as Text/);
  });

  it('writes the endpoint and the id as they are', () => {
    const text = renderMarkdown(page(SITUATIONS['healthy'] ?? assert.fail()));
    assert.match(text, /^- Endpoint: `https:\/\/one\.example\.com\/`$/m);
    assert.match(text, /^- ID: `one`$/m);
  });

  describe('with hostile text', () => {
    const harmless = shapeOf(renderMarkdown(page(withText('harmless'))));

    for (const text of HOSTILE) {
      it(`${JSON.stringify(text.slice(0, 40))} keeps its lines`, () => {
        const markdown = renderMarkdown(page(withText(text)));
        assert.deepEqual(shapeOf(markdown), harmless);
        assert.doesNotMatch(markdown, UNPRINTED);
      });
    }

    it('of 100 kB does not grow', () => {
      assert.ok(renderMarkdown(page(withText('`[x]('.repeat(20_000)))).length < 50_000);
    });
  });
});
