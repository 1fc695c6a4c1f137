/**
 * Characters that show nothing: control and direction characters, zero-width spaces, soft hyphens, fillers, halves of
 * pairs. They come along when something is copied from a page or a chat. Left in place, they make a URL another one and a
 * password wrong, and nobody sees why. Joiners and variation selectors stay where scripts and emoji need them: after a
 * character that is not ASCII.
 */
const UNSEEN = new RegExp(
  [
    String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u2800]`,
    String.raw`(?!\u200C|\u200D|[\uFE00-\uFE0F]|[\u{E0020}-\u{E007F}])\p{Default_Ignorable_Code_Point}`,
    String.raw`(?<=^|[\0-\x7F])(?:\u200C|\u200D)`,
  ].join('|'),
  'gu',
);

/** Text without the characters that nobody sees; tabs and line ends become spaces. */
export function cleaned(text: string): string {
  return text.replace(UNSEEN, (character) => (/[\t-\r\x85\u2028\u2029]/.test(character) ? ' ' : ''));
}

/** The characters in `text` that {@link cleaned} takes away, each once, as `U+200B`. */
export function unseenIn(text: string): readonly string[] {
  const found = text.match(UNSEEN) ?? [];
  const codes = found.map(
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return [...new Set(codes)];
}
