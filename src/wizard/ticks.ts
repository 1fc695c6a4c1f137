import * as l10n from '@vscode/l10n';

import { EVENT_TYPE_NAMES, categoryOf } from '../api/events.ts';

/*
 * The pick list of event types has one row per category besides the types. Ticking a category ticks its types; a
 * category is ticked while all its types are.
 */

const PREFIX = 'category:';

export function categoryRow(category: string): string {
  return PREFIX + category;
}

/** The rows to tick for a selection of event types. */
export function ticksFor(events: Iterable<string>): ReadonlySet<string> {
  const ticked = new Set(events);
  for (const [category, types] of TYPES_BY_CATEGORY) {
    if (types.every((type) => ticked.has(type))) {
      ticked.add(categoryRow(category));
    }
  }
  return ticked;
}

/** The event types among ticked rows, in the API's order; unknown ones last. */
export function eventsIn(ticked: ReadonlySet<string>): readonly string[] {
  const known = EVENT_TYPE_NAMES.filter((name) => ticked.has(name));
  const unknown = [...ticked].filter((row) => !row.startsWith(PREFIX) && !EVENT_TYPE_NAMES.includes(row));
  return [...known, ...unknown];
}

/** The ticked rows after a person ticked or cleared some, with categories and their types brought in line. */
export function follow(before: ReadonlySet<string>, after: ReadonlySet<string>): ReadonlySet<string> {
  const events = new Set([...after].filter((row) => !row.startsWith(PREFIX)));
  for (const [category, types] of TYPES_BY_CATEGORY) {
    const row = categoryRow(category);
    if (after.has(row) !== before.has(row)) {
      for (const type of types) {
        if (after.has(row)) {
          events.add(type);
        } else if (before.has(type)) {
          events.delete(type);
        }
      }
    }
  }
  return ticksFor(events);
}

/** What the title says about a selection; `isRefused` after Enter was pressed without one. */
export function eventsNote(events: readonly string[], isRefused: boolean, isEdit: boolean): string {
  if (events.length === 0 && isRefused) {
    return l10n.t('select at least one event type');
  }
  const unknown = events.filter((name) => !EVENT_TYPE_NAMES.includes(name));
  const all = EVENT_TYPE_NAMES.length + unknown.length;
  return isEdit && events.length >= all
    ? l10n.t('event types added later are not included')
    : l10n.t('{0} of {1} selected', events.length, all);
}

const TYPES_BY_CATEGORY = Map.groupBy(EVENT_TYPE_NAMES, (name) => categoryOf(name) ?? name);
