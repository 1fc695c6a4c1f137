import { LOOSE_JOINERS } from '../platform/text.ts';

/**
 * Characters that show nothing: control and direction characters, zero-width spaces, soft hyphens, fillers, halves of
 * pairs. They come along when something is copied from a page or a chat. Left in place, they make a URL another one and a
 * password wrong, and nobody sees why. Joiners, variation selectors and tags stay where scripts, emoji and flags need them.
 */
const UNSEEN = new RegExp(
  [
    String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u2800\uFFF9-\uFFFC\u{13430}-\u{1345F}]`,
    String.raw`(?!\u200C|\u200D|[\uFE00-\uFE0F]|[\u{E0020}-\u{E007F}])\p{Default_Ignorable_Code_Point}`,
    LOOSE_JOINERS.source,
    // Of ASCII characters only the keys 0 to 9, # and * become emoji.
    String.raw`(?<=^|[\0-\x7F])(?<![\d#*](?=\uFE0F\u20E3))[\uFE00-\uFE0F]`,
    // A flag is U+1F3F4 and then its tags, for example those of Scotland.
    String.raw`(?<!\u{1F3F4}[\u{E0020}-\u{E007F}]*)[\u{E0020}-\u{E007F}]`,
  ].join('|'),
  'gu',
);

/** Text without the characters that nobody sees; tabs and line ends become spaces. */
export function cleaned(text: string): string {
  return text.replace(UNSEEN, (found) => (/[\t-\r\x85\u2028\u2029]/.test(found) ? ' ' : ''));
}

/** The characters in `text` that {@link cleaned} takes away, each once, as `U+200B`. */
export function unseenIn(text: string): readonly string[] {
  const found = Array.from((text.match(UNSEEN) ?? []).join(''));
  const codes = found.map(
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return [...new Set(codes)];
}
