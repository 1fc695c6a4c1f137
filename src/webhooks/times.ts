import * as l10n from '@vscode/l10n';

const MINUTE_MS = 60_000;

/** The furthest that a date can be from 1970, in ms; Intl throws beyond it. */
const FURTHEST_MS = 8.64e15;

/** Whether a number is a time (Unix ms) that can be said at all. What others wrote may hold any number. */
function isTime(at: number): boolean {
  return Math.abs(at) <= FURTHEST_MS;
}

/** The units of relative times with how many ms each is long, and from which age on it is used; largest first. */
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', MINUTE_MS],
];

const relativeFormats = new Map<string | undefined, Intl.RelativeTimeFormat>();
const absoluteFormats = new Map<string | undefined, Intl.DateTimeFormat>();
/** Of each language, the words for a count of a unit: many rows say the same. */
const relativeWords = new Map<string | undefined, Map<number, string>>();

/**
 * `at` as seen from `now` (both Unix ms), such as "3 hours ago", in `language` or the system's; "just now" under a
 * minute. All times here are past; one that is ahead of this machine's clock counts as now.
 */
export function relativeTime(at: number, now: number, language?: string): string {
  if (!isTime(at) || !isTime(now)) {
    return l10n.t('at an unknown time');
  }
  const age = now - at;
  const index = STEPS.findIndex(([, ms]) => age >= ms);
  const step = STEPS[index];
  if (!step) {
    return l10n.t('just now');
  }
  const [unit, ms] = step;
  const count = Math.trunc(age / ms);
  const known = wordsIn(language);
  const key = count * STEPS.length + index;
  const words = known.get(key);
  if (words !== undefined) {
    return words;
  }
  const made = relativeFormat(language).format(-count, unit);
  known.set(key, made);
  return made;
}

/** Unix ms from which on {@link relativeTime} says something else about `at` than it does at `now`. */
export function relativeTimeUntil(at: number, now: number): number {
  if (!isTime(at) || !isTime(now)) {
    return Number.POSITIVE_INFINITY;
  }
  const age = now - at;
  let larger = Number.POSITIVE_INFINITY;
  for (const [, ms] of STEPS) {
    if (age >= ms) {
      return at + Math.min((Math.trunc(age / ms) + 1) * ms, larger);
    }
    larger = ms;
  }
  return at + MINUTE_MS;
}

/** `at` (Unix ms) as date and time in the local time zone. */
export function absoluteTime(at: number, language?: string): string {
  if (!isTime(at)) {
    return l10n.t('at an unknown time');
  }
  return cached(
    absoluteFormats,
    language,
    () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' }),
  ).format(at);
}

function wordsIn(language: string | undefined): Map<number, string> {
  return cached(relativeWords, language, () => new Map());
}

function relativeFormat(language: string | undefined): Intl.RelativeTimeFormat {
  return cached(relativeFormats, language, () => new Intl.RelativeTimeFormat(language));
}

/** Intl's formats are slow to make and are asked for once a row. */
function cached<T>(known: Map<string | undefined, T>, language: string | undefined, make: () => T): T {
  const found = known.get(language);
  if (found !== undefined) {
    return found;
  }
  const made = make();
  known.set(language, made);
  return made;
}
