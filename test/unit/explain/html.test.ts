import assert from 'node:assert/strict';

import { absencePage } from '../../../src/explain/page.ts';
import { renderHtml } from '../../../src/explain/html.ts';
import { element } from '../../../src/pages/markup.ts';
import type { Page } from '../../../src/explain/page.ts';
import { styleSheet } from '../../../src/explain/style.ts';
import { HOSTILE } from './harness.ts';
import { SITUATIONS, UNPRINTED, page, textsOf, withText } from './pages.ts';

const NONCE = 'c2VjcmV0';

function render(what: Page): string {
  return renderHtml(what, { nonce: NONCE, language: 'en' });
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** The start tags in their order. Fails on whatever is not well-formed. */
function tagsOf(html: string): readonly Tag[] {
  const found: Tag[] = [];
  const open: string[] = [];
  const rest = html.replaceAll(
    /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>|[^<>]+/gi,
    (piece, end: string | undefined, name: string | undefined, attributes: string) => {
      if (name === undefined) {
        assert.doesNotMatch(piece, /&(?!#\d+;)/, 'every ampersand begins an entity');
      } else if (end) {
        assert.equal(open.pop(), name, piece);
      } else {
        const pairs = [...attributes.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)];
        found.push({
          name,
          attributes: new Map(pairs.map(([, key = '', value = '']) => [key, unescape(value)])),
        });
        if (name !== 'meta') {
          open.push(name);
        }
      }
      return '';
    },
  );
  assert.equal(rest, '', 'everything is a tag or text');
  assert.deepEqual(open, [], 'every element ends');
  return found;
}

function unescape(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** What stands between the tags of the body, and what only a screen reader tells; one text a line. */
function textOf(html: string): string {
  const body = html.slice(html.indexOf('<body>'));
  return unescape(body.replace(/<[^>]*?(?: aria-label="([^"]*)")?>/g, '\n$1\n'));
}

/** A page without its text: tags and names of attributes. */
function skeleton(html: string): readonly string[] {
  return tagsOf(html).map(({ name, attributes }) => [name, ...attributes.keys()].join(' '));
}

describe('an explanation as HTML', () => {
  for (const [name, what] of Object.entries(SITUATIONS)) {
    describe(`of ${name}`, () => {
      const shown = page(what);
      const html = render(shown);
      const tags = tagsOf(html);
      const named = (tag: string): readonly Tag[] => tags.filter((one) => one.name === tag);

      it('runs and loads nothing', () => {
        for (const tag of ['script', 'link', 'img', 'iframe', 'object', 'form', 'base', 'image', 'use']) {
          assert.deepEqual(named(tag), [], tag);
        }
        for (const { attributes } of tags) {
          for (const [key, value] of attributes) {
            assert.doesNotMatch(key, /^(?:on|style$|src|xlink)/);
            assert.ok(key !== 'href' || value.startsWith('command:lettr.'), value);
          }
        }
        const policy = named('meta').find(({ attributes }) => attributes.has('http-equiv'))?.attributes;
        assert.equal(policy?.get('http-equiv'), 'Content-Security-Policy');
        assert.equal(policy.get('content'), `default-src 'none'; style-src 'nonce-${NONCE}'`);
        assert.deepEqual(
          named('style').map(({ attributes }) => attributes.get('nonce')),
          [NONCE],
        );
      });

      it('has headings that leave no level out', () => {
        const levels = tags.flatMap((tag) => (/^h[1-6]$/.test(tag.name) ? Number(tag.name[1]) : []));
        assert.equal(levels[0], 1);
        assert.equal(levels.filter((level) => level === 1).length, 1);
        for (const [index, level] of levels.entries()) {
          assert.ok(level <= (levels[index - 1] ?? 1) + 1, levels.join());
        }
      });

      it('has words for every picture, table and link', () => {
        for (const { attributes } of named('svg')) {
          assert.equal(attributes.get('role'), 'img');
          assert.match(attributes.get('aria-label') ?? '', /^The last /);
        }
        assert.equal(named('svg').length, named('figcaption').length);
        assert.equal(named('table').length, named('caption').length);
        for (const { attributes } of named('th')) {
          assert.match(attributes.get('scope') ?? '', /^(?:row|col)$/);
        }
        assert.doesNotMatch(html, /<(a|li|h\d|p|td|th|caption|figcaption)(?: [^>]*)?><\/\1>/);
        assert.equal(tags[0]?.attributes.get('lang'), 'en');
      });

      it('shows every text', () => {
        const text = textOf(html).replaceAll('\n', ' ');
        for (const one of textsOf(shown)) {
          assert.ok(text.includes(one), `"${one}" is not in ${text}`);
        }
      });
    });
  }

  it('draws without colours of its own', () => {
    const html = render(page(SITUATIONS['failing with everything'] ?? assert.fail()));
    const drawn = tagsOf(html).filter(({ name }) => ['path', 'circle', 'g'].includes(name));
    assert.ok(drawn.length >= 18);
    for (const { attributes } of drawn) {
      for (const key of ['fill', 'stroke']) {
        assert.match(attributes.get(key) ?? 'none', /^(?:none|currentColor)$/);
      }
    }
  });

  it('draws each kind of change with a shape of its own', () => {
    const html = render(page(SITUATIONS['failing with everything'] ?? assert.fail()));
    const shapes = new Map(
      tagsOf(html)
        .filter(({ attributes }) => attributes.get('class')?.startsWith('mark-'))
        .map(({ name, attributes }) => {
          const outline = (attributes.get('d') ?? attributes.get('r') ?? '').replace(/[\d. -]+/g, ' ');
          return [
            attributes.get('class'),
            [name, outline, attributes.get('r'), attributes.get('fill')].join(),
          ];
        }),
    );
    assert.equal(shapes.size, 7);
    assert.equal(new Set(shapes.values()).size, 7);
  });

  it('takes every colour from the theme', () => {
    const css = styleSheet();
    assert.doesNotMatch(css, /#[0-9a-f]{3}|rgb|hsl|url\(|@import|[<>&"'`]/i);
    for (const [, value] of css.matchAll(/color:([^;}]+)/g)) {
      assert.match(value ?? '', /^(?:var\(--vscode-|CanvasText|currentColor)/);
    }
    assert.match(css, /forced-colors:active/);
  });

  describe('with hostile text', () => {
    const harmless = skeleton(render(page(withText('harmless'))));

    for (const text of HOSTILE) {
      it(`${JSON.stringify(text.slice(0, 40))} stays text`, () => {
        const html = render(page(withText(text)));
        assert.deepEqual(skeleton(html), harmless);
        assert.doesNotMatch(html, UNPRINTED);
        assert.doesNotMatch(html, /\n(?![^<]*<\/style>)/);
        for (const { attributes } of tagsOf(html)) {
          const command = /^command:lettr\.[\w.]+(?:\?(.*))?$/.exec(
            attributes.get('href') ?? 'command:lettr.x',
          );
          assert.ok(command, attributes.get('href'));
          if (command[1] !== undefined) {
            assert.match(command[1], /^[\w%!'()*.~-]+$/);
            assert.doesNotThrow(() => JSON.parse(decodeURIComponent(command[1] ?? '')));
          }
        }
      });
    }

    it('of 100 kB does not grow the page', () => {
      const html = render(page(withText('<x>`['.repeat(20_000))));
      assert.deepEqual(skeleton(html), harmless);
      // The ids in the links are whole: a shortened one would name another webhook.
      assert.ok(html.replace(/href="[^"]*"/g, '').length < 100_000);
    });

    it('that is nothing at all leaves no hole', () => {
      assert.deepEqual(
        skeleton(render(page(withText('')))).filter((tag) => tag === 'h1'),
        ['h1'],
      );
    });
  });

  it('escapes the title and the text of a page without explanation', () => {
    const html = render(absencePage('</title><script>', '<b>', []));
    assert.equal(tagsOf(html).filter(({ name }) => name === 'script' || name === 'b').length, 0);
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
