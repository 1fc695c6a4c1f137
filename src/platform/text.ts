const LONGEST = 200;

/**
 * Everything that is not printed: control characters, halves of pairs, and what turns the writing direction around. The two
 * joiners (U+200C, U+200D) are judged by where they stand.
 */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;

/**
 * Joiners that join nothing. Between letters they belong to the spelling of Persian and Indic words, between pictures to
 * emoji (Unicode Standard Annex 31, section 2.3, and Technical Standard 51).
 */
export const LOOSE_JOINERS =
  /(?<![\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{M}\p{Lo}\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])[\u200C\u200D]+|(?<!\p{M})[\u200C\u200D]+(?![\p{Lo}\p{M}\p{Extended_Pictographic}\u2640\u2642\u2695])/gu;

/**
 * Letters and signs that leave no mark on the screen, though Unicode calls some of them letters; and marks, which need a
 * letter to stand on.
 */
const BLANK = /[\s\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{M}\u2800\uFFF9-\uFFFC\u{13430}-\u{1345F}]/gu;

/**
 * A text in the form in which texts are searched: accents, capitals, how both are written, characters that nobody sees
 * and the number of spaces make no difference.
 */
export function searchFold(text: string): string {
  // In upper case at last: in lower case a Greek sigma depends on where it stands. ẞ is the capital of ß only downwards.
  const letters = /^[\0-\x7F]*$/.test(text)
    ? text
    : text
        .normalize('NFKD')
        .replace(/[\p{Mn}\p{Default_Ignorable_Code_Point}]/gu, '')
        .toLowerCase()
        .normalize('NFC');
  return letters.toUpperCase().replace(/[^\S\n]+/g, ' ');
}

/** Whether every word of a typed text stands somewhere in `haystack`, which is folded already. */
export function hasWords(haystack: string, typed: string): boolean {
  return searchFold(typed)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/**
 * Makes text that came from the API harmless for notifications, quick inputs, the status bar and dialogs. VS Code
 * turns `[text](command:…)` into a link that runs and `$(name)` into an icon, and offers no way to escape either. Empty when nothing of the text can be seen.
 *
 * @param longest the most characters that are kept; a longer text ends in an ellipsis.
 */
export function plain(text: string, longest = LONGEST): string {
  const broken = printed(text, longest).replaceAll('](', '] (').replaceAll('$(', '$ (');
  return cut(broken, longest, text);
}

/**
 * One line of what is printed of a text. Only for places with an escaping of their own, such as Markdown: links and icons
 * stay as they are.
 *
 * @param longest the most characters that are kept; a longer text ends in an ellipsis.
 */
export function visible(text: string, longest = LONGEST): string {
  return cut(printed(text, longest), longest, text);
}

function printed(text: string, longest: number): string {
  // Cut first, generously, so that a text of many megabytes costs nothing.
  const start = text.slice(0, longest * 4);
  if (start.replace(BLANK, '') === '') {
    return '';
  }
  return start.replace(INVISIBLE, ' ').replace(LOOSE_JOINERS, ' ').trim();
}

function cut(line: string, longest: number, text: string): string {
  const characters = Array.from(line);
  const isCut = characters.length > longest || text.length > longest * 4;
  return isCut ? `${characters.slice(0, longest - 1).join('')}…` : line;
}
