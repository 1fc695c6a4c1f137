import * as l10n from '@vscode/l10n';

import { mdCode, mdText } from '../messages/markdown.ts';
import type { Fix } from './explanation.ts';
import { commandTitles } from './fixes.ts';
import type { Block, Page } from './page.ts';

/** Longer than any text of a page. */
const LONGEST = 4096;

/** A page as Markdown that also reads well as it is written. Commands are named, since a document cannot run them. */
export function renderMarkdown(page: Page): string {
  const blocks = page.blocks.flatMap((block) => renderBlock(block) ?? []);
  return `${blocks.join('\n\n')}\n`;
}

function renderBlock(block: Block): string | undefined {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${text(block.text)}`;
    case 'lead':
    case 'paragraph':
      return text(block.text);
    case 'list':
      return list(block.items.map(text));
    case 'fields':
      return [
        text(block.caption),
        '',
        list(
          block.fields.map(({ label, value, isLiteral }) =>
            l10n.t('{0}: {1}', text(label), isLiteral ? mdCode(value, LONGEST) : text(value)),
          ),
        ),
      ].join('\n');
    case 'table':
      return renderTable(block);
    case 'strip':
      // The legend is of the picture.
      return text(block.strip.words);
    case 'fixes':
      // Without a line between them a list would belong to the one before.
      return `${l10n.t('{0}:', text(block.label))}\n\n${list(block.fixes.map(fix))}`;
    case 'actions':
      return undefined;
  }
}

function fix({ label, command }: Fix): string {
  return l10n.t('{0}: use the command "{1}"', text(label), text(commandTitles().get(command) ?? command));
}

function renderTable({ caption, head, rows }: Extract<Block, { kind: 'table' }>): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(text).join(' | ')} |`;
  const rule = `|${' --- |'.repeat(head.length)}`;
  return [text(caption), '', line(head), rule, ...rows.map(line)].join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function text(value: string): string {
  return mdText(value, LONGEST);
}
