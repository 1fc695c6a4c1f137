const LONGEST = 200;

/** Everything that is not printed: control characters, halves of pairs, and what turns the writing direction around. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;

/**
 * Makes text that came from the API harmless for notifications, quick inputs, the status bar and dialogs. VS Code
 * turns `[text](command:…)` into a link that runs and `$(name)` into an icon, and offers no way to escape either.
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
  return text
    .slice(0, longest * 4)
    .replace(INVISIBLE, ' ')
    .trim();
}

function cut(line: string, longest: number, text: string): string {
  const characters = Array.from(line);
  const isCut = characters.length > longest || text.length > longest * 4;
  return isCut ? `${characters.slice(0, longest - 1).join('')}…` : line;
}
