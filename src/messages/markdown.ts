import { visible } from '../platform/text.ts';

/*
 * Markdown for documents that are read as they are written as well as rendered: it escapes no more than it has to, and
 * one text is always one line.
 */

/** Text of any origin inside a line of Markdown, also in a heading, a list item or a cell of a table. */
export function mdText(text: string, longest?: number): string {
  return (
    visible(text, longest)
      .replace(SYNTAX, '\\$&')
      // These begin a block at the start of a line only.
      .replace(/^([-+=]|#+(?= ))/, '\\$1')
      .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
      // A heading would lose the number signs at its end.
      .replace(/#+$/, (signs) => signs.replaceAll('#', '\\#'))
  );
}

/**
 * What has a meaning within a line: emphasis, code, links, HTML, entities, cells, formulas, and what some readers turn
 * into links without being asked (addresses of pages and of people). An underscore within a word has none.
 */
const SYNTAX =
  /[\\\x60*[\]<>|~$@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=[#\w]+;)|:(?=\/\/)|\/(?=\/)|(?<=\])\(|(?<=\bwww)\./giu;

/** Text of any origin as inline code, to be copied as it is. Not for cells of tables; empty text becomes a dash. */
export function mdCode(text: string, longest = 2048): string {
  const code = visible(text, longest);
  if (code === '') {
    return '–';
  }
  const fence = '`'.repeat(longestRun(code) + 1);
  // Without a space a backtick at the edge would belong to the fence; readers take one space off either side.
  const pad = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${code}${pad}${fence}`;
}

/** A block of code, kept letter by letter. Its own backticks cannot end it. */
export function mdFence(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/\x60+/g)) {
    longest = Math.max(longest, run.length);
  }
  return longest;
}
