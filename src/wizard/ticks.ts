import * as l10n from '@vscode/l10n';

import { EVENT_TYPE_NAMES, categoryOf } from '../api/events.ts';

/*
 * The pick list of event types has one row per category besides the types. Ticking a category's row selects all its
 * types, or clears them when all are selected already. The row itself never stays ticked: VS Code counts ticked rows, and
 * that number has to be the number of event types.
 */

const PREFIX = 'category:';

export function categoryRow(category: string): string {
  return PREFIX + category;
}

/** The event types among ticked rows, in the API's order; unknown ones last. */
export function eventsIn(ticked: ReadonlySet<string>): readonly string[] {
  const known = EVENT_TYPE_NAMES.filter((name) => ticked.has(name));
  const unknown = [...ticked].filter((row) => !row.startsWith(PREFIX) && !EVENT_TYPE_NAMES.includes(row));
  return [...known, ...unknown];
}

/** The rows to tick after a person changed the ticks from `before` to `after`. */
export function follow(before: ReadonlySet<string>, after: ReadonlySet<string>): ReadonlySet<string> {
  const events = new Set([...after].filter((row) => !row.startsWith(PREFIX)));
  const chosen = [...TYPES_BY_CATEGORY].filter(([category]) => after.has(categoryRow(category)));
  const isSelected = (type: string): boolean => before.has(type);
  // Every category at once is VS Code's own box for all rows.
  if (chosen.length === TYPES_BY_CATEGORY.size) {
    return EVENT_TYPE_NAMES.every(isSelected) ? new Set() : new Set([...EVENT_TYPE_NAMES, ...events]);
  }
  for (const [, types] of chosen) {
    if (types.every(isSelected)) {
      types.forEach((type) => events.delete(type));
    } else {
      types.forEach((type) => events.add(type));
    }
  }
  return events;
}

/** "3 of 7": how many types of a category are selected. */
export function categoryNote(category: string, ticked: ReadonlySet<string>): string {
  const types = TYPES_BY_CATEGORY.get(category) ?? [];
  return l10n.t('{0} of {1}', types.filter((type) => ticked.has(type)).length, types.length);
}

/** What the title says about a selection; `isRefused` after Enter was pressed without one. */
export function eventsNote(events: readonly string[], isRefused: boolean, isEdit: boolean): string {
  if (events.length === 0 && isRefused) {
    return l10n.t('select at least one event type');
  }
  const unknown = events.filter((name) => !EVENT_TYPE_NAMES.includes(name));
  const all = EVENT_TYPE_NAMES.length + unknown.length;
  return isEdit && events.length >= all
    ? l10n.t("won't include event types added later")
    : l10n.t('{0} of {1} selected', events.length, all);
}

const TYPES_BY_CATEGORY: ReadonlyMap<string, readonly string[]> = Map.groupBy(
  EVENT_TYPE_NAMES,
  (name) => categoryOf(name) ?? name,
);
