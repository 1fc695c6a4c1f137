/** As Lettr and the standards write times, which is read at once; lists hold tens of thousands of them. */
const WHOLE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** A zone at the end: `Z`, `GMT`, an offset behind a clock or behind `GMT`; perhaps with a remark in brackets. */
const ZONE =
  /(?:\d\s*Z|\b(?:UTC?|GMT|[ECMP][SD]T)|(?:\d:\d\d(?:\.\d+)?|\b(?:UTC?|GMT))\s*[+-]\d\d(?::?\d\d)?)\s*(?:\([^()]*\))?$/i;

/** Unix ms of a time in any form that servers write; without a zone it is UTC. `NaN` for what is no time. */
export function parseTime(text: string): number {
  if (WHOLE.test(text)) {
    return Date.parse(text);
  }
  const trimmed = text.trim();
  // `Date.parse` makes a date of nearly every text with a number in it. RFC 850 has years of two digits.
  if (!/\d{4}|\d-[a-z]{3}-\d/i.test(trimmed)) {
    return Number.NaN;
  }
  // With a space it takes offsets without minutes too, and a zone in letters.
  const spaced = trimmed
    .replace(/^(\d{4}-\d\d?-\d\d?)[T ]\s*(?=\d)/i, '$1 ')
    .replace(/(:\d\d),(?=\d)/, '$1.');
  return Date.parse(ZONE.test(spaced) ? spaced : `${spaced} UTC`);
}
