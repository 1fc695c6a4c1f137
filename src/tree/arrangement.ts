import { isDeepStrictEqual } from 'node:util';

import * as l10n from '@vscode/l10n';

import { EVENT_TYPE_NAMES, eventCatalogue, eventCategories } from '../api/events.ts';
import { Emitter } from '../platform/emitter.ts';
import { HEALTHS, type Health, healthLabel } from '../webhooks/health.ts';

/** Which webhooks have rows. Empty parts let everything pass; several values of one part mean any of them. */
export interface Filter {
  /** Found in name or URL or at the start of the id, whatever its case and accents. */
  readonly text: string;
  readonly health: readonly Health[];
  /** Full event types; a webhook of all events has each. */
  readonly events: readonly string[];
}

export type Sort = 'name' | 'health' | 'activity';
export type Grouping = 'none' | 'health' | 'host';

/** How the rows are chosen, ordered and grouped. */
export interface ArrangementState {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly grouping: Grouping;
}

export const NO_FILTER: Filter = { text: '', health: [], events: [] };
/** The first one is how webhooks are sorted until somebody chooses. */
export const SORTS: readonly Sort[] = ['health', 'name', 'activity'];
export const GROUPINGS: readonly Grouping[] = ['none', 'health', 'host'];

/** Where the arrangement of a workspace is remembered; VS Code's `Memento` is one. */
export interface ArrangementMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'lettr.arrangement';
const LONGEST_TEXT = 200;

/** Filter, sort and grouping of the view in this workspace. */
export class Arrangement {
  readonly #memory: ArrangementMemory;
  readonly #changed = new Emitter<void>();
  #state: ArrangementState | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(memory: ArrangementMemory) {
    this.#memory = memory;
  }

  get state(): ArrangementState {
    return (this.#state ??= read(this.#memory.get(KEY)));
  }

  /** Changes what the view shows; `isKept: false` while somebody is still typing. */
  set(change: Partial<ArrangementState>, isKept = true): void {
    const before = this.state;
    this.#state = { ...before, ...change };
    if (isKept) {
      void this.#memory.update(KEY, this.#state);
    }
    if (!isDeepStrictEqual(before, this.#state)) {
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** Whether a filter lets everything pass. */
export function isEmptyFilter({ text, health, events }: Filter): boolean {
  return text.trim() === '' && health.length === 0 && events.length === 0;
}

/** Something that a filter can ask for besides a text. */
export type FilterChoice = {
  readonly label: string;
  /** The full name of an event type. */
  readonly description: string;
  /** Under which heading it stands. */
  readonly category: string;
} & (
  { readonly part: 'health'; readonly value: Health } | { readonly part: 'events'; readonly value: string }
);

/** All of it in order: the states, then the event types by category. */
export function filterChoices(): readonly FilterChoice[] {
  const states = HEALTHS.map((value): FilterChoice => {
    return { part: 'health', value, label: healthLabel(value), description: '', category: l10n.t('Health') };
  });
  const categories = new Map(eventCategories().map(({ id, label }) => [id, label]));
  const events = eventCatalogue().map(({ name, label, category }): FilterChoice => {
    const heading = l10n.t('Event types: {0}', categories.get(category) ?? category);
    return { part: 'events', value: name, label, description: name, category: heading };
  });
  return [...states, ...events];
}

/** What is remembered may have been edited by hand: each part that can't be used is left out. */
function read(value: unknown): ArrangementState {
  const { filter, sort, grouping } = partsOf(value);
  return {
    filter: readFilter(filter),
    sort: SORTS.find((known) => known === sort) ?? 'health',
    grouping: GROUPINGS.find((known) => known === grouping) ?? 'none',
  };
}

function readFilter(value: unknown): Filter {
  const { text, health, events } = partsOf(value);
  return {
    text: typeof text === 'string' ? text.slice(0, LONGEST_TEXT) : '',
    health: HEALTHS.filter((known) => Array.isArray(health) && health.includes(known)),
    events: EVENT_TYPE_NAMES.filter((known) => Array.isArray(events) && events.includes(known)),
  };
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
