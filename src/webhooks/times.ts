const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const relativeFormats = new Map<string | undefined, Intl.RelativeTimeFormat>();
const absoluteFormats = new Map<string | undefined, Intl.DateTimeFormat>();

/**
 * `at` as seen from `now` (both Unix ms), such as "3 hours ago", in `language` or the system's. All times here are
 * past; one that is ahead of this machine's clock counts as now.
 */
export function relativeTime(at: number, now: number, language?: string): string {
  const format = cached(relativeFormats, language, () => new Intl.RelativeTimeFormat(language));
  const age = Math.max(0, now - at);
  for (const [unit, ms] of STEPS) {
    if (age >= ms) {
      return format.format(-Math.trunc(age / ms), unit);
    }
  }
  return format.format(-Math.trunc(age / 1000), 'second');
}

/** `at` (Unix ms) as date and time in the local time zone. */
export function absoluteTime(at: number, language?: string): string {
  return cached(
    absoluteFormats,
    language,
    () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' }),
  ).format(at);
}

/** Intl's formats are slow to make and are asked for once a row. */
function cached<T>(formats: Map<string | undefined, T>, language: string | undefined, make: () => T): T {
  const known = formats.get(language);
  if (known) {
    return known;
  }
  const made = make();
  formats.set(language, made);
  return made;
}
