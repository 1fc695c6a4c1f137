import assert from 'node:assert/strict';

import { renderMarkdown } from '../../../src/pages/markdown.ts';
import type { Block } from '../../../src/pages/page.ts';
import { NOW, everything } from './everything.ts';
import { HOSTILE, UNPRINTED } from './tags.ts';

function render(...blocks: readonly Block[]): string {
  return renderMarkdown({ title: 'Page', blocks }, 'en');
}

/** What each line is, without its text. */
function shapeOf(markdown: string): readonly string[] {
  return markdown
    .split('\n')
    .map((line) =>
      /^\|(?: -+ \||[^|]*)/.test(line) ? '|' : (/^(?:#+ | *- |\d+\. |`{3,}|$)/.exec(line)?.[0] ?? 'text'),
    );
}

describe('a page as Markdown', () => {
  it('reads well as it is written', () => {
    const page = everything('words');
    assert.equal(
      renderMarkdown({ ...page, blocks: page.blocks.slice(0, 7) }, 'en'),
      [
        '# words',
        'words',
        'Last failure Jun 15, 2030, 11:00:00 AM UTC at `words`',
        'words',
        'words',
        '- words\n  - words\n  - → words',
        '1. words\n2. words',
        '- words: words\n',
      ].join('\n\n'),
    );
  });

  it('lines tables up, and shows what a webview folds or hides', () => {
    const page = everything('words');
    assert.equal(
      renderMarkdown({ ...page, blocks: page.blocks.slice(7) }, 'en'),
      [
        'words',
        [
          '| Type      | words |',
          '| --------- | ----- |',
          '| **words** |       |',
          '| words     | words |',
          '| words     |       |',
        ].join('\n'),
        'words',
        '```json\nwords\n```',
        '## words',
        '### words',
        'words',
        '## words',
        '### words',
        '```sh\none\n\ttwo words\n```',
        '### words',
        'words\n',
      ].join('\n\n'),
    );
  });

  it('has no relative times, so that it stays the same while nothing happens', () => {
    assert.equal(
      render({ kind: 'fields', fields: [{ label: 'Last success', value: [{ time: NOW }] }] }),
      '- Last success: Jun 15, 2030, 12:00:00 PM UTC\n',
    );
  });

  describe('with hostile text', () => {
    const harmless = shapeOf(renderMarkdown(everything('harmless'), 'en'));

    for (const text of HOSTILE.filter((hostile) => !hostile.includes('\n') && !hostile.includes('```'))) {
      it(`${JSON.stringify(text.slice(0, 40))} keeps its lines`, () => {
        const markdown = renderMarkdown(everything(text), 'en');
        assert.deepEqual(shapeOf(markdown), harmless);
      });
    }

    for (const text of HOSTILE) {
      it(`${JSON.stringify(text.slice(0, 40))} stays one line outside of code`, () => {
        const markdown = render(
          { kind: 'paragraph', text },
          { kind: 'list', items: [{ text: [{ code: text }] }] },
        );
        assert.equal(markdown.split('\n').length, 4);
        assert.doesNotMatch(markdown, UNPRINTED);
      });
    }
  });
});
