import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { renderHtml } from '../../../src/pages/html.ts';
import { element } from '../../../src/pages/markup.ts';
import type { Block } from '../../../src/pages/page.ts';
import { NOW, everything } from './everything.ts';
import { HOSTILE, UNPRINTED, assertHarmless, skeleton, tagsOf, textOf } from './tags.ts';

const NONCE = 'c2VjcmV0';
const STYLE = readFileSync(new URL('../../../src/pages/page.css', import.meta.url), 'utf8');

function render(blocks: readonly Block[], at?: string): string {
  return renderHtml({ title: 'Page', blocks }, { style: STYLE, nonce: NONCE, language: 'en', now: NOW, at });
}

describe('a page as HTML', () => {
  const html = render(everything('words').blocks);
  const tags = tagsOf(html);
  const named = (name: string) => tags.filter((tag) => tag.name === name);

  it('runs and loads nothing', () => {
    assertHarmless(html, NONCE);
  });

  it('has headings that leave no level out', () => {
    const levels = tags.flatMap(({ name }) => (/^h[1-6]$/.test(name) ? Number(name[1]) : []));
    assert.deepEqual(levels, [1, 2, 3, 2]);
  });

  it('has words for pictures, tables, tabs and the region that scrolls', () => {
    assert.equal(named('figure').length, named('figcaption').length);
    assert.equal(named('table').length, named('caption').length);
    assert.equal(named('fieldset').length, named('legend').length);
    for (const { attributes } of named('th')) {
      assert.match(attributes.get('scope') ?? '', /^(?:row|col|rowgroup)$/);
    }
    const region = tags.find(({ attributes }) => attributes.get('role') === 'region');
    assert.equal(region?.attributes.get('aria-label'), 'words');
    assert.equal(region.attributes.get('tabindex'), '0');
    assert.equal(tags[0]?.attributes.get('lang'), 'en');
  });

  it('shows how long ago something was, and date and time on hover', () => {
    assert.deepEqual(
      named('time').map(({ attributes }) => attributes.get('title')),
      ['Jun 15, 2030, 11:00:00 AM UTC'],
    );
    assert.match(textOf(html), /Last failure .*1 hour ago .*at words/);
  });

  it('keeps the blanks between the parts of a text', () => {
    const parts = [{ code: 'a' }, ' and ', { time: NOW }, '.'] as const;
    assert.match(
      render([{ kind: 'paragraph', text: parts }]),
      /<\/code> and <time[^>]*>just now<\/time>\.<\/p>/,
    );
  });

  it('opens at a section, and chooses the first tab', () => {
    const isOpened = (page: string) =>
      tagsOf(page).flatMap(({ attributes }) =>
        attributes.get('class') === 'opened-at' ? attributes.get('aria-labelledby') : [],
      );
    assert.deepEqual(isOpened(html), []);
    assert.deepEqual(isOpened(render(everything('words').blocks, 'causes')), ['section-causes']);
    const radios = named('input').map(({ attributes }) => [
      attributes.get('name'),
      attributes.has('checked'),
    ]);
    assert.deepEqual(radios, [
      ['tabs-1', true],
      ['tabs-1', false],
    ]);
  });

  it('copies what a button stands beside, unless that is too long for a link', () => {
    const copied = (text: string) =>
      tagsOf(render([{ kind: 'code', language: '', text }])).flatMap(
        ({ attributes }) => attributes.get('href') ?? [],
      );
    const [href = ''] = copied('a "quoted"\nline');
    assert.match(href, /^command:lettr\.page\.copy\?/);
    assert.deepEqual(JSON.parse(decodeURIComponent(href.split('?')[1] ?? '')), [
      { text: 'a "quoted"\nline' },
    ]);
    assert.deepEqual(copied('x'.repeat(200_000)), []);
  });

  it('writes out in code what would hide or reorder it', () => {
    const page = render([{ kind: 'code', language: '', text: 'a\u202Eb\u0000\tc\n' }]);
    assert.match(page, /a\\u202eb\\u0000\tc\n/);
  });

  describe('with hostile text', () => {
    const harmless = skeleton(html);

    for (const text of HOSTILE) {
      it(`${JSON.stringify(text.slice(0, 40))} stays text`, () => {
        const page = render(everything(text).blocks);
        assertHarmless(page, NONCE);
        assert.deepEqual(skeleton(page), harmless);
        assert.doesNotMatch(page.replaceAll(/[\t\r]/g, ''), UNPRINTED);
      });
    }

    it('of 100 kB does not grow a line', () => {
      const long = '<x>`['.repeat(20_000);
      const page = render([
        { kind: 'paragraph', text: long },
        { kind: 'fields', fields: [{ label: long, value: long }] },
      ]);
      assert.ok(page.length - STYLE.length < 100_000);
    });
  });

  it('takes every colour from the theme', () => {
    assert.doesNotMatch(STYLE, /#[0-9a-f]{3}|rgb|hsl|url\(|@import|</i);
    for (const [, value = ''] of STYLE.matchAll(/(?:color|background|border[\w-]*|outline): ([^;]+);/g)) {
      assert.match(
        value,
        /var\(--vscode-|^(?:inherit|none|0|transparent|separate|collapse|\d+px|CanvasText !important|\d+px solid transparent)$/,
        value,
      );
    }
    assert.match(STYLE, /forced-colors: active/);
  });
});

describe('an element', () => {
  it('escapes text and attributes, and takes over what is finished', () => {
    const inner = element('b', { title: '"\'`<>&', hidden: undefined }, '<&>');
    assert.equal(
      element('p', {}, inner, '"').source,
      '<p><b title="&#34;&#39;&#96;&#60;&#62;&#38;">&#60;&#38;&#62;</b>&#34;</p>',
    );
    assert.equal(element('meta', { charset: 'utf-8' }).source, '<meta charset="utf-8">');
  });
});
