import { mdCode, mdFence, mdText } from '../messages/markdown.ts';
import { absoluteTime } from '../webhooks/times.ts';
import { type Action, type Block, type Cell, type Item, type Page, type Text, inlines } from './page.ts';

/** No text of a page is longer. */
const LONGEST = 4096;

/**
 * A page as Markdown that also reads well as it is written: one fact a line, always in the same order and without
 * relative times, so that two of them can be compared. Buttons are named only where they mend something.
 */
export function renderMarkdown(page: Page, language: string): string {
  return `${new Renderer(language).blocks(page.blocks, 2).join('\n\n')}\n`;
}

class Renderer {
  readonly #language: string;

  constructor(language: string) {
    this.#language = language;
  }

  /** @param level of the headings that stand here */
  blocks(blocks: readonly Block[], level: number): readonly string[] {
    return blocks.flatMap((block) => this.#block(block, level));
  }

  #block(block: Block, level: number): readonly string[] {
    switch (block.kind) {
      case 'title':
        return [`# ${this.#text(block.text)}`, ...(block.badge ? [this.#text(block.badge.text)] : [])];
      case 'heading':
        return [heading(level, this.#text(block.text))];
      case 'badge':
        return [this.#text(block.badge.text)];
      case 'lead':
      case 'paragraph':
        return [this.#text(block.text)];
      case 'list':
        return [
          block.items
            .map((item, index) => this.#item(item, block.isOrdered ? `${index + 1}.` : '-'))
            .join('\n'),
        ];
      case 'fields':
        return [
          block.fields.map(({ label, value }) => `- ${this.#text(label)}: ${this.#text(value)}`).join('\n'),
        ];
      case 'table':
        return [this.#text(block.caption), this.#table(block)];
      case 'code':
        return [mdFence(block.language, block.text)];
      case 'columns':
        return block.columns.flatMap((column) => this.blocks(column, level));
      case 'picture':
        return [this.#text(block.words)];
      case 'actions':
        return [];
      case 'section':
        return [heading(level, this.#text(block.title)), ...this.blocks(block.blocks, level + 1)];
      case 'tabs':
        return block.tabs.flatMap((tab) => [
          heading(level, this.#text(tab.label)),
          ...this.blocks(tab.blocks, level + 1),
        ]);
    }
  }

  #item({ text, details = [], actions = [] }: Item, mark: string): string {
    const indent = ' '.repeat(mark.length + 1);
    return [
      `${mark} ${this.#text(text)}`,
      ...details.map((detail) => `${indent}- ${this.#text(detail)}`),
      ...(actions.length === 0 ? [] : [`${indent}- → ${this.#labels(actions)}`]),
    ].join('\n');
  }

  #labels(actions: readonly Action[]): string {
    return actions.map(({ label }) => this.#text(label)).join(' · ');
  }

  /** Columns line up in plain text too. */
  #table({ head, groups }: Extract<Block, { kind: 'table' }>): string {
    const cells = (row: readonly Cell[]): readonly string[] => row.map(({ text }) => this.#text(text));
    const rows = [
      cells(head),
      ...groups.flatMap(({ label, rows: members }) => [
        ...(label === undefined ? [] : [[`**${this.#text(label)}**`, ...head.slice(1).map(() => '')]]),
        ...members.map(cells),
      ]),
    ];
    const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => widthOf(row[column] ?? ''))));
    const line = (row: readonly string[]): string =>
      `| ${widths.map((width, column) => padded(row[column] ?? '', width)).join(' | ')} |`;
    const [first = [], ...rest] = rows;
    return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
  }

  #text(text: Text): string {
    const parts = inlines(text).map((part) => {
      if (typeof part === 'string') {
        return escaped(part);
      }
      return 'time' in part ? escaped(absoluteTime(part.time, this.#language)) : mdCode(part.code, LONGEST);
    });
    return parts.join('').trim();
  }
}

function heading(level: number, text: string): string {
  return `${'#'.repeat(Math.min(level, 6))} ${text}`;
}

/** `mdText` takes blanks off the ends, which a part of a sentence needs. */
function escaped(part: string): string {
  const [start = ''] = /^ */.exec(part) ?? [];
  const [end = ''] = part.trim() === '' ? [] : (/ *$/.exec(part) ?? []);
  return `${start}${mdText(part, LONGEST)}${end}`;
}

function widthOf(cell: string): number {
  return Array.from(cell).length;
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
}
