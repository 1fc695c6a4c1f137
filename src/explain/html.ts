import { commandUri } from './fixes.ts';
import type { Fix } from './explanation.ts';
import { type Markup, element } from '../pages/markup.ts';
import type { Block, Page } from './page.ts';
import { stripPicture } from './picture.ts';
import { styleSheet } from './style.ts';

export interface HtmlOptions {
  /** Lets this page's own style in, and nothing else. Not to be guessed. */
  readonly nonce: string;
  /** A BCP 47 tag, for screen readers. */
  readonly language: string;
}

/** A page as an HTML document without scripts, which loads nothing. Its links run commands of this extension. */
export function renderHtml(page: Page, { nonce, language }: HtmlOptions): string {
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', {
      'http-equiv': 'Content-Security-Policy',
      content: `default-src 'none'; style-src 'nonce-${nonce}'`,
    }),
    element('title', {}, page.title),
    element('style', { nonce }, styleSheet()),
  );
  const main = element('main', {}, ...page.blocks.map(renderBlock));
  // VS Code puts the document type in front.
  return element('html', { lang: language }, head, element('body', {}, main)).source;
}

function renderBlock(block: Block): Markup {
  switch (block.kind) {
    case 'heading':
      return element(`h${block.level}`, {}, block.text);
    case 'paragraph':
      return element('p', {}, block.text);
    case 'lead':
      return element('p', { class: 'lead' }, block.text);
    case 'list':
      return element('ul', {}, ...block.items.map((item) => element('li', {}, item)));
    case 'fields':
      return renderFields(block);
    case 'table':
      return renderTable(block);
    case 'strip':
      return element(
        'figure',
        {},
        stripPicture(block.strip),
        element('figcaption', {}, block.strip.words, ' ', block.strip.legend),
      );
    case 'fixes':
      return links(block.fixes, block.label);
    case 'actions':
      return element('nav', { 'aria-label': block.label }, links(block.fixes));
  }
}

function renderFields({ caption, fields }: Extract<Block, { kind: 'fields' }>): Markup {
  const rows = fields.map(({ label, value, isLiteral }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, label),
      element('td', {}, isLiteral ? element('code', {}, value) : value),
    ),
  );
  return element('table', {}, element('caption', {}, caption), element('tbody', {}, ...rows));
}

function renderTable({ caption, head, rows }: Extract<Block, { kind: 'table' }>): Markup {
  const columns = head.map((text) => element('th', { scope: 'col' }, text));
  const body = rows.map(([first = '', ...rest]) =>
    element('tr', {}, element('th', { scope: 'row' }, first), ...rest.map((text) => element('td', {}, text))),
  );
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...columns)),
    element('tbody', {}, ...body),
  );
}

function links(fixes: readonly Fix[], label?: string): Markup {
  const items = fixes.map((fix) =>
    element('li', { class: 'link' }, element('a', { href: commandUri(fix) }, fix.label)),
  );
  return element('ul', { class: 'links', 'aria-label': label }, ...items);
}
