/*
 * Texts of any origin as literals of other languages. What a person cannot see is always written as an escape: nothing
 * hides in a call that somebody is about to run, and the other side reads the same text.
 */

/** Control and formatting characters, halves of pairs, blanks that look like nothing, and spaces other than the common one. */
const HIDDEN = /(?![ \n])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

/** What JSON can carry here: the values of a request. */
export type Literal = string | readonly string[];

/** A value as JSON, which is also TypeScript. */
export function jsonLiteral(value: Literal | Readonly<Record<string, Literal>>, indent = ''): string {
  const json = JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${indent}`);
  return json.replace(HIDDEN, (character) => unitsOf(character).map(fourDigits).join(''));
}

/** A value as Python, which has no pairs: a character is one escape. */
export function pythonLiteral(value: Literal, indent = ''): string {
  const json = JSON.stringify(value, undefined, 4).replaceAll('\n', `\n${indent}`);
  return json.replace(HIDDEN, (character) =>
    character.length === 1
      ? fourDigits(character.charCodeAt(0))
      : `\\U${hex(character.codePointAt(0) ?? 0, 8)}`,
  );
}

/**
 * JSON in single quotes, which no shell looks into. The few characters that some shell minds all the same are escaped in
 * the JSON itself: the quote, the exclamation mark (old versions of bash replace it by a command of the history, from
 * the second line of a quotation on), and the backslash (fish joins two of them).
 */
export function shellJson(value: Readonly<Record<string, Literal>>): string {
  const json = jsonLiteral(value)
    .replace(/\\(.)/g, (escape, escaped) => (escaped === '\\' ? fourDigits(0x5c) : escape))
    .replace(/['!]/g, (character) => fourDigits(character.charCodeAt(0)));
  return `'${json}'`;
}

/** Lines as they are, but for what would hide or reorder their letters, which is written as an escape. */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, (character) => unitsOf(character).map(fourDigits).join(''));
}

const CONTROLS = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

function unitsOf(character: string): number[] {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
}

function fourDigits(unit: number): string {
  return `\\u${hex(unit, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
