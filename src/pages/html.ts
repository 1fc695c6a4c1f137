import * as l10n from '@vscode/l10n';

import { escapeControls } from '../messages/literals.ts';
import { PageCommand } from '../platform/ids.ts';
import { visible } from '../platform/text.ts';
import { absoluteTime, relativeTime } from '../webhooks/times.ts';
import { copyIcon, toneIcon } from './icons.ts';
import { type Markup, element } from './markup.ts';
import {
  type Action,
  type Badge,
  type Block,
  type Cell,
  type Page,
  type Text,
  commandUri,
  inlines,
} from './page.ts';

export interface HtmlOptions {
  /** The style sheet. */
  readonly style: string;
  /** Lets this page's own style in, and nothing else. Not to be guessed. */
  readonly nonce: string;
  /** A BCP 47 tag, for screen readers and times. */
  readonly language: string;
  /** Unix ms to which relative times refer. */
  readonly now: number;
  /** The section that the page opens at. */
  readonly at?: string | undefined;
}

/** No text of a page is longer. */
const LONGEST = 4096;
/** A link with more than this is slow to follow. */
const LONGEST_COPY = 100_000;

/** A page as an HTML document without scripts, which loads nothing. Its links run commands of this extension. */
export function renderHtml(page: Page, options: HtmlOptions): string {
  const { nonce, style, language } = options;
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', {
      'http-equiv': 'Content-Security-Policy',
      content: `default-src 'none'; style-src 'nonce-${nonce}'`,
    }),
    element('title', {}, visible(page.title)),
    element('style', { nonce }, { source: style }),
  );
  const main = element('main', {}, ...new Renderer(options).blocks(page.blocks));
  // VS Code puts the document type in front.
  return element('html', { lang: language }, head, element('body', {}, main)).source;
}

class Renderer {
  readonly #options: HtmlOptions;
  /** How many groups of tabs there are so far; each needs a name of its own. */
  #groups = 0;

  constructor(options: HtmlOptions) {
    this.#options = options;
  }

  blocks(blocks: readonly Block[]): readonly Markup[] {
    return blocks.map((block) => this.#block(block));
  }

  #block(block: Block): Markup {
    switch (block.kind) {
      case 'title':
        return this.#title(block);
      case 'heading':
        return element('h3', {}, ...this.#text(block.text));
      case 'badge':
        return element('p', {}, badge(block.badge));
      case 'lead':
      case 'paragraph':
        return element(
          'p',
          { class: block.kind === 'lead' ? 'lead' : undefined },
          ...this.#text(block.text),
          ...actions(block.actions),
        );
      case 'list':
        return this.#list(block);
      case 'fields':
        return element(
          'dl',
          {},
          ...block.fields.flatMap(({ label, value }) => [
            element('dt', {}, visible(label)),
            element('dd', {}, ...this.#text(value)),
          ]),
        );
      case 'table':
        return this.#table(block);
      case 'code':
        return code(block);
      case 'columns':
        return element(
          'div',
          { class: 'columns' },
          ...block.columns.map((column) => element('div', {}, ...this.blocks(column))),
        );
      case 'picture':
        return element('figure', {}, block.picture, element('figcaption', {}, ...this.#text(block.words)));
      case 'actions':
        return element('p', {}, ...actions(block.actions));
      case 'section':
        return this.#section(block);
      case 'tabs':
        return this.#tabs(block);
    }
  }

  #title({
    text,
    badge: state,
    actions: offered = [],
    more = [],
  }: Extract<Block, { kind: 'title' }>): Markup {
    const menu = [
      element(
        'button',
        {
          class: 'button',
          popovertarget: 'more',
          title: l10n.t('More Actions'),
          'aria-label': l10n.t('More Actions'),
        },
        '…',
      ),
      element('div', { id: 'more', popover: '' }, ...more.map((action) => link(action, 'entry'))),
    ];
    return element(
      'header',
      {},
      element('h1', {}, visible(text, LONGEST), ...(state ? [' ', badge(state)] : [])),
      ...(offered.length + more.length === 0
        ? []
        : [
            element(
              'nav',
              { 'aria-label': l10n.t('Actions') },
              ...offered.map((action) => link(action, 'button')),
              ...(more.length === 0 ? [] : menu),
            ),
          ]),
    );
  }

  #list({ isOrdered = false, items }: Extract<Block, { kind: 'list' }>): Markup {
    return element(
      isOrdered ? 'ol' : 'ul',
      {},
      ...items.map(({ text, details = [], actions: offered }) =>
        element(
          'li',
          {},
          ...this.#text(text),
          ...details.map((detail) => element('p', { class: 'detail' }, ...this.#text(detail))),
          ...(offered?.length ? [element('p', { class: 'detail' }, ...actions(offered))] : []),
        ),
      ),
    );
  }

  #table({ caption, head, groups }: Extract<Block, { kind: 'table' }>): Markup {
    const bodies = groups.map(({ label, rows }) =>
      element(
        'tbody',
        {},
        ...(label === undefined
          ? []
          : [
              element(
                'tr',
                { class: 'group' },
                element(
                  'th',
                  { scope: 'rowgroup', colspan: String(head.length) },
                  element('span', {}, visible(label)),
                ),
              ),
            ]),
        ...rows.map(([first, ...rest]) =>
          element(
            'tr',
            {},
            ...(first ? [element('th', { scope: 'row' }, ...this.#cell(first))] : []),
            ...rest.map((cell) => element('td', {}, ...this.#cell(cell))),
          ),
        ),
      ),
    );
    const table = element(
      'table',
      {},
      element('caption', {}, visible(caption, LONGEST)),
      element(
        'thead',
        {},
        element('tr', {}, ...head.map((cell) => element('th', { scope: 'col' }, ...this.#cell(cell)))),
      ),
      ...bodies,
    );
    // Whoever has no mouse scrolls it with the arrow keys, for which it needs the focus.
    return element(
      'div',
      { class: 'table', tabindex: '0', role: 'region', 'aria-label': visible(caption, LONGEST) },
      table,
    );
  }

  #cell({ text, tone, action }: Cell): readonly (Markup | string)[] {
    const inner = [
      ...(tone === undefined ? [] : [toneIcon(tone), ' ']),
      ...(tone === undefined ? this.#text(text) : [element('span', {}, ...this.#text(text))]),
    ];
    return action
      ? [
          element(
            'a',
            { class: 'cell', href: commandUri(action), title: visible(action.hint ?? action.label) },
            ...inner,
          ),
        ]
      : inner;
  }

  #section({ id, title, isFolded = false, blocks }: Extract<Block, { kind: 'section' }>): Markup {
    const name = `section-${id}`;
    const heading = element('h2', { id: name }, visible(title, LONGEST));
    const content = this.blocks(blocks);
    return element(
      'section',
      { 'aria-labelledby': name, class: this.#options.at === id ? 'opened-at' : undefined },
      ...(isFolded
        ? [element('details', {}, element('summary', {}, heading), ...content)]
        : [heading, ...content]),
    );
  }

  /** Radio buttons, which the arrow keys choose among; the style sheet shows the chosen one's panel. */
  #tabs({ label, tabs }: Extract<Block, { kind: 'tabs' }>): Markup {
    const name = `tabs-${(this.#groups += 1)}`;
    return element(
      'fieldset',
      { class: 'tabs' },
      element('legend', {}, visible(label)),
      ...tabs.flatMap((tab, index) => [
        element(
          'label',
          {},
          element('input', { type: 'radio', name, checked: index === 0 ? '' : undefined }),
          visible(tab.label),
        ),
        element('div', { class: 'panel' }, ...this.blocks(tab.blocks)),
      ]),
    );
  }

  #text(text: Text): readonly (Markup | string)[] {
    const { now, language } = this.#options;
    return inlines(text).flatMap((part): readonly (Markup | string)[] => {
      if (typeof part === 'string') {
        return [spaced(part)];
      }
      if ('time' in part) {
        return [
          element(
            'time',
            { title: absoluteTime(part.time, language) },
            relativeTime(part.time, now, language),
          ),
        ];
      }
      const literal = element('code', {}, visible(part.code, LONGEST));
      return part.copy === undefined ? [literal] : [literal, ' ', copyLink(part.code, part.copy)];
    });
  }
}

function badge({ tone, text }: Badge): Markup {
  return element('span', { class: `badge ${tone}` }, toneIcon(tone), visible(text));
}

function actions(offered: readonly Action[] = []): readonly (Markup | string)[] {
  return offered.flatMap((action) => [' ', link(action, 'button')]);
}

function link(action: Action, name: string): Markup {
  const hint = action.hint === undefined ? undefined : visible(action.hint);
  return element(
    'a',
    { class: name, href: commandUri(action), title: hint, 'aria-label': hint },
    visible(action.label),
  );
}

function copyLink(text: string, name: string): Markup {
  const label = visible(name);
  const href = commandUri({ label, command: PageCommand.copy, args: [{ text }] });
  return element('a', { class: 'icon', href, title: label, 'aria-label': label }, copyIcon());
}

function code({ text, copy }: Extract<Block, { kind: 'code' }>): Markup {
  const usual: Action = { label: l10n.t('Copy'), command: PageCommand.copy, args: [{ text }] };
  const offered = copy ?? (text.length <= LONGEST_COPY ? usual : undefined);
  return element(
    'div',
    { class: 'code' },
    ...(offered ? [link(offered, 'button')] : []),
    element('pre', { tabindex: '0' }, element('code', {}, escapeControls(text))),
  );
}

/** `visible` takes blanks off the ends, which a part of a sentence needs. */
function spaced(part: string): string {
  const [start = ''] = /^ */.exec(part) ?? [];
  const [end = ''] = part.trim() === '' ? [] : (/ *$/.exec(part) ?? []);
  return `${start}${visible(part, LONGEST)}${end}`;
}
